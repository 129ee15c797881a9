import { html, nothing, type TemplateResult } from 'lit';
import type { Tax } from '../../proxy/contract/offer.ts';
import { fill, money } from '../messages/format.ts';
import { withOnDemandMessages } from '../messages/fr-on-demand.ts';
import type { FormMessages } from '../messages/messages.ts';
import type { FormContext } from './form-context.ts';
import { paysAsCompany, totalOf } from './form-values.ts';
import type { PricedOffer } from './offer.ts';

/** In percent. Source: article 200 of the French tax code. */
const ORDINARY_RATE = 66;

/** What a gift costs a person in the end; nothing for a company. While there is no amount, our own sentence has an example. */
export function renderTax({ offer, values, messages }: FormContext): TemplateResult | typeof nothing {
  const words = withOnDemandMessages(messages);
  const { tax, payer } = offer;
  if (!tax || paysAsCompany(payer, values)) return nothing;
  const { text: texts, capCents } = tax;
  const own = texts?.[messages.locale.slice(0, 2)];
  const operators = own ?? texts?.fr;
  const total = totalOf(offer, values);
  if (operators !== undefined && total === undefined) return nothing;
  const sentence = capCents === undefined ? words.tax : words.taxCapped;
  const text = operators ?? sentence.replace('{gift}', total === undefined ? words.exampleGift : words.yourGift);
  return html`<p part="tax" lang=${!own && operators ? 'fr' : nothing}>${fillAmounts(text, total ?? exampleOf(offer), tax, messages)}</p>`;
}

/** In cents: the amount in the middle of those suggested, else the least. */
function exampleOf({ amountCents }: PricedOffer): number {
  if (typeof amountCents === 'number') return amountCents;
  const { suggestions, min } = amountCents;
  return suggestions[suggestions.length >> 1] ?? min;
}

function fillAmounts(text: string, giftCents: number, tax: Tax, messages: FormMessages): readonly unknown[] {
  const places = text.replaceAll('{amount}', '{0}').replaceAll('{cost}', '{1}').replaceAll('{cap}', '{2}');
  const amounts = [giftCents, costOf(giftCents, tax), tax.capCents ?? 0];
  return fill(places, ...amounts.map((cents) => money(cents, messages)));
}

/** In cents, after the tax reduction. What lies above the cap counts at the ordinary rate. */
function costOf(giftCents: number, { rate, capCents = giftCents }: Tax): number {
  const capped = Math.min(giftCents, capCents);
  return Math.round((capped * (100 - rate) + (giftCents - capped) * (100 - ORDINARY_RATE)) / 100);
}
