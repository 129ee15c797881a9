import type { CheckoutErrorCode } from '../core/failure-kinds.ts';

/** What can be wrong with a page without an error. */
export type PageTopic =
  | 'http'
  | 'file'
  | 'unclosed'
  | 'frame-address'
  | 'frame-origin'
  | 'frame-forms'
  | 'unlisted'
  | 'unreadable'
  | 'object-as-text'
  | 'amount-unreadable'
  | 'number-unreadable'
  | 'message-wrong'
  | 'offer-missing'
  | 'not-proxy'
  | 'newer-proxy'
  | 'chunk-missing'
  | 'several-scripts'
  | 'several-proxies'
  | 'language-missing'
  | 'text-unreadable'
  | 'accent-text-unreadable'
  | 'accent-corrected';

/**
 * Texts by topic. `{proxy}`, `{offer}`, `{offers}`, `{origin}`, `{attribute}`, `{value}`, `{fields}`, `{language}`, `{languages}`,
 * `{versions}`, `{ratio}` (of a contrast) and `{script}` (the tag of the script) are places.
 */
export type DiagnosticTexts = Readonly<Partial<Record<CheckoutErrorCode | PageTopic, string>>>;

export const FRENCH: DiagnosticTexts = {
  http: 'Cette page est en http. HelloAsso n’accepte que des pages en https : passez votre site en https.',
  file: 'Cette page est un fichier : HelloAsso ne pourrait pas y revenir. Servez-la par un serveur web.',
  unclosed:
    'Une balise n’est pas fermée : écrivez <helloasso-checkout …></helloasso-checkout>. Le navigateur ne connaît pas la forme <helloasso-checkout … />.',
  'frame-address':
    'Ce cadre n’a pas d’adresse à lui (srcdoc) : HelloAsso ne pourrait pas y revenir. Mettez le formulaire dans une page, et écrivez <iframe src="https://www.example.org/don.html">.',
  'frame-origin':
    'L’attribut sandbox de ce cadre lui retire son origine : ajoutez allow-same-origin, par exemple sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-top-navigation-by-user-activation".',
  'frame-forms':
    'L’attribut sandbox de ce cadre interdit les formulaires : ajoutez allow-forms, par exemple sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-top-navigation-by-user-activation".',
  unreadable: 'L’attribut {attribute} n’est pas du JSON : écrivez par exemple {attribute}=\'{"clé":"valeur"}\'.',
  'object-as-text':
    'L’attribut {attribute} contient « [object Object] » : écrivez l’objet en JSON, par JSON.stringify(…), ou donnez-le par la propriété : element.{attribute} = …',
  'amount-unreadable':
    'L’attribut amount="{value}" n’est pas un montant : écrivez par exemple amount="20" ou amount="12,50".',
  'number-unreadable':
    'L’attribut {attribute}="{value}" n’est pas un nombre entier : écrivez par exemple {attribute}="2".',
  'message-wrong':
    'Dans l’attribut messages, « {value} » doit être un texte, ou [deux textes] si le nom commence par submit- ou return-.',
  unlisted:
    'Cette page n’a reçu aucune réponse du relais {proxy}. S’il fonctionne, ajoutez {origin} à sa variable ALLOWED_ORIGINS, et vérifiez que la Content-Security-Policy de la page l’autorise (connect-src).',
  unreachable:
    'Rien ne répond à {proxy}. Vérifiez l’attribut proxy, que le relais fonctionne, et que la Content-Security-Policy de la page l’autorise (connect-src).',
  'proxy-missing': 'L’attribut proxy manque : proxy="https://pay.example.org", l’adresse de votre relais.',
  'not-proxy':
    'Ce qui répond à {proxy} n’est pas un relais helloasso-checkout. Vérifiez l’attribut proxy ; si c’est votre propre serveur qui répond, lisez son journal.',
  'newer-proxy':
    'Le relais {proxy} est plus récent que ce script, qui ne connaît pas le prix de cette offre. Chargez le script du relais : {script}.',
  'chunk-missing':
    'Le script ne trouve pas ses autres fichiers, ni à côté de lui ni au relais. Chargez-le depuis le relais : {script}.',
  'several-scripts':
    'Cette page charge le script en plusieurs versions ({versions}) : la première compte. Gardez une seule balise : {script}.',
  'several-proxies':
    'Cette page a des formulaires de plusieurs relais pour une offre du même nom. Au retour dans un autre navigateur, rien ne dit lequel a encaissé : changez un des noms, dans offers.json et dans l’attribut offer="{offer}".',
  'language-missing':
    'Le formulaire n’a pas de textes en « {language} ». Écrivez dans lang une de ces langues : {languages} ; ou donnez vos textes par l’attribut messages.',
  'text-unreadable':
    'Le texte (--helloasso-checkout-text) se lit mal sur le fond (--helloasso-checkout-surface) : leur contraste est de {ratio}, il en faut 4,5.',
  'accent-text-unreadable':
    'Le texte du bouton (--helloasso-checkout-accent-text) se lit mal sur sa couleur (--helloasso-checkout-accent) : leur contraste est de {ratio}, il en faut 4,5.',
  'accent-corrected':
    'La couleur --helloasso-checkout-accent se distingue mal du fond : leur contraste est de {ratio}, il en faut 3. Le formulaire la corrige pour les bords et les liens.',
  'offer-missing': 'L’attribut offer manque. Offres du relais : {offers}.',
  'offer-unknown': 'L’attribut offer="{offer}" ne nomme aucune offre. Offres du relais : {offers}.',
  'return-path-invalid': 'L’attribut return-path doit être un chemin de ce site, par exemple /merci.html.',
  'metadata-not-declared':
    'L’attribut metadata contient une clé que l’offre « {offer} » ne déclare pas : ajoutez-la à metadataKeys, dans offers.json.',
  'invalid-request': 'Le relais refuse {fields} : vérifiez les attributs payer et metadata.',
  'signed-offer-required': 'L’offre « {offer} » attend l’attribut signed-offer : un prix signé par votre serveur.',
  'signed-offer-invalid':
    'L’attribut signed-offer n’est pas valable : vérifiez la clé (OFFER_KEYS), l’offre, l’organisation et l’environnement signés, le montant (un entier) et la référence (un texte de 64 caractères au plus). Le journal du relais en dit plus.',
  'helloasso-credentials': 'HelloAsso refuse les identifiants du relais : vérifiez ses variables HELLOASSO_*.',
};

export const ENGLISH: DiagnosticTexts = {
  http: 'This page is served over http. HelloAsso takes https pages only: move your site to https.',
  file: 'This page is a file: HelloAsso could not come back to it. Serve it by a web server.',
  unclosed:
    'A tag is not closed: write <helloasso-checkout …></helloasso-checkout>. Browsers do not know the form <helloasso-checkout … />.',
  'frame-address':
    'This frame has no address of its own (srcdoc): HelloAsso could not come back to it. Put the form into a page, and write <iframe src="https://www.example.org/donate.html">.',
  'frame-origin':
    'The sandbox attribute of this frame takes its origin away: add allow-same-origin, for example sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-top-navigation-by-user-activation".',
  'frame-forms':
    'The sandbox attribute of this frame forbids forms: add allow-forms, for example sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-top-navigation-by-user-activation".',
  unreadable: 'The attribute {attribute} is not JSON: write for example {attribute}=\'{"key":"value"}\'.',
  'object-as-text':
    'The attribute {attribute} contains “[object Object]”: write the object as JSON, by JSON.stringify(…), or give it by the property: element.{attribute} = …',
  'amount-unreadable': 'The attribute amount="{value}" is no amount: write for example amount="20" or amount="12.50".',
  'number-unreadable': 'The attribute {attribute}="{value}" is no whole number: write for example {attribute}="2".',
  'message-wrong':
    'In the attribute messages, “{value}” must be a text, or [two texts] where the name begins with submit- or return-.',
  unlisted:
    'The proxy {proxy} did not answer this page. If it is running, add {origin} to its ALLOWED_ORIGINS, and check that the page’s Content-Security-Policy allows it (connect-src).',
  unreachable:
    'Nothing answers at {proxy}. Check the attribute proxy, that the proxy is running, and that the page’s Content-Security-Policy allows it (connect-src).',
  'proxy-missing': 'The attribute proxy is missing: proxy="https://pay.example.org", the address of your proxy.',
  'not-proxy': 'What answers at {proxy} is no helloasso-checkout proxy: check the attribute proxy.',
  'newer-proxy':
    'The proxy {proxy} is newer than this script, which does not know the price of this offer. Load the proxy’s script: {script}.',
  'chunk-missing':
    'The script does not find its other files, beside it or at the proxy. Load it from the proxy: {script}.',
  'several-scripts':
    'This page loads the script in several versions ({versions}): the first counts. Keep one tag: {script}.',
  'several-proxies':
    'This page has forms of several proxies for an offer of one name. On a return in another browser nothing says which was paid: change one of the names, in offers.json and in the attribute offer="{offer}".',
  'language-missing':
    'The form has no texts in “{language}”. Write one of these in lang: {languages}; or give your texts by the attribute messages.',
  'text-unreadable':
    'The text (--helloasso-checkout-text) is hard to read on the surface (--helloasso-checkout-surface): their contrast is {ratio}, and 4.5 is needed.',
  'accent-text-unreadable':
    'The text of the button (--helloasso-checkout-accent-text) is hard to read on its colour (--helloasso-checkout-accent): their contrast is {ratio}, and 4.5 is needed.',
  'accent-corrected':
    'The colour --helloasso-checkout-accent is hard to tell from the surface: their contrast is {ratio}, and 3 is needed. The form corrects it for edges and links.',
  'offer-missing': 'The attribute offer is missing. Offers of the proxy: {offers}.',
  'offer-unknown': 'The attribute offer="{offer}" names no offer. Offers of the proxy: {offers}.',
  'return-path-invalid': 'The attribute return-path must be a path of this site, such as /thanks.html.',
  'metadata-not-declared':
    'The attribute metadata has a key that the offer “{offer}” does not declare: add it to metadataKeys in offers.json.',
  'invalid-request': 'The proxy refuses {fields}: check the attributes payer and metadata.',
  'signed-offer-required': 'The offer “{offer}” needs the attribute signed-offer: a price signed by your own server.',
  'signed-offer-invalid':
    'The attribute signed-offer is not valid: check the key (OFFER_KEYS), and the offer, organisation and environment that were signed, the amount (an integer) and the reference (a text of 64 characters at most). The log of the proxy says more.',
  'helloasso-credentials': 'HelloAsso refuses the proxy’s credentials: check its variables HELLOASSO_*.',
};
