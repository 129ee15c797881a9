import { type CheckoutErrorCode, shownAs } from '../core/failure-kinds.ts';
import type { CheckoutError } from '../errors.ts';
import { fill, formatDay } from './format.ts';
import { withReturnMessages } from './fr-return.ts';
import type { Messages } from './messages.ts';

/** From this wait on, the sentence gives the time of day instead of "a few seconds". In seconds. */
const LONG_WAIT_S = 30;

/** A failure in the payer's words. */
export function describeError(
  { code, details: { retryAfterS = 0, opensOn } }: CheckoutError,
  messages: Messages,
): string {
  const words = withReturnMessages(messages);
  if (retryAfterS > LONG_WAIT_S && (code === 'rate-limited' || code === 'busy')) {
    const minute = Math.ceil((Date.now() + retryAfterS * 1000) / 60_000) * 60_000;
    const time = new Date(minute).toLocaleTimeString(messages.locale, { hour: '2-digit', minute: '2-digit' });
    return fill(words[`retry-at-${code}`], time).join('');
  }
  if (code === 'offer-not-open' && opensOn)
    return fill(words.opensOn, formatDay(opensOn, messages, 'numeric')).join('');
  const sentences: Partial<Record<`error-${CheckoutErrorCode}`, string>> = words;
  return sentences[`error-${shownAs(code)}`] ?? words['error-internal'];
}
