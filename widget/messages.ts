import type { CheckoutOutcome, OutcomeName } from '../proxy/contract/checkout.ts';
import type { OfferKind } from '../proxy/contract/offer.ts';
import type { CheckoutErrorCode } from './errors.ts';
import type { ToldFailure } from './failures.ts';
import type { AmountFault } from './form-values.ts';
import { fr } from './messages/fr.ts';
import type { Step } from './return.ts';

/** What is wrong with a field. */
export type FieldFault = AmountFault | 'required' | 'email';

/** What the payer is told of a return. `settling` and `bank` are `pending`; a step speaks only while the outcome is open. */
export type ReturnTopic =
  | Exclude<OutcomeName, 'pending'>
  | NonNullable<CheckoutOutcome['reason']>
  | Exclude<Step, 'return'>
  | 'unverified';

/** Every text that a payer reads. `{0}`, `{1}`… are places for amounts, dates and names. */
export interface Messages {
  /** For numbers and dates. */
  readonly locale: string;
  readonly loading: string;
  readonly retry: string;
  readonly amount: string;
  readonly otherAmount: string;
  readonly amountInEuros: string;
  /** Least and most. */
  readonly bounds: string;
  readonly quantity: string;
  readonly details: string;
  readonly optional: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly contribution: string;
  /** The button while there is no total, and with the total. */
  readonly submit: Readonly<Record<OfferKind, readonly [verb: string, verbAndTotal: string]>>;
  /** What is wrong with a field, while the exact sentence is not loaded. */
  readonly fault: string;
  /** The file with all other sentences does not load. */
  readonly trouble: string;
  /** For offers with options, or under test; French keeps it in a file of its own. */
  readonly options?: OptionsMessages;
  /** What comes after the first field; French keeps it in a file of its own. */
  readonly after?: AfterMessages;
}

/** The texts that few offers need. */
export interface OptionsMessages {
  readonly test: string;
  readonly testMeans: string;
  readonly payment: string;
  readonly once: string;
  /** How many payments. */
  readonly severalTimes: string;
  /** The first payment, then the others as `term`, joined. */
  readonly plan: string;
  /** Ends the button's text: how many payments. */
  readonly inSeveralTimes: string;
  /** Amount, day. */
  readonly term: string;
  /** How the first day of a month is written. */
  readonly firstDay: string;
  /** Amount of the gift, what it costs after tax: with `{amount}` and `{cost}`, as operators write their own. */
  readonly tax: string;
  readonly isCompany: string;
  readonly companyName: string;
}

/** The texts that nobody reads before they have been in the form. */
export interface AfterMessages {
  /** What is wrong with a field: the least amount, the most. */
  readonly faults: Readonly<Record<FieldFault, string>>;
  readonly errors: Readonly<Record<ToldFailure, string>>;
  /** Instead of the sentence of an error that says when to come back: the time of day. */
  readonly retryAt: Readonly<Partial<Record<CheckoutErrorCode, string>>>;
  /** Instead of the sentence of `offer-not-open`: the day. */
  readonly opensOn: string;
  readonly sending: string;
  readonly leaving: string;
  /** Sending takes long. */
  readonly slow: string;
  /** Beside a name that HelloAsso is known to refuse. */
  readonly nameAdvice: string;
  readonly verifying: string;
  readonly verifyAgain: string;
  readonly backToForm: string;
  /** In the text: the amount of the first payment, the item's name. */
  readonly returns: Readonly<Record<ReturnTopic, readonly [title: string, text: string]>>;
  /** Instead of the text of `paid` while payments are still to come: amount of the first, item's name, total. */
  readonly paidFirst: string;
  /** Below the return of someone who has not paid, when what they typed is still there. */
  readonly kept: string;
  /** What is still to be paid, as `term`, joined. */
  readonly due: string;
  readonly refunded: string;
  readonly receipt: string;
}

/** French comes with the script; another language is a file beside it. A language that we do not have is French too. */
export async function loadMessages(language: string): Promise<Messages> {
  try {
    const [primary = ''] = language.toLowerCase().split('-');
    return (await OTHERS[primary]?.()) ?? fr;
  } catch {
    return fr; // The form in French is better than no form.
  }
}

const OTHERS: Readonly<Record<string, () => Promise<Messages>>> = {
  en: async () => (await import('./messages/en.ts')).en,
};
