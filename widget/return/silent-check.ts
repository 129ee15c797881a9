import { ABANDONED_AFTER_MS } from '../../proxy/contract/lifetimes.ts';
import { isTemporary } from '../core/failure-kinds.ts';
import { CheckoutError } from '../errors.ts';
import { mayPayAgain, topicOf } from './may-pay-again.ts';
import { POLL_DELAYS_S, waitInView } from './outcome-polling.ts';
import { requestOutcome } from './outcome-request.ts';
import { type PreviousCheckout, unsettledCheckouts } from './previous-checkout.ts';
import { announceReturn, assign } from './return-registry.ts';

/** The intents of which this page has asked: several elements may stand for one. */
const asked = new Set<number>();

/**
 * Asks, while the form stays usable, what became of these checkouts, which left this tab and whose return no page has shown: the
 * address may have lost it. Paid, or on its way from a bank: then the page shows it. Anything else stays silent. A visitor who
 * never pressed the button has no such checkout, and causes no request.
 */
export async function findPaidSilently(checkouts: readonly PreviousCheckout[]): Promise<void> {
  const recent = checkouts.filter(
    ({ savedAt, checkoutIntentId: id }) => Date.now() - savedAt < ABANDONED_AFTER_MS && id && !asked.has(id),
  );
  await Promise.all(recent.map(watch));
}

/** Goes on when the element has left the page: another one may take its place. */
async function watch(checkout: PreviousCheckout): Promise<void> {
  const { proxy, offer, step } = checkout;
  asked.add(checkout.checkoutIntentId ?? 0);
  for (const delay of POLL_DELAYS_S) {
    try {
      const topic = topicOf(await requestOutcome(proxy, checkout).answer, step);
      const isStillOpen = unsettledCheckouts(proxy, offer).some(
        ({ checkoutIntentId }) => checkoutIntentId === checkout.checkoutIntentId,
      );
      if (!isStillOpen) return;
      if (topic !== 'settling' && !mayPayAgain(topic)) {
        announceReturn({ ...checkout, isFound: true });
        return assign();
      }
      if (topic === 'refused' || topic === 'abandoned') return;
    } catch (cause) {
      if (!isTemporary(CheckoutError.from(cause).code)) return;
    }
    await waitInView(delay);
  }
}
