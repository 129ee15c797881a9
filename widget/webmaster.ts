/** What is wrong with a page, for the person who made it: a file of its own, loaded on their machine or with `debug`. */
import type { PublicOffers } from '../proxy/contract/offer.ts';
import { askProxy } from './client.ts';
import type { CheckoutError, CheckoutErrorCode } from './errors.ts';

/** The element, as its author wrote it. */
interface WrittenElement extends HTMLElement {
  readonly proxy: string;
  readonly offer?: string;
}

/** Every text: `{proxy}`, `{offer}`, `{offers}` and `{origin}` are places. */
type Advice = Readonly<Partial<Record<CheckoutErrorCode | 'http' | 'unclosed' | 'unlisted', string>>>;

const FRENCH: Advice = {
  http: 'Cette page est en http. HelloAsso n’accepte que des pages en https : passez votre site en https.',
  unclosed:
    'Une balise n’est pas fermée : écrivez <helloasso-checkout …></helloasso-checkout>. Le navigateur ne connaît pas la forme <helloasso-checkout … />.',
  unlisted:
    'Le relais {proxy} n’a pas répondu à cette page. S’il fonctionne, ajoutez {origin} à sa variable ALLOWED_ORIGINS.',
  unreachable: 'Rien ne répond à {proxy}. Vérifiez l’attribut proxy, et que le relais fonctionne.',
  'proxy-missing': 'L’attribut proxy manque : proxy="https://pay.example.org", l’adresse de votre relais.',
  'offer-unknown': 'L’attribut offer="{offer}" ne nomme aucune offre du relais. Offres connues : {offers}.',
  'return-path-invalid': 'L’attribut return-path doit être un chemin de ce site, par exemple /merci.html.',
  'metadata-not-declared':
    'L’attribut metadata contient une clé que l’offre « {offer} » ne déclare pas : ajoutez-la à metadataKeys, dans offers.json.',
  'invalid-request': 'Le relais refuse la demande : vérifiez les attributs payer et metadata.',
  'signed-offer-required': 'L’offre « {offer} » attend l’attribut signed-offer : un prix signé par votre serveur.',
  'signed-offer-invalid':
    'L’attribut signed-offer n’est pas valable : vérifiez la clé (OFFER_KEYS), l’offre, l’organisation et l’environnement signés.',
  'malformed-answer': 'Ce qui répond à {proxy} n’est pas un relais helloasso-checkout : vérifiez l’attribut proxy.',
  'not-found': 'Ce qui répond à {proxy} n’est pas un relais helloasso-checkout : vérifiez l’attribut proxy.',
  'helloasso-credentials': 'HelloAsso refuse les identifiants du relais : vérifiez ses variables HELLOASSO_….',
};

const ENGLISH: Advice = {
  http: 'This page is served over http. HelloAsso takes https pages only: move your site to https.',
  unclosed:
    'A tag is not closed: write <helloasso-checkout …></helloasso-checkout>. Browsers do not know the form <helloasso-checkout … />.',
  unlisted: 'The proxy {proxy} did not answer this page. If it is running, add {origin} to its ALLOWED_ORIGINS.',
  unreachable: 'Nothing answers at {proxy}. Check the attribute proxy, and that the proxy is running.',
  'proxy-missing': 'The attribute proxy is missing: proxy="https://pay.example.org", the address of your proxy.',
  'offer-unknown': 'The attribute offer="{offer}" names no offer of the proxy. It knows: {offers}.',
  'return-path-invalid': 'The attribute return-path must be a path of this site, such as /thanks.html.',
  'metadata-not-declared':
    'The attribute metadata has a key that the offer “{offer}” does not declare: add it to metadataKeys in offers.json.',
  'invalid-request': 'The proxy refuses the request: check the attributes payer and metadata.',
  'signed-offer-required': 'The offer “{offer}” needs the attribute signed-offer: a price signed by your own server.',
  'signed-offer-invalid':
    'The attribute signed-offer is not valid: check the key (OFFER_KEYS), and the offer, organisation and environment that were signed.',
  'malformed-answer': 'What answers at {proxy} is no helloasso-checkout proxy: check the attribute proxy.',
  'not-found': 'What answers at {proxy} is no helloasso-checkout proxy: check the attribute proxy.',
  'helloasso-credentials': 'HelloAsso refuses the proxy’s credentials: check its variables HELLOASSO_….',
};

/** What the webmaster can do about the page as it is, or about an error. `wasSent`: the form had loaded. Nothing where it is not theirs. */
export async function explain(
  element: WrittenElement,
  error: CheckoutError | undefined,
  wasSent: boolean,
  locale: string,
): Promise<string | undefined> {
  const advice = (locale.startsWith('fr') ? FRENCH : ENGLISH)[topicOf(element, error, wasSent)];
  const { proxy, offer = '' } = element;
  const places = {
    proxy,
    offer,
    offers: advice?.includes('{offers}') ? await offersOf(proxy) : '',
    origin: location.origin,
  };
  return advice?.replace(/\{(\w+)\}/g, (_, name: keyof typeof places) => places[name]);
}

function topicOf(element: HTMLElement, error: CheckoutError | undefined, wasSent: boolean): keyof Advice {
  if (element.querySelector('helloasso-checkout, helloasso-result, script, main, section, footer')) return 'unclosed';
  if (location.protocol === 'http:' && !window.isSecureContext) return 'http';
  return error?.code === 'unreachable' && wasSent ? 'unlisted' : (error?.code ?? 'internal');
}

async function offersOf(proxy: string): Promise<string> {
  try {
    const { offers } = await askProxy<PublicOffers>(proxy, '/v1/offers', 'offers');
    return offers.map(({ id }) => id).join(', ');
  } catch {
    return '?';
  }
}
