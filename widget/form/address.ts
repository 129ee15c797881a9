/** The postal address, for the few offers that ask for one: a chunk of its own. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AddressField } from '../../proxy/contract/payer.ts';
import { withAddressMessages } from '../messages/fr-address.ts';
import type { FormContext } from './form-context.ts';
import { renderField, renderLabel, renderMessage, type TokenOf } from './form-fields.ts';
import { asksForAddress, isAsked } from './form-values.ts';

const FRANCE = 'FRA';

const FIELDS: readonly TokenOf<AddressField>[] = [
  ['address', 'address-line1'],
  ['zipCode', 'postal-code'],
  ['city', 'address-level2'],
  ['country', 'country-name'], // `country` means two letters
];

/** The fields of the address that the offer asks for. */
export function renderAddress(form: FormContext): TemplateResult | typeof nothing {
  const rules = form.offer.payer;
  if (!asksForAddress(rules)) return nothing;
  const messages = withAddressMessages(form.messages);
  const context = { ...form, messages };
  return html`<fieldset>
    <legend part="label">${messages.postalAddress}</legend>
    ${FIELDS.map((field) => {
      const [name, token] = field;
      if (!isAsked(rules, name)) return nothing;
      const isRequired = rules[name] === 'required';
      return name === 'country' ? renderCountry(token, isRequired, context) : renderField(field, isRequired, context);
    })}
  </fieldset>`;
}

/** France is chosen where a country is required; where it is optional, none is. */
function renderCountry(token: string, isRequired: boolean, context: FormContext): TemplateResult {
  const { values, errors, messages } = context;
  const { country = isRequired ? FRANCE : '' } = values;
  return html`<div class="field">
    ${renderLabel('country', isRequired, context)}
    <select id="country" name="country" part="input" autocomplete=${token} aria-required=${isRequired}
      aria-invalid=${errors.has('country')} aria-describedby="country-message">
      ${isRequired ? nothing : html`<option value=""></option>`}
      ${countries(messages.locale).map(([code, name]) => html`<option value=${code} .selected=${code === country}>${name}</option>`)}
    </select>
    ${renderMessage('country', context)}
  </div>`;
}

/** Codes with names, France first, then in the order of the language. Made once for each language. */
function countries(locale: string): readonly (readonly [code: string, name: string])[] {
  const known = countriesByLocale.get(locale);
  if (known) return known;
  const names = new Intl.DisplayNames([locale, 'fr'], { type: 'region' });
  const all = CODES.trim()
    .split(/\s+/)
    .map((codes) => [codes.slice(0, 3), names.of(codes.slice(3)) ?? codes] as const)
    .sort(
      ([a, aName], [b, bName]) =>
        Number(b === FRANCE) - Number(a === FRANCE) || aName.localeCompare(bName, [locale, 'fr']),
    );
  countriesByLocale.set(locale, all);
  return all;
}

const countriesByLocale = new Map<string, ReturnType<typeof countries>>();

/** ISO 3166-1: the three letters that HelloAsso accepts, then the two by which `Intl` has the name. */
const CODES = `
  ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI BELBE
  BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW
  CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY
  CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR
  FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU
  GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE
  JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT
  LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ
  MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ
  OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU
  RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK
  SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV
  TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA
  ZMBZM ZWEZW
`;
