import type { FreeAmount } from '../../proxy/contract/offer.ts';
import type { FieldOf, PayerField, PayerRules } from '../../proxy/contract/payer.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import type { PricedOffer } from '../core/priced-offer.ts';
import type { AmountError } from '../messages/messages.ts';
import { parseEuros, typedEuros } from './money.ts';

/** The choice of an amount that is not suggested. */
export const OTHER = 'other';

/** The values of an amount in cents, as if a payer had chosen it. */
export function amountValues(cents: number, { suggestions }: FreeAmount): FormValues {
  return suggestions.includes(cents) ? { choice: String(cents) } : { choice: OTHER, amount: typedEuros(cents) };
}

/** The price of one, in cents: the offer's, or the payer's within the offer's bounds. */
export function amountOf(
  { amountCents: rule }: PricedOffer,
  { choice, amount = '' }: FormValues = {},
): number | AmountError {
  if (typeof rule === 'number') return rule;
  const isSuggested = rule.suggestions.some((cents) => String(cents) === choice);
  if (!isSuggested && choice !== OTHER && rule.suggestions.length > 0) return 'amount-missing';
  const cents = isSuggested ? Number(choice) : parseEuros(amount);
  if (typeof cents === 'string') return cents;
  return cents < rule.min || cents > rule.max ? 'amount-out-of-range' : cents;
}

/** The total in cents, once there is an amount. */
export function totalOf(offer: PricedOffer, values?: FormValues): number | undefined {
  const amount = amountOf(offer, values);
  return typeof amount === 'number' ? amount * quantityOf(offer, values) : undefined;
}

/** A quantity that the offer allows; 1 for anything else. */
export function quantityOf({ maxQuantity }: PricedOffer, values?: FormValues): number {
  const quantity = Number(values?.quantity);
  return quantity > 0 && quantity <= maxQuantity && quantity % 1 === 0 ? quantity : 1;
}

/** Whether a company pays: the payer or the page says so, or the offer accepts companies only. */
export function paysAsCompany({ companyName }: PayerRules, { isCompany }: FormValues): boolean {
  return companyName === 'required' || isCompany !== undefined;
}

/** Whether the form asks for a field of the payer. */
export function isAsked(rules: PayerRules, name: PayerField): boolean {
  return (rules[name] ?? 'hidden') !== 'hidden';
}

/** Whether a form asks for a part of the postal address. */
export function asksForAddress(rules: PayerRules): boolean {
  const fields = { address: 1, zipCode: 1, city: 1, country: 1 } satisfies Readonly<Record<FieldOf<'address'>, 1>>;
  return Object.keys(fields).some((name) => isAsked(rules, name as PayerField));
}
