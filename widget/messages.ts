import type { CheckoutOutcome, OutcomeName } from '../proxy/contract/checkout.ts';
import type { OfferKind } from '../proxy/contract/offer.ts';
import type { AddressField, PayerField } from '../proxy/contract/payer.ts';
import type { ToldFailure } from './failures.ts';
import type { AmountFault } from './form-values.ts';
import { fr } from './messages/fr.ts';
import type { Step } from './return.ts';

/** What is wrong with a field. */
export type FieldFault = AmountFault | `required-${PayerField}` | 'email';

/** What the payer is told of a return. `settling` and `bank` are `pending`; a step speaks only while the outcome is open. */
export type ReturnTopic =
  | Exclude<OutcomeName, 'pending'>
  | NonNullable<CheckoutOutcome['reason']>
  | Exclude<Step, 'return'>
  | 'unverified';

/**
 * Every text that a payer reads, as far as it is loaded: all of it, except in French, which keeps what comes later in files of
 * its own. `{0}`, `{1}`… are places for amounts, dates and names.
 */
export type Messages = FormMessages & Partial<AddressMessages & OptionsMessages & AfterMessages>;

/** A language, whole. */
export type AllMessages = FormMessages & AddressMessages & OptionsMessages & AfterMessages;

/** A field that the form asks for without the address. */
type FormField = Exclude<PayerField, AddressField>;

/** The texts of the form, and on the button the verb without and with the total. */
export interface FormMessages
  extends Readonly<
    Record<`submit-${OfferKind}`, readonly [verb: string, verbAndTotal: string]> &
      Record<FormField | `fault-${Exclude<FieldFault, `required-${AddressField}`>}`, string>
  > {
  /** For numbers and dates. */
  readonly locale: string;
  readonly loading: string;
  readonly amount: string;
  readonly otherAmount: string;
  /** Ends the name of an amount's field. */
  readonly inEuros: string;
  /** Least and most. */
  readonly bounds: string;
  readonly quantity: string;
  /** Beside the price of one, where the payer may buy several: the price. */
  readonly pricePerTicket: string;
  readonly pricePerUnit: string;
  readonly details: string;
  readonly optional: string;
  readonly required: string;
  readonly contribution: string;
  readonly sending: string;
  /** The file with all other sentences does not load. */
  readonly trouble: string;
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
  /** Where 75 percent hold up to a cap: the same, and the cap, `{cap}`. */
  readonly taxCapped: string;
  readonly isCompany: string;
}

/** The texts of a form that asks for a postal address. */
export interface AddressMessages extends Readonly<Record<AddressField | `fault-required-${AddressField}`, string>> {
  /** Above the fields of the address. */
  readonly postalAddress: string;
}

/**
 * The texts that nobody reads before they have been in the form. After a return: the
 * amount of the first payment, the item's name.
 */
export interface AfterMessages
  extends Readonly<
    Record<`error-${ToldFailure}`, string> &
      Record<`return-${ReturnTopic | `paid-${'gift' | 'membership'}`}`, readonly [title: string, text: string]>
  > {
  /** Instead of the sentence of an error that says when to come back: the time of day. */
  readonly 'retry-at-rate-limited': string;
  readonly 'retry-at-busy': string;
  /** Instead of the sentence of `offer-not-open`: the day. */
  readonly opensOn: string;
  readonly leaving: string;
  readonly retry: string;
  /** Sending takes long. */
  readonly slow: string;
  /** Beside a name that HelloAsso is known to refuse. */
  readonly nameAdvice: string;
  readonly verifying: string;
  readonly verifyAgain: string;
  readonly backToForm: string;
  /** Instead of the text of `return-paid` while payments are still to come: amount of the first, item's name, total. */
  readonly paidFirst: string;
  /** Below the return of someone who has not paid, when what they typed is still there. */
  readonly kept: string;
  /** What is still to be paid, as `term`, joined. */
  readonly due: string;
  readonly refunded: string;
  readonly receipt: string;
  /** Below the link to the receipt. */
  readonly receiptNote: string;
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
