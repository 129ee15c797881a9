export const FRANCE = 'FRA';

type Countries = readonly (readonly [code: string, name: string])[];

/**
 * Codes with names, France first, then in the order of the language. French names are here, because the first use of `Intl` for names
 * takes a slow phone 50 to 90 ms; other languages have those of the browser, made once.
 */
export function countries(locale: string): Countries {
  if (/^fr\b/.test(locale)) return COUNTRIES.map(([code, , name]) => [code, name]);
  const known = countriesByLocale.get(locale) ?? inLanguage(locale);
  countriesByLocale.set(locale, known);
  return known;
}

const countriesByLocale = new Map<string, Countries>();

function inLanguage(locale: string): Countries {
  const names = new Intl.DisplayNames([locale, 'fr'], { type: 'region' });
  const { compare } = new Intl.Collator([locale, 'fr']); // ten times as quick as `localeCompare` with languages
  return COUNTRIES.map(([code, region, french]) => [code, names.of(region) ?? french] as const).sort(
    ([a, aName], [b, bName]) => Number(b === FRANCE) - Number(a === FRANCE) || compare(aName, bName),
  );
}

/**
 * ISO 3166-1: the three letters that HelloAsso accepts, the two by which `Intl` has the name, and the French name, short where
 * `Intl` has an official one.
 */
const COUNTRIES = `
  FRAFR France
  AFGAF Afghanistan
  ZAFZA Afrique du Sud
  ALBAL Albanie
  DZADZ Algérie
  DEUDE Allemagne
  ANDAD Andorre
  AGOAO Angola
  AIAAI Anguilla
  ATAAQ Antarctique
  ATGAG Antigua-et-Barbuda
  SAUSA Arabie saoudite
  ARGAR Argentine
  ARMAM Arménie
  ABWAW Aruba
  AUSAU Australie
  AUTAT Autriche
  AZEAZ Azerbaïdjan
  BHSBS Bahamas
  BHRBH Bahreïn
  BGDBD Bangladesh
  BRBBB Barbade
  BELBE Belgique
  BLZBZ Belize
  BENBJ Bénin
  BMUBM Bermudes
  BTNBT Bhoutan
  BLRBY Biélorussie
  BOLBO Bolivie
  BIHBA Bosnie-Herzégovine
  BWABW Botswana
  BRABR Brésil
  BRNBN Brunei
  BGRBG Bulgarie
  BFABF Burkina Faso
  BDIBI Burundi
  KHMKH Cambodge
  CMRCM Cameroun
  CANCA Canada
  CPVCV Cap-Vert
  CHLCL Chili
  CHNCN Chine
  CYPCY Chypre
  COLCO Colombie
  COMKM Comores
  COGCG Congo-Brazzaville
  CODCD Congo-Kinshasa
  PRKKP Corée du Nord
  KORKR Corée du Sud
  CRICR Costa Rica
  CIVCI Côte d’Ivoire
  HRVHR Croatie
  CUBCU Cuba
  CUWCW Curaçao
  DNKDK Danemark
  DJIDJ Djibouti
  DMADM Dominique
  EGYEG Égypte
  AREAE Émirats arabes unis
  ECUEC Équateur
  ERIER Érythrée
  ESPES Espagne
  ESTEE Estonie
  SWZSZ Eswatini
  USAUS États-Unis
  ETHET Éthiopie
  FJIFJ Fidji
  FINFI Finlande
  GABGA Gabon
  GMBGM Gambie
  GEOGE Géorgie
  SGSGS Géorgie du Sud-et-les Îles Sandwich du Sud
  GHAGH Ghana
  GIBGI Gibraltar
  GRCGR Grèce
  GRDGD Grenade
  GRLGL Groenland
  GLPGP Guadeloupe
  GUMGU Guam
  GTMGT Guatemala
  GGYGG Guernesey
  GINGN Guinée
  GNQGQ Guinée équatoriale
  GNBGW Guinée-Bissau
  GUYGY Guyana
  GUFGF Guyane française
  HTIHT Haïti
  HNDHN Honduras
  HKGHK Hong Kong
  HUNHU Hongrie
  BVTBV Île Bouvet
  CXRCX Île Christmas
  IMNIM Île de Man
  NFKNF Île Norfolk
  ALAAX Îles Åland
  CYMKY Îles Caïmans
  CCKCC Îles Cocos
  COKCK Îles Cook
  FROFO Îles Féroé
  HMDHM Îles Heard-et-MacDonald
  FLKFK Îles Malouines
  MNPMP Îles Mariannes du Nord
  MHLMH Îles Marshall
  UMIUM Îles mineures éloignées des États-Unis
  PCNPN Îles Pitcairn
  SLBSB Îles Salomon
  TCATC Îles Turques-et-Caïques
  VGBVG Îles Vierges britanniques
  VIRVI Îles Vierges des États-Unis
  INDIN Inde
  IDNID Indonésie
  IRQIQ Irak
  IRNIR Iran
  IRLIE Irlande
  ISLIS Islande
  ISRIL Israël
  ITAIT Italie
  JAMJM Jamaïque
  JPNJP Japon
  JEYJE Jersey
  JORJO Jordanie
  KAZKZ Kazakhstan
  KENKE Kenya
  KGZKG Kirghizstan
  KIRKI Kiribati
  KWTKW Koweït
  REURE La Réunion
  LAOLA Laos
  LSOLS Lesotho
  LVALV Lettonie
  LBNLB Liban
  LBRLR Liberia
  LBYLY Libye
  LIELI Liechtenstein
  LTULT Lituanie
  LUXLU Luxembourg
  MACMO Macao
  MKDMK Macédoine du Nord
  MDGMG Madagascar
  MYSMY Malaisie
  MWIMW Malawi
  MDVMV Maldives
  MLIML Mali
  MLTMT Malte
  MARMA Maroc
  MTQMQ Martinique
  MUSMU Maurice
  MRTMR Mauritanie
  MYTYT Mayotte
  MEXMX Mexique
  FSMFM Micronésie
  MDAMD Moldavie
  MCOMC Monaco
  MNGMN Mongolie
  MNEME Monténégro
  MSRMS Montserrat
  MOZMZ Mozambique
  MMRMM Myanmar (Birmanie)
  NAMNA Namibie
  NRUNR Nauru
  NPLNP Népal
  NICNI Nicaragua
  NERNE Niger
  NGANG Nigeria
  NIUNU Niue
  NORNO Norvège
  NCLNC Nouvelle-Calédonie
  NZLNZ Nouvelle-Zélande
  OMNOM Oman
  UGAUG Ouganda
  UZBUZ Ouzbékistan
  PAKPK Pakistan
  PLWPW Palaos
  PANPA Panama
  PNGPG Papouasie-Nouvelle-Guinée
  PRYPY Paraguay
  NLDNL Pays-Bas
  BESBQ Pays-Bas caribéens
  PERPE Pérou
  PHLPH Philippines
  POLPL Pologne
  PYFPF Polynésie française
  PRIPR Porto Rico
  PRTPT Portugal
  QATQA Qatar
  CAFCF République centrafricaine
  DOMDO République dominicaine
  ROURO Roumanie
  GBRGB Royaume-Uni
  RUSRU Russie
  RWARW Rwanda
  ESHEH Sahara occidental
  BLMBL Saint-Barthélemy
  KNAKN Saint-Christophe-et-Niévès
  SMRSM Saint-Marin
  MAFMF Saint-Martin
  SXMSX Saint-Martin (partie néerlandaise)
  SPMPM Saint-Pierre-et-Miquelon
  VCTVC Saint-Vincent-et-les Grenadines
  SHNSH Sainte-Hélène
  LCALC Sainte-Lucie
  SLVSV Salvador
  WSMWS Samoa
  ASMAS Samoa américaines
  STPST Sao Tomé-et-Principe
  SENSN Sénégal
  SRBRS Serbie
  SYCSC Seychelles
  SLESL Sierra Leone
  SGPSG Singapour
  SVKSK Slovaquie
  SVNSI Slovénie
  SOMSO Somalie
  SDNSD Soudan
  SSDSS Soudan du Sud
  LKALK Sri Lanka
  SWESE Suède
  CHECH Suisse
  SURSR Suriname
  SJMSJ Svalbard et Jan Mayen
  SYRSY Syrie
  TJKTJ Tadjikistan
  TWNTW Taïwan
  TZATZ Tanzanie
  TCDTD Tchad
  CZECZ Tchéquie
  ATFTF Terres australes françaises
  IOTIO Territoire britannique de l’océan Indien
  PSEPS Territoires palestiniens
  THATH Thaïlande
  TLSTL Timor oriental
  TGOTG Togo
  TKLTK Tokelau
  TONTO Tonga
  TTOTT Trinité-et-Tobago
  TUNTN Tunisie
  TKMTM Turkménistan
  TURTR Turquie
  TUVTV Tuvalu
  UKRUA Ukraine
  URYUY Uruguay
  VUTVU Vanuatu
  VATVA Vatican
  VENVE Venezuela
  VNMVN Viêt Nam
  WLFWF Wallis-et-Futuna
  YEMYE Yémen
  ZMBZM Zambie
  ZWEZW Zimbabwe
`
  .trim()
  .split(/\n\s*/)
  .map((line) => [line.slice(0, 3), line.slice(3, 5), line.slice(6)] as const);
