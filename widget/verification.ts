import type { CheckoutOutcome, OutcomeName } from '../proxy/contract/checkout.ts';
import { askProxy } from './client.ts';
import { CheckoutError } from './errors.ts';
import { HelloassoErrorEvent } from './events.ts';
import { readLastCheckout, saveLastCheckout } from './last-checkout.ts';
import type { ReturnTopic } from './messages.ts';
import { HelloassoOutcomeEvent } from './outcome-event.ts';
import { emptyForms, type Return, type Step } from './return.ts';
import type { ReturnHost, ReturnState } from './return-controller.ts';

/** HelloAsso usually knows within seconds; after half a minute, asking is left to the payer. */
const POLL_DELAYS_S = [1, 2, 3, 5, 8, 13];

/** A checkout that the proxy has been asked about. */
export interface Question {
  readonly returned: Return;
  readonly answer: Promise<CheckoutOutcome>;
}

/** Follows what became of a checkout, and asks again while HelloAsso has yet to say. `enter` hears of every state. */
export async function verify(
  host: ReturnHost,
  { returned, answer }: Question,
  signal: AbortSignal,
  enter: (state: ReturnState) => void,
): Promise<void> {
  let latest = answer;
  let known: CheckoutOutcome | undefined;
  let told: ReturnTopic | undefined;
  try {
    for (const delay of [...POLL_DELAYS_S, undefined]) {
      const outcome: CheckoutOutcome = await latest.catch((cause) =>
        known && isPassing(cause) ? known : Promise.reject(cause),
      );
      if (signal.aborted) return;
      known = outcome;
      const topic = topicOf(outcome, returned.step);
      const isPolling = topic === 'settling' && delay !== undefined;
      if (!mayPayAfter(topic) && topic !== 'settling') settle(returned);
      enter({ name: 'verified', returned, outcome, topic, isPolling });
      if (topic !== told) host.dispatchEvent(new HelloassoOutcomeEvent(outcome));
      told = topic;
      if (!isPolling) return;
      await waitInView(delay);
      if (signal.aborted) return;
      latest = ask(host.proxy, returned).answer;
    }
  } catch (cause) {
    if (signal.aborted) return;
    const error = CheckoutError.from(cause);
    enter({ name: 'unverified', returned, error });
    host.dispatchEvent(new HelloassoErrorEvent(error));
    if (error.code !== 'offline') return;
    await new Promise((resolve) => window.addEventListener('online', resolve, { once: true, signal }));
    await verify(host, ask(host.proxy, returned), signal, enter);
  }
}

/** Whether a lost question is no news: the next one may be answered. Without a network that is another matter. */
function isPassing(cause: unknown): boolean {
  const { code } = CheckoutError.from(cause);
  return ['unreachable', 'timeout', 'busy', 'rate-limited', 'helloasso-unavailable'].includes(code);
}

/** An attempt older than that can no longer be paid: HelloAsso's page is long closed. */
const ATTEMPT_LIFE_MS = 45 * 60 * 1000;

/**
 * The last attempt of this tab at that offer, if it may have been paid without a word to the payer: paid and left by the Back
 * button, for one. Whoever pays now would pay twice.
 *
 * An attempt that HelloAsso has no order for is open too until it is 45 minutes old, and nothing says that it was given up. But
 * nothing is paid of it either: the payer goes on, and is told nothing. That they pay it yet, in another tab, is theirs to do.
 */
export async function findPaidAttempt(proxy: string, offer: string): Promise<Question | undefined> {
  const last = readLastCheckout();
  if (last?.offer !== offer || last.isSettled || Date.now() - last.savedAt > ATTEMPT_LIFE_MS) return undefined;
  const question = ask(proxy, last);
  try {
    return mayPayAfter(topicOf(await question.answer, last.step)) ? undefined : question;
  } catch {
    return question; // it cannot be known
  }
}

/** Asks the proxy what became of a checkout. */
export function ask(proxy: string, returned: Return): Question {
  return { returned, answer: fetchOutcome(proxy, returned) };
}

/** With the state token where this tab has it: it opens more than the one that travelled in an address. */
async function fetchOutcome(proxy: string, returned: Return): Promise<CheckoutOutcome> {
  const last = readLastCheckout();
  const id = idOf(returned);
  if (!id) throw new CheckoutError('checkout-forgotten', 'Neither the address nor this tab knows the checkout.');
  const headers = { Authorization: `State ${last?.checkoutIntentId === id ? last.token : returned.token}` };
  return askProxy(proxy, `/v1/checkouts/${id}`, 'instalments', { headers });
}

function idOf({ checkoutIntentId, offer }: Return): number | undefined {
  const last = readLastCheckout();
  return checkoutIntentId ?? (last?.offer === offer ? last?.checkoutIntentId : undefined);
}

const OUTCOMES: readonly OutcomeName[] = [
  'paid',
  'pending',
  'refused',
  'refunding',
  'refunded',
  'contested',
  'abandoned',
];

/** An open outcome means one thing to who has paid, and another to who turned back before HelloAsso had an order. */
function topicOf({ outcome, reason, instalments }: CheckoutOutcome, step: Step): ReturnTopic {
  if (!OUTCOMES.includes(outcome) || !Array.isArray(instalments)) throw new CheckoutError('malformed-answer', outcome);
  if (outcome !== 'pending') return outcome;
  if (reason === 'bank') return 'bank';
  return step === 'return' || instalments.length > 0 ? 'settling' : step;
}

/** Whether nothing was paid, and nothing is to be waited for. */
export function mayPayAfter(topic: ReturnTopic): boolean {
  return topic === 'refused' || topic === 'abandoned' || topic === 'back' || topic === 'error';
}

/** The payer learns that they have paid: what they had typed is of no more use, and to pay again is their wish. */
function settle(returned: Return): void {
  const last = readLastCheckout();
  if (!last || last.isSettled || last.checkoutIntentId !== idOf(returned)) return;
  saveLastCheckout({ ...last, draft: undefined, isSettled: true });
  emptyForms(last.offer);
}

/** Waits, then for the page to be looked at. */
async function waitInView(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  while (document.hidden) {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}
