import type { PublicOffers } from '../../proxy/contract/offer.ts';
import { fromJson } from '../core/json.ts';
import { languageAround } from '../core/language-around.ts';
import type { CheckoutError } from '../errors.ts';
import { parseEuros } from '../form/money.ts';
import { OTHER_LANGUAGES } from '../messages/load-messages.ts';
import type { AllMessages } from '../messages/messages.ts';
import { requestProxy } from '../proxy-client.ts';
import { findColourProblem } from './colours.ts';
import { type DiagnosticTexts, ENGLISH, FRENCH, type PageTopic } from './texts.ts';

/** The element, as the page's author wrote it. */
export interface WrittenElement extends HTMLElement {
  readonly proxy: string;
  /** Empty for the only offer of the proxy. Absent in an element without a form, like all that follows but `messages`. */
  readonly offer?: string;
  readonly amount?: number | string;
  readonly quantity?: number | string;
  readonly instalments?: number | string;
  readonly payer?: object | string;
  readonly metadata?: object | string;
  readonly messages: object | string;
  /** Whether a chunk for sending and returns does not load. */
  readonly chunkFailed: boolean;
}

/** What the author wrote in an attribute, and what is wrong with it. */
interface WrongAttribute {
  readonly topic: PageTopic;
  readonly attribute: string;
  readonly value: string;
}

/**
 * What the page's author can do about an error, or about the page as it is. `wasSent`: the form had loaded. `undefined` where
 * they cannot change it.
 */
export async function explain(
  element: WrittenElement,
  error: CheckoutError | undefined,
  wasSent: boolean,
  locale: string,
): Promise<string | undefined> {
  const { proxy, offer = '' } = element;
  const wrong = wrongAttribute(element);
  const versions = versionsOfScript();
  const language = element.lang || languageAround(element);
  const page = await topicOfPage(element, error);
  const colours = element.shadowRoot ? findColourProblem(element.shadowRoot) : undefined;
  const topics = [
    page,
    wrong?.topic,
    error && topicOfError(error, offer, wasSent),
    versions.length > 1 ? 'several-scripts' : undefined,
    hasNamesake(element) ? 'several-proxies' : undefined,
    topicOfLanguage(language, locale, element),
    colours?.topic,
  ] as const;
  const texts = locale.startsWith('fr') ? FRENCH : ENGLISH;
  const text = topics.map((topic) => topic && texts[topic]).find(Boolean);
  const places = {
    proxy,
    offer,
    attribute: wrong?.attribute ?? '',
    value: wrong?.value ?? '',
    offers: text?.includes('{offers}') ? await offersOf(proxy) : '',
    origin: location.origin,
    fields: error?.details.errors?.map(({ pointer }) => pointer).join(', ') ?? '',
    language,
    languages: ['fr', ...OTHER_LANGUAGES.keys()].join(', '),
    versions: versions.join(', '),
    ratio: (colours?.ratio ?? '').replace('.', locale.startsWith('fr') ? ',' : '.'),
    script: `<script type="module" src="${trimmed(proxy)}/helloasso-checkout.js"></script>`,
  };
  return text?.replace(/\{(\w+)\}/g, (_, name: keyof typeof places) => places[name]);
}

async function topicOfPage(element: HTMLElement, error: CheckoutError | undefined): Promise<PageTopic | undefined> {
  if (error?.code === 'frame-restricted') return topicOfFrame();
  if (location.protocol === 'file:') return 'file';
  if (!isSecureContext) return 'http';
  return (await isUnclosed(element)) ? 'unclosed' : undefined;
}

function topicOfError({ code, message }: CheckoutError, offer: string, wasSent: boolean): keyof DiagnosticTexts {
  // Browsers say "import" of a module that does not load, never of a request.
  if (code === 'unreachable' && /chunk|import/i.test(message)) return 'chunk-missing';
  if (code === 'origin-not-allowed' || (code === 'unreachable' && wasSent)) return 'unlisted';
  if (code === 'offer-unknown' && !offer) return 'offer-missing';
  if (code === 'malformed-answer' && message === 'amountCents') return 'newer-proxy';
  if (code === 'not-found' || code === 'malformed-answer') return 'not-proxy';
  return code;
}

/** What keeps a frame from paying. */
function topicOfFrame(): PageTopic {
  if (!location.protocol.startsWith('http')) return 'frame-address';
  return origin === 'null' ? 'frame-origin' : 'frame-forms';
}

/**
 * Whether the page writes `<helloasso-checkout … />`. The parsed page no longer shows it: all that follows is inside the element. Only
 * such a page is loaded a second time: a Content-Security-Policy may forbid that, with a message on the console.
 */
async function isUnclosed({ firstElementChild, nextSibling, localName }: HTMLElement): Promise<boolean> {
  if (!firstElementChild || nextSibling) return false;
  try {
    const source = await (await fetch(location.href)).text();
    return selfClosed(localName).test(source.replace(/<!--[\s\S]*?-->/g, ''));
  } catch {
    return false; // the page cannot be loaded a second time
  }
}

/** Matches a tag that ends in a slash which belongs to no value of an attribute. */
function selfClosed(name: string): RegExp {
  return new RegExp(`<${name}(?=[\\s/])(?:"[^"]*"|'[^']*'|[^"'>])*?(?<=["'\\s]|${name})/>`, 'i');
}

function wrongAttribute(element: WrittenElement): WrongAttribute | undefined {
  return wrongObject(element) ?? wrongNumber(element) ?? wrongMessage(element);
}

function wrongObject(element: WrittenElement): WrongAttribute | undefined {
  const attribute = (['payer', 'metadata', 'messages'] as const).find(
    (name) => element[name] && typeof fromJson(element[name]) !== 'object',
  );
  if (!attribute) return undefined;
  const value = String(element[attribute]);
  return { topic: value.startsWith('[object ') ? 'object-as-text' : 'unreadable', attribute, value };
}

/** Initial values that the form ignores, because it cannot read them. */
function wrongNumber(element: WrittenElement): WrongAttribute | undefined {
  const { amount } = element;
  if (amount && typeof parseEuros(String(amount)) === 'string') {
    return { topic: 'amount-unreadable', attribute: 'amount', value: String(amount) };
  }
  const attribute = (['quantity', 'instalments'] as const).find(
    (name) => element[name] && !/^[1-9]\d*$/.test(String(element[name])),
  );
  return attribute && { topic: 'number-unreadable', attribute, value: String(element[attribute]) };
}

/** Members of `messages` that may be texts by plural form. */
const PLURALS: ReadonlySet<string> = new Set<keyof AllMessages>(['severalTimes', 'inSeveralTimes']);

/** The first of the page's own words that is no text, or no two texts where there are two. */
function wrongMessage({ messages }: WrittenElement): WrongAttribute | undefined {
  const isText = (value: unknown) => typeof value === 'string';
  const isPair = (value: unknown) => Array.isArray(value) && value.length === 2 && value.every(isText);
  const words: [string, unknown][] = Object.entries(fromJson(messages) ?? {});
  const wrong = words.find(
    ([key, value]) =>
      key !== 'euros' && !PLURALS.has(key) && !(/^(submit|return)-|^list$/.test(key) ? isPair(value) : isText(value)),
  );
  return wrong && { topic: 'message-wrong', attribute: 'messages', value: wrong[0] };
}

/** Whether another form of the page is for an offer of the same name of another proxy. */
function hasNamesake({ localName, proxy, offer }: WrittenElement): boolean {
  const forms = [...document.querySelectorAll<WrittenElement>(localName)];
  return Boolean(offer) && forms.some((form) => form.offer === offer && trimmed(form.proxy) !== trimmed(proxy));
}

/** The versions of the script on this page: each keeps what its chunks need under a symbol with its version. */
function versionsOfScript(): readonly string[] {
  const names = Object.getOwnPropertySymbols(globalThis).map(({ description = '' }) => description);
  return names.flatMap((name) => /^helloasso-checkout (.+)/.exec(name)?.[1] ?? []);
}

/** Whether the texts on screen are in another language than the page's, though the page has given none of its own. */
function topicOfLanguage(language: string, locale: string, { messages }: WrittenElement): PageTopic | undefined {
  const [primary = ''] = language.toLowerCase().split(/[-_]/);
  const own = fromJson<{ locale?: unknown }>(messages);
  if (primary === '' || locale.startsWith(primary) || own?.locale) return undefined;
  return OTHER_LANGUAGES.has(primary) ? 'chunk-missing' : 'language-missing';
}

/** Addresses of one proxy may be written with and without a slash at the end. */
function trimmed(proxy: string): string {
  return proxy.replace(/\/+$/, '');
}

async function offersOf(proxy: string): Promise<string> {
  try {
    const { offers } = await requestProxy<PublicOffers>(proxy, '/v1/offers', 'offers');
    return offers.map(({ id }) => id).join(', ');
  } catch {
    return '?';
  }
}
