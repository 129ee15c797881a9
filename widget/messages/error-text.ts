import type { ErrorDetails } from '../core/error-details.ts';
import { type CheckoutErrorCode, shownAs } from '../core/failure-kinds.ts';
import { formatDay } from './days.ts';
import { fill } from './format.ts';
import { withReturnMessages } from './fr-return.ts';
import type { Messages, ReturnMessages } from './messages.ts';

/** What has failed: a `CheckoutError`, or a problem of the proxy. */
export interface Failure {
  readonly code: CheckoutErrorCode;
  readonly details: ErrorDetails;
}

/** What counts as the payer's clock where it is not that of the machine, as in a page that a server writes. */
export interface Clock {
  readonly timeZone: string;
  /** In ms. */
  readonly now: number;
}

/** From this wait on, the sentence gives the time of day instead of "a few seconds". In seconds. */
const LONG_WAIT_S = 30;

/** Failures that the operator of the proxy must look into. A payer solves the others, or waits. */
const TRACED: ReadonlySet<CheckoutErrorCode> = new Set([
  'internal',
  'proxy-missing',
  'helloasso-unavailable',
  'helloasso-refused',
  'organisation-cannot-collect',
  'checkout-unknown',
] satisfies CheckoutErrorCode[]);

/** A failure in the payer's words, and, where the operator must look into it, by what they find it. */
export function describeError(error: Failure, messages: Messages, clock?: Clock): string {
  const words = withReturnMessages(messages);
  const shown = shownAs(error.code);
  const known = `error-${shown}` in words ? shown : 'internal';
  const request = TRACED.has(known) && describeRequest(error, messages);
  const sentence = sentenceOf(error, known, words, clock);
  return request ? `${sentence} ${request}` : sentence;
}

/** By what the operator of the proxy finds the request in the log; empty where no proxy has answered. */
export function describeRequest({ details: { requestId } }: Failure, messages: Messages): string {
  return requestId ? fill(withReturnMessages(messages).requestId, requestId).join('') : '';
}

function sentenceOf(
  { code, details: { retryAfterS = 0, opensOn } }: Failure,
  known: CheckoutErrorCode,
  words: Messages & ReturnMessages,
  { now = Date.now(), timeZone }: Partial<Clock> = {},
): string {
  if (retryAfterS > LONG_WAIT_S && (code === 'rate-limited' || code === 'busy')) {
    const minute = Math.ceil((now + retryAfterS * 1000) / 60_000) * 60_000;
    const format = { hour: '2-digit', minute: '2-digit', timeZone } as const;
    const time = new Date(minute).toLocaleTimeString([words.locale, 'fr'], format);
    return fill(words[`retry-at-${code}`], time).join('');
  }
  if (code === 'offer-not-open' && opensOn) return fill(words.opensOn, formatDay(opensOn, words, true)).join('');
  const sentences: Partial<Record<`error-${CheckoutErrorCode}`, string>> = words;
  return sentences[`error-${known}`] ?? '';
}
