import type { FreeAmount } from '../proxy/contract/offer.ts';
import type { PayerField, PayerRules } from '../proxy/contract/payer.ts';
import { type EurosFault, parseEuros } from './money.ts';
import type { PricedOffer } from './priced-offer.ts';

/** What the payer has typed and chosen, by the name of the field. */
export interface FormValues extends Readonly<Partial<Record<PayerField, string>>> {
  /** A suggested amount in cents, or `OTHER`. */
  readonly choice?: string;
  /** An amount that is not suggested, as typed. */
  readonly amount?: string;
  readonly quantity?: string;
  readonly instalments?: string;
  /** Present when a company pays. */
  readonly isCompany?: string | undefined;
}

/** The choice of an amount that is not suggested. */
export const OTHER = 'other';

/** An amount in cents, chosen as a payer would. */
export function chosen(cents: number, { suggestions }: FreeAmount): FormValues {
  if (suggestions.includes(cents)) return { choice: String(cents) };
  return { choice: OTHER, amount: (cents / 100).toFixed(cents % 100 ? 2 : 0).replace('.', ',') };
}

export type AmountFault = EurosFault | 'amount-out-of-range';

/** The price of one, in cents: the offer's, or the payer's within the offer's bounds. */
export function amountOf(
  { amountCents: rule }: PricedOffer,
  { choice, amount = '' }: FormValues = {},
): number | AmountFault {
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

/** How many: a quantity of the offer's; 1 for anything else. */
export function quantityOf({ maxQuantity }: PricedOffer, values?: FormValues): number {
  const quantity = Number(values?.quantity);
  return quantity > 0 && quantity <= maxQuantity && quantity % 1 === 0 ? quantity : 1;
}

/** Whether a company pays: the payer or the page says so, or the offer takes nothing else. */
export function paysAsCompany({ companyName }: PayerRules, { isCompany }: FormValues): boolean {
  return companyName === 'required' || isCompany !== undefined;
}

/** Whether the form asks for a field of the payer. */
export function isAsked(rules: PayerRules, name: PayerField): boolean {
  return (rules[name] ?? 'hidden') !== 'hidden';
}
