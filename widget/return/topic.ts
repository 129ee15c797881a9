import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { Step } from '../../proxy/contract/return-parameters.ts';
import type { ReturnTopic } from '../messages/messages.ts';

/**
 * What the payer reads about. An open outcome means one thing after a payment, and another to a payer who turned back before
 * HelloAsso had an order.
 */
export function topicOf({ outcome, reason, instalments }: CheckoutOutcome, step: Step): ReturnTopic {
  if (outcome !== 'pending') return outcome;
  if (reason === 'bank') return 'bank';
  return step === 'return' || instalments.length > 0 ? 'settling' : step;
}

/** Whether nothing was paid, and nothing is to be waited for. */
export function mayPayAgain(topic: ReturnTopic): boolean {
  return topic === 'refused' || topic === 'abandoned' || topic === 'back' || topic === 'error';
}
