import type { CheckoutOutcome } from '../proxy/contract/checkout.ts';
import { ask } from './client.ts';
import { CheckoutError } from './errors.ts';
import { HelloassoErrorEvent } from './events.ts';
import { dropDraft, readLastCheckout } from './last-checkout.ts';
import type { ReturnTopic } from './messages.ts';
import { HelloassoOutcomeEvent } from './outcome-event.ts';
import type { Return, Step } from './return.ts';
import type { ReturnHost, ReturnState } from './return-controller.ts';

/** HelloAsso usually knows within seconds; after half a minute, asking is left to the payer. */
const POLL_DELAYS_S = [1, 2, 3, 5, 8, 13];

/** Asks the proxy what became of a checkout, again while HelloAsso has yet to say. `enter` hears of every state. */
export async function verify(
  host: ReturnHost,
  returned: Return,
  signal: AbortSignal,
  enter: (state: ReturnState) => void,
): Promise<void> {
  let told: ReturnTopic | undefined;
  try {
    for (const delay of [...POLL_DELAYS_S, undefined]) {
      const outcome = await fetchOutcome(host.proxy, returned);
      if (signal.aborted) return;
      const topic = topicOf(outcome, returned.step);
      const isPolling = topic === 'settling' && delay !== undefined;
      if (topic === 'paid') dropDraft();
      enter({ name: 'verified', returned, outcome, topic, isPolling });
      if (topic !== told) host.dispatchEvent(new HelloassoOutcomeEvent(outcome));
      told = topic;
      if (!isPolling) return;
      await waitInView(delay);
      if (signal.aborted) return;
    }
  } catch (cause) {
    if (signal.aborted) return;
    const error = CheckoutError.from(cause);
    enter({ name: 'unverified', returned, error });
    host.dispatchEvent(new HelloassoErrorEvent(error));
  }
}

/** With the state token where this tab has it: it opens more than the one that travelled in an address. */
async function fetchOutcome(proxy: string, { checkoutIntentId, token, offer }: Return): Promise<CheckoutOutcome> {
  const last = readLastCheckout();
  const id = checkoutIntentId ?? (last?.offer === offer ? last?.checkoutIntentId : undefined);
  if (!id) throw new CheckoutError('checkout-forgotten', 'Neither the address nor this tab knows the checkout.');
  const headers = { Authorization: `State ${last?.checkoutIntentId === id ? last.token : token}` };
  return ask(proxy, `/v1/checkouts/${id}`, 'outcome', { headers });
}

/** An open outcome means one thing to who has paid, and another to who turned back. */
function topicOf({ outcome, reason }: CheckoutOutcome, step: Step): ReturnTopic {
  if (outcome !== 'pending') return outcome;
  if (reason === 'bank') return 'bank';
  return step === 'return' ? 'settling' : step;
}

/** Waits, then for the page to be looked at. */
async function waitInView(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  while (document.hidden) {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}
