import { type OutcomeRequest, requestOutcome } from './outcome-request.ts';
import { unsettledCheckouts, updateCheckout } from './previous-checkout.ts';
import { mayPayAgain, topicOf } from './topic.ts';

/**
 * The latest checkout of this tab for that offer that may have been paid without the payer knowing: paid and left by the Back
 * button, for one. A new payment would be a second one. However old it is, the proxy is asked: the clock of this device decides
 * nothing.
 *
 * No order yet, so allow a new payment. Paying the old one in another tab stays possible.
 */
export async function findPossiblyPaid(proxy: string, offer: string): Promise<OutcomeRequest | undefined> {
  const requests = unsettledCheckouts(proxy, offer).map((record) => ({ record, ...requestOutcome(proxy, record) }));
  for (const { record, ...request } of requests) {
    try {
      const topic = topicOf(await request.answer, record.step);
      if (topic === 'abandoned') updateCheckout(record, { isSettled: true });
      if (!mayPayAgain(topic)) return request;
    } catch {
      return request; // it cannot be known
    }
  }
  return undefined;
}
