import { ABANDONED_AFTER_MS } from '../../proxy/contract/lifetimes.ts';
import { isTemporary } from '../core/failure-kinds.ts';
import { CheckoutError } from '../errors.ts';
import type { ReturnTopic } from '../messages/messages.ts';
import { POLL_DELAYS_S, waitInView } from './outcome-polling.ts';
import { requestOutcome } from './outcome-request.ts';
import { type PreviousCheckout, unsettledCheckouts } from './previous-checkout.ts';
import { announceReturn, assign } from './return-registry.ts';
import { mayPayAgain, topicOf } from './topic.ts';

/** The intents of which this page is asking: several elements may stand for one. */
const asking = new Set<number>();

/**
 * Asks, while the form stays usable, what became of these checkouts, which left this tab and whose return no page has shown: the
 * address may have lost it. Paid, or on its way from a bank: then the page shows it. Anything else stays silent. A visitor who
 * never pressed the button has no such checkout, and causes no request.
 */
export async function findPaidSilently(checkouts: readonly PreviousCheckout[]): Promise<void> {
  const recent = checkouts.filter(
    ({ savedAt, checkoutIntentId: id }) => Date.now() - savedAt < ABANDONED_AFTER_MS && id && !asking.has(id),
  );
  await Promise.all(recent.map(watch));
}

/** Goes on when the element has left the page: another one may take its place. */
async function watch(checkout: PreviousCheckout): Promise<void> {
  const { proxy, offer, checkoutIntentId: id = 0 } = checkout;
  asking.add(id);
  for (const delay of POLL_DELAYS_S) {
    const topic = await topicNow(checkout);
    const isStillOpen = unsettledCheckouts(proxy, offer).some(({ checkoutIntentId }) => checkoutIntentId === id);
    if (!isStillOpen || !topic || topic === 'refused' || topic === 'abandoned') break;
    if (topic !== 'settling' && !mayPayAgain(topic)) {
      announceReturn({ ...checkout, isFound: true });
      assign();
      break;
    }
    await waitInView(delay);
  }
  asking.delete(id);
}

/** `settling` while the proxy may answer later; `undefined` where it will not. */
async function topicNow(checkout: PreviousCheckout): Promise<ReturnTopic | undefined> {
  try {
    return topicOf(await requestOutcome(checkout.proxy, checkout).answer, checkout.step);
  } catch (cause) {
    return isTemporary(CheckoutError.from(cause).code) ? 'settling' : undefined;
  }
}
