import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { isTemporary } from '../core/failure-kinds.ts';
import { CheckoutError } from '../errors.ts';
import { HelloassoErrorEvent } from '../events.ts';
import type { ReturnTopic } from '../messages/messages.ts';
import { HelloassoOutcomeEvent } from './outcome-event.ts';
import { type OutcomeRequest, requestOutcome } from './outcome-request.ts';
import { recordOf, updateCheckout } from './previous-checkout.ts';
import { emptyForms } from './return-registry.ts';
import type { CheckoutReturn, ReturnState } from './return-state.ts';
import { mayPayAgain, topicOf } from './topic.ts';

/** HelloAsso usually knows within seconds. After half a minute, the payer decides when to ask again. In seconds. */
export const POLL_DELAYS_S = [1, 2, 3, 5, 8, 13];

interface Polling {
  readonly signal: AbortSignal;
  /** Takes every state. */
  readonly enter: (state: ReturnState) => void;
  /** What an event has already reported of the checkout. */
  readonly reported?: ReturnTopic | undefined;
}

/** Follows a checkout until its outcome is final, asking again while HelloAsso has no answer. */
export async function pollOutcome(
  host: HTMLElement & { readonly proxy: string },
  { checkout, answer }: OutcomeRequest,
  { signal, enter, reported }: Polling,
): Promise<void> {
  let latest = answer;
  let known: CheckoutOutcome | undefined;
  try {
    for (const delay of [...POLL_DELAYS_S, undefined]) {
      const outcome: CheckoutOutcome = await latest.catch((cause) =>
        known && isTemporary(CheckoutError.from(cause).code) ? known : Promise.reject(cause),
      );
      if (signal.aborted) return;
      known = outcome;
      const topic = topicOf(outcome, checkout.step);
      const isPolling = topic === 'settling' && delay !== undefined;
      if (!mayPayAgain(topic) && topic !== 'settling') settle(host.proxy, checkout);
      enter({ name: 'verified', checkout, outcome, topic, isPolling });
      if (topic !== reported) host.dispatchEvent(new HelloassoOutcomeEvent(outcome));
      reported = topic;
      if (!isPolling) return;
      await waitInView(delay);
      if (signal.aborted) return;
      latest = requestOutcome(host.proxy, checkout).answer;
    }
  } catch (cause) {
    if (signal.aborted) return;
    const error = CheckoutError.from(cause);
    enter({ name: 'unverified', checkout, error });
    host.dispatchEvent(new HelloassoErrorEvent(error));
    if (error.code !== 'offline') return;
    await new Promise((resolve) => window.addEventListener('online', resolve, { once: true, signal }));
    await pollOutcome(host, requestOutcome(host.proxy, checkout), { signal, enter });
  }
}

/** The payer reads that they have paid: the draft is of no more use, and another payment is one on purpose. */
function settle(proxy: string, checkout: CheckoutReturn): void {
  const record = recordOf(checkout, proxy);
  if (!record || record.isSettled) return;
  updateCheckout(record, { draft: undefined, isSettled: true });
  emptyForms(record);
}

/** Waits, then until the page is visible. */
export async function waitInView(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  while (document.hidden) {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}
