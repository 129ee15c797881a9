/** What is wrong with a page, for the person who made it: a file of its own, loaded on their machine or with `debug`. */
import type { PublicOffers } from '../proxy/contract/offer.ts';
import { askProxy } from './client.ts';
import type { CheckoutError, CheckoutErrorCode } from './errors.ts';
import { fromJson } from './json.ts';

/** The element, as its author wrote it. */
export interface WrittenElement extends HTMLElement {
  readonly proxy: string;
  /** What its form is for; empty where that is the only offer that there is. Not there in an element without a form. */
  readonly offer?: string;
  readonly payer?: object | string;
  readonly metadata?: object | string;
  readonly messages: object | string;
}

/** Faults that no error tells. */
type OwnTopic =
  | 'http'
  | 'file'
  | 'unclosed'
  | 'unlisted'
  | 'unreadable'
  | 'message-wrong'
  | 'offer-missing'
  | 'not-proxy';

/** Every text: `{proxy}`, `{offer}`, `{offers}`, `{origin}`, `{attribute}`, `{message}` and `{fields}` are places. */
type Advice = Readonly<Partial<Record<CheckoutErrorCode | OwnTopic, string>>>;

const FRENCH: Advice = {
  http: 'Cette page est en http. HelloAsso n’accepte que des pages en https : passez votre site en https.',
  file: 'Cette page est un fichier : HelloAsso ne pourrait pas y revenir. Servez-la par un serveur web.',
  unclosed:
    'Une balise n’est pas fermée : écrivez <helloasso-checkout …></helloasso-checkout>. Le navigateur ne connaît pas la forme <helloasso-checkout … />.',
  unreadable: 'L’attribut {attribute} n’est pas du JSON : écrivez par exemple {attribute}=\'{"clé":"valeur"}\'.',
  'message-wrong':
    'Dans l’attribut messages, « {message} » doit être un texte, ou [deux textes] si le nom commence par submit- ou return-.',
  unlisted:
    'Le relais {proxy} n’a pas répondu à cette page. S’il fonctionne, ajoutez {origin} à sa variable ALLOWED_ORIGINS.',
  unreachable: 'Rien ne répond à {proxy}. Vérifiez l’attribut proxy, et que le relais fonctionne.',
  'proxy-missing': 'L’attribut proxy manque : proxy="https://pay.example.org", l’adresse de votre relais.',
  'not-proxy': 'Ce qui répond à {proxy} n’est pas un relais helloasso-checkout : vérifiez l’attribut proxy.',
  'offer-missing': 'L’attribut offer manque. Offres du relais : {offers}.',
  'offer-unknown': 'L’attribut offer="{offer}" ne nomme aucune offre. Offres du relais : {offers}.',
  'return-path-invalid': 'L’attribut return-path doit être un chemin de ce site, par exemple /merci.html.',
  'metadata-not-declared':
    'L’attribut metadata contient une clé que l’offre « {offer} » ne déclare pas : ajoutez-la à metadataKeys, dans offers.json.',
  'invalid-request': 'Le relais refuse {fields} : vérifiez les attributs payer et metadata.',
  'signed-offer-required': 'L’offre « {offer} » attend l’attribut signed-offer : un prix signé par votre serveur.',
  'signed-offer-invalid':
    'L’attribut signed-offer n’est pas valable : vérifiez la clé (OFFER_KEYS), l’offre, l’organisation et l’environnement signés.',
  'helloasso-credentials': 'HelloAsso refuse les identifiants du relais : vérifiez ses variables HELLOASSO_*.',
};

const ENGLISH: Advice = {
  http: 'This page is served over http. HelloAsso takes https pages only: move your site to https.',
  file: 'This page is a file: HelloAsso could not come back to it. Serve it by a web server.',
  unclosed:
    'A tag is not closed: write <helloasso-checkout …></helloasso-checkout>. Browsers do not know the form <helloasso-checkout … />.',
  unreadable: 'The attribute {attribute} is not JSON: write for example {attribute}=\'{"key":"value"}\'.',
  'message-wrong':
    'In the attribute messages, “{message}” must be a text, or [two texts] where the name begins with submit- or return-.',
  unlisted: 'The proxy {proxy} did not answer this page. If it is running, add {origin} to its ALLOWED_ORIGINS.',
  unreachable: 'Nothing answers at {proxy}. Check the attribute proxy, and that the proxy is running.',
  'proxy-missing': 'The attribute proxy is missing: proxy="https://pay.example.org", the address of your proxy.',
  'not-proxy': 'What answers at {proxy} is no helloasso-checkout proxy: check the attribute proxy.',
  'offer-missing': 'The attribute offer is missing. Offers of the proxy: {offers}.',
  'offer-unknown': 'The attribute offer="{offer}" names no offer. Offers of the proxy: {offers}.',
  'return-path-invalid': 'The attribute return-path must be a path of this site, such as /thanks.html.',
  'metadata-not-declared':
    'The attribute metadata has a key that the offer “{offer}” does not declare: add it to metadataKeys in offers.json.',
  'invalid-request': 'The proxy refuses {fields}: check the attributes payer and metadata.',
  'signed-offer-required': 'The offer “{offer}” needs the attribute signed-offer: a price signed by your own server.',
  'signed-offer-invalid':
    'The attribute signed-offer is not valid: check the key (OFFER_KEYS), and the offer, organisation and environment that were signed.',
  'helloasso-credentials': 'HelloAsso refuses the proxy’s credentials: check its variables HELLOASSO_*.',
};

/** What the webmaster can do about the page as it is, or about an error. `wasSent`: the form had loaded. Nothing where it is not theirs. */
export async function explain(
  element: WrittenElement,
  error: CheckoutError | undefined,
  wasSent: boolean,
  locale: string,
): Promise<string | undefined> {
  const { proxy, offer = '' } = element;
  const attribute = unreadableAttribute(element) ?? '';
  const message = wrongMessage(element) ?? '';
  const topic =
    (await topicOfPage(element)) ?? topicOfAttributes(attribute, message) ?? topicOfError(error, offer, wasSent);
  const advice = (locale.startsWith('fr') ? FRENCH : ENGLISH)[topic];
  const places = {
    proxy,
    offer,
    attribute,
    message,
    offers: advice?.includes('{offers}') ? await offersOf(proxy) : '',
    origin: location.origin,
    fields: error?.details.errors?.map(({ pointer }) => pointer).join(', ') ?? '',
  };
  return advice?.replace(/\{(\w+)\}/g, (_, name: keyof typeof places) => places[name]);
}

async function topicOfPage(element: HTMLElement): Promise<OwnTopic | undefined> {
  if (location.protocol === 'file:') return 'file';
  if (!isSecureContext) return 'http';
  return (await isUnclosed(element)) ? 'unclosed' : undefined;
}

function topicOfAttributes(unreadable: string, wrongMessage: string): OwnTopic | undefined {
  if (unreadable) return 'unreadable';
  return wrongMessage ? 'message-wrong' : undefined;
}

function topicOfError(error: CheckoutError | undefined, offer: string, wasSent: boolean): keyof Advice {
  if (!error) return 'internal'; // of which there is nothing to say
  if (error.code === 'origin-not-allowed' || (error.code === 'unreachable' && wasSent)) return 'unlisted';
  if (error.code === 'offer-unknown' && !offer) return 'offer-missing';
  if (error.code === 'not-found' || error.code === 'malformed-answer') return 'not-proxy';
  return error.code;
}

/** Whether the page closes the element's tag in itself, which the parsed page no longer shows: all that follows is inside then. */
async function isUnclosed({ firstElementChild, localName }: HTMLElement): Promise<boolean> {
  if (!firstElementChild) return false;
  try {
    const source = await (await fetch(location.href)).text();
    return selfClosed(localName).test(source.replace(/<!--[\s\S]*?-->/g, ''));
  } catch {
    return false; // the page cannot be had twice
  }
}

/** A tag that ends in a slash of its own: not in that of a quoted or an unquoted value. */
function selfClosed(name: string): RegExp {
  return new RegExp(`<${name}(?=[\\s/])(?:"[^"]*"|'[^']*'|[^"'>])*?(?<=["'\\s]|${name})/>`, 'i');
}

/** The first of the page's own words that is no text, or no two where there are two. */
function wrongMessage({ messages }: WrittenElement): string | undefined {
  const isText = (value: unknown) => typeof value === 'string';
  const isPair = (value: unknown) => Array.isArray(value) && value.length === 2 && value.every(isText);
  const words: [string, unknown][] = Object.entries(fromJson(messages) ?? {});
  return words.find(([key, value]) => !(/^(submit|return)-/.test(key) ? isPair(value) : isText(value)))?.[0];
}

function unreadableAttribute(element: WrittenElement): string | undefined {
  const attributes = ['payer', 'metadata', 'messages'] as const;
  return attributes.find((name) => element[name] && typeof fromJson(element[name]) !== 'object');
}

async function offersOf(proxy: string): Promise<string> {
  try {
    const { offers } = await askProxy<PublicOffers>(proxy, '/v1/offers', 'offers');
    return offers.map(({ id }) => id).join(', ');
  } catch {
    return '?';
  }
}
