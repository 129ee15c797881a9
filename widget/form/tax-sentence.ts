import type { Tax } from '../../proxy/contract/offer.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import type { PricedOffer } from '../core/priced-offer.ts';
import type { Messages, OnDemandMessages } from '../messages/messages.ts';
import { paysAsCompany, totalOf } from './form-values.ts';

/** In percent. Source: article 200 of the French tax code. */
const ORDINARY_RATE = 66;

/** What a gift costs after tax, with places for amounts as `fill` reads them. */
interface TaxSentence {
  readonly text: string;
  /** In cents, for the places `{0}`, `{1}` and `{2}`. */
  readonly cents: readonly number[];
  /** Whether it is the operator's own sentence in French, for a payer who reads another language. */
  readonly isFrench: boolean;
}

/** What a gift costs a person in the end; nothing for a company. While there is no amount, our own sentence has an example. */
export function taxSentence(
  offer: PricedOffer,
  values: FormValues,
  words: Messages & OnDemandMessages,
): TaxSentence | undefined {
  const { tax, payer } = offer;
  if (!tax || paysAsCompany(payer, values)) return undefined;
  const { text: texts, capCents } = tax;
  const own = texts?.[words.locale.slice(0, 2)];
  const operators = own ?? texts?.fr;
  const total = totalOf(offer, values);
  if (operators !== undefined && total === undefined) return undefined;
  const sentence = capCents === undefined ? words.tax : words.taxCapped;
  const text = operators ?? sentence.replace('{gift}', total === undefined ? words.exampleGift : words.yourGift);
  const giftCents = total ?? exampleOf(offer);
  return {
    text: text.replaceAll('{amount}', '{0}').replaceAll('{cost}', '{1}').replaceAll('{cap}', '{2}'),
    cents: [giftCents, costOf(giftCents, tax), capCents ?? 0],
    isFrench: !own && operators !== undefined,
  };
}

/** In cents: the amount in the middle of those suggested, else the least. */
function exampleOf({ amountCents }: PricedOffer): number {
  if (typeof amountCents === 'number') return amountCents;
  const { suggestions, min } = amountCents;
  return suggestions[suggestions.length >> 1] ?? min;
}

/** In cents, after the tax reduction. What lies above the cap counts at the ordinary rate. */
function costOf(giftCents: number, { rate, capCents = giftCents }: Tax): number {
  const capped = Math.min(giftCents, capCents);
  return Math.round((capped * (100 - rate) + (giftCents - capped) * (100 - ORDINARY_RATE)) / 100);
}
