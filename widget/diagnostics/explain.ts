import type { PublicOffers } from '../../proxy/contract/offer.ts';
import { fromJson } from '../core/json.ts';
import type { CheckoutError } from '../errors.ts';
import { requestProxy } from '../proxy-client.ts';
import { type DiagnosticTexts, ENGLISH, FRENCH, type PageTopic } from './texts.ts';

/** The element, as the page's author wrote it. */
export interface WrittenElement extends HTMLElement {
  readonly proxy: string;
  /** Empty for the only offer of the proxy. Absent in an element without a form. */
  readonly offer?: string;
  readonly payer?: object | string;
  readonly metadata?: object | string;
  readonly messages: object | string;
}

/**
 * What the page's author can do about an error, or about the page as it is. `wasSent`: the form had loaded. `undefined` where it is
 * not theirs to change.
 */
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
    topicOfFrame(error) ??
    (await topicOfPage(element)) ??
    topicOfAttributes(attribute, message) ??
    topicOfError(error, offer, wasSent);
  const text = (locale.startsWith('fr') ? FRENCH : ENGLISH)[topic];
  const places = {
    proxy,
    offer,
    attribute,
    message,
    offers: text?.includes('{offers}') ? await offersOf(proxy) : '',
    origin: location.origin,
    fields: error?.details.errors?.map(({ pointer }) => pointer).join(', ') ?? '',
  };
  return text?.replace(/\{(\w+)\}/g, (_, name: keyof typeof places) => places[name]);
}

async function topicOfPage(element: HTMLElement): Promise<PageTopic | undefined> {
  if (location.protocol === 'file:') return 'file';
  if (!isSecureContext) return 'http';
  return (await isUnclosed(element)) ? 'unclosed' : undefined;
}

function topicOfAttributes(unreadable: string, wrongMessage: string): PageTopic | undefined {
  if (unreadable) return 'unreadable';
  return wrongMessage ? 'message-wrong' : undefined;
}

function topicOfError(error: CheckoutError | undefined, offer: string, wasSent: boolean): keyof DiagnosticTexts {
  if (!error) return 'internal'; // which has no text
  if (error.code === 'origin-not-allowed' || (error.code === 'unreachable' && wasSent)) return 'unlisted';
  if (error.code === 'offer-unknown' && !offer) return 'offer-missing';
  if (error.code === 'not-found' || error.code === 'malformed-answer') return 'not-proxy';
  return error.code;
}

/** What keeps a frame from paying. */
function topicOfFrame(error: CheckoutError | undefined): PageTopic | undefined {
  if (error?.code !== 'frame-restricted') return undefined;
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

/** The first of the page's own words that is no text, or no two texts where there are two. */
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
    const { offers } = await requestProxy<PublicOffers>(proxy, '/v1/offers', 'offers');
    return offers.map(({ id }) => id).join(', ');
  } catch {
    return '?';
  }
}
