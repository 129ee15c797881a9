import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { ReturnMessages, ReturnTopic } from '../messages/messages.ts';

/** The topics where HelloAsso has a payment. */
export const HAS_PAYMENT: ReadonlySet<ReturnTopic> = new Set(['paid', 'bank', 'refunding', 'refunded', 'contested']);

/** In cents: of several payments that are not all made, the first; else the total. */
export function shownCents({ amountCents, instalments }: CheckoutOutcome): number {
  const first = instalments.find(({ number }) => number === 1);
  const paid = instalments.filter(({ state }) => state === 'paid');
  const isWhole = paid.reduce((sum, instalment) => sum + instalment.amountCents, 0) >= amountCents;
  return first && !isWhole ? first.amountCents : amountCents;
}

/** For the payer: a gift and a membership are thanked for as such, where the proxy knows the kind. */
export function ownTexts(
  topic: ReturnTopic,
  outcome: CheckoutOutcome,
  words: ReturnMessages,
): readonly [string, string] {
  const { kind, amountCents } = outcome;
  if (topic !== 'paid') return words[`return-${topic}`];
  if (shownCents(outcome) < amountCents) return [words['return-paid'][0], words.paidFirst];
  if (kind === 'gift' || kind === 'membership') return words[`return-paid-${kind}`];
  return words['return-paid'];
}

/** For a visitor whose tab does not know the checkout: it may be another person's payment. */
export function otherTexts(topic: ReturnTopic, words: ReturnMessages): readonly [string, string] {
  const [title, text] = words[`return-${topic}`];
  if (topic === 'abandoned' || topic === 'error') return [title, text];
  return [topic === 'paid' ? words.otherPaidTitle : title, words[`other-${topic}`]];
}
