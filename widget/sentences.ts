/** What is said in the form, once the file with all the words is there. */
import { areAcceptedNames } from '../proxy/contract/payer-names.ts';
import type { CheckoutState } from './checkout-controller.ts';
import type { CheckoutError } from './errors.ts';
import { wordsFor } from './failures.ts';
import type { FormValues } from './form-values.ts';
import { frAfter } from './messages/fr-after.ts';
import type { AfterMessages, Messages } from './messages.ts';
import { dayOf } from './options.ts';
import { fill } from './wording.ts';

/** What the live region says of a form that loads, is busy, or has failed. */
export function describeForm(state: CheckoutState, messages: Messages): string {
  if ('error' in state) return describeError(state.error, messages);
  if (state.name === 'ready') return '';
  const words = wordsOf(messages);
  return state.name === 'sending' && state.isSlow ? words.slow : words[state.name];
}

/** A failure in the payer's words. */
export function describeError(
  { code, details: { retryAfterS = 0, opensOn } }: CheckoutError,
  messages: Messages,
): string {
  const words = wordsOf(messages);
  if (retryAfterS > 30 && (code === 'rate-limited' || code === 'busy')) {
    const minute = Math.ceil((Date.now() + retryAfterS * 1000) / 60_000) * 60_000;
    const time = new Date(minute).toLocaleTimeString(messages.locale, { hour: '2-digit', minute: '2-digit' });
    return fill(words[`retry-at-${code}`], time).join('');
  }
  if (code === 'offer-not-open' && opensOn) return fill(words.opensOn, dayOf(opensOn, messages, 'numeric')).join('');
  return wordsFor(code, words);
}

/** Names that HelloAsso would refuse, once they were typed and left: the payer may go on all the same. */
export function adviseOnNames(
  values: FormValues | undefined,
  visited: ReadonlySet<string>,
  messages: Messages,
): ReadonlyMap<string, string> {
  const told = (name: 'firstName' | 'lastName') => (visited.has(name) && values?.[name]?.trim()) || undefined;
  const [first, last] = [told('firstName'), told('lastName')];
  const isFirstFine = areAcceptedNames(first, undefined);
  const isLastFine = areAcceptedNames(isFirstFine ? first : undefined, last);
  const doubtful = [isFirstFine ? [] : 'firstName', isLastFine ? [] : 'lastName'].flat();
  return new Map(doubtful.map((name) => [name, wordsOf(messages).nameAdvice]));
}

/** Every word there is by now. */
export function wordsOf(messages: Messages): Messages & AfterMessages {
  return { ...frAfter, ...messages };
}
