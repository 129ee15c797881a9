/** Whether a payer may pay again: after what outcome, and while what is known of the last checkout of this tab. */
import type { CheckoutOutcome, OutcomeName } from '../../proxy/contract/checkout.ts';
import { CheckoutError } from '../errors.ts';
import type { ReturnTopic } from '../messages/messages.ts';
import { type OutcomeRequest, requestOutcome } from './outcome-request.ts';
import { unsettledCheckouts, updateCheckout } from './previous-checkout.ts';
import type { Step } from './return-state.ts';

const OUTCOMES: readonly OutcomeName[] = [
  'paid',
  'pending',
  'refused',
  'refunding',
  'refunded',
  'contested',
  'abandoned',
];

/**
 * What the payer reads about. An open outcome means one thing after a payment, and another to a payer who turned back before
 * HelloAsso had an order.
 * @throws CheckoutError `malformed-answer`
 */
export function topicOf({ outcome, reason, instalments }: CheckoutOutcome, step: Step): ReturnTopic {
  if (!OUTCOMES.includes(outcome) || !Array.isArray(instalments)) throw new CheckoutError('malformed-answer', outcome);
  if (outcome !== 'pending') return outcome;
  if (reason === 'bank') return 'bank';
  return step === 'return' || instalments.length > 0 ? 'settling' : step;
}

/** Whether nothing was paid, and nothing is to be waited for. */
export function mayPayAgain(topic: ReturnTopic): boolean {
  return topic === 'refused' || topic === 'abandoned' || topic === 'back' || topic === 'error';
}

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
