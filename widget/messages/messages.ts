import type { CheckoutOutcome, OutcomeName } from '../../proxy/contract/checkout.ts';
import type { OfferKind } from '../../proxy/contract/offer.ts';
import type { FieldOf, PayerField } from '../../proxy/contract/payer.ts';
import type { ShownFailure } from '../core/failure-kinds.ts';

/** Why a text is not an amount that the offer accepts. */
export type AmountError = 'amount-missing' | 'amount-unreadable' | 'amount-out-of-range';

/** What is wrong with a field. */
export type FieldErrorName = AmountError | 'email' | `required-${PayerField}`;

/** What a returning payer reads about. `settling` and `bank` are `pending`; `back` and `error` count only while HelloAsso has no order. */
export type ReturnTopic =
  | Exclude<OutcomeName, 'pending'>
  | NonNullable<CheckoutOutcome['reason']>
  | 'back'
  | 'error'
  | 'unverified';

/**
 * Every text that a payer reads, as far as it is loaded. French is in the script as far as the form needs it; its other texts
 * come with the chunks that show them. Another language is one chunk. `{0}`, `{1}`… stand for amounts, dates and names.
 */
export type Messages = FormMessages & Partial<OnDemandMessages & AddressMessages & ReturnMessages>;

/** A language, complete. */
export type AllMessages = FormMessages & OnDemandMessages & AddressMessages & ReturnMessages;

/** A text with a number, by the category of `Intl.PluralRules`: `{ one: '{0} billet', other: '{0} billets' }`. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** The texts of the form. On the button: the verb alone, then with the total. In an error of the amount: least and most. */
export interface FormMessages
  extends Readonly<
    Record<`submit-${OfferKind}`, readonly [verb: string, verbAndTotal: string]> &
      Record<FieldOf<'person'> | `field-error-${AmountError | 'email' | `required-${FieldOf<'person'>}`}`, string>
  > {
  /** For dates and countries, and for voices that read: a BCP 47 tag such as `fr-FR`. */
  readonly locale: string;
  /** Where the language is written from right to left. */
  readonly dir?: 'rtl';
  /**
   * How an amount is written, in the characters of `Intl.NumberFormat`. `groupedFromCents`: 1,000,000 where thousands are separated
   * only from 10,000 euros on.
   */
  readonly euros: readonly [pattern: string, decimalSign: string, thousandsSign: string, groupedFromCents?: number];
  readonly loading: string;
  readonly amount: string;
  readonly otherAmount: string;
  /** Ends the accessible name of the field of an amount. */
  readonly inEuros: string;
  /** Least and most. */
  readonly bounds: string;
  readonly quantity: string;
  /** Where the payer may buy several: the price of one. */
  readonly pricePerTicket: string;
  readonly pricePerUnit: string;
  readonly details: string;
  readonly optional: string;
  readonly required: string;
  /** Instead of `required` beside the e-mail: with an example of one. */
  readonly requiredEmail: string;
  readonly contribution: string;
  /** Above the form of a proxy in test mode. */
  readonly test: string;
  readonly testMeans: string;
  readonly sending: string;
  /** A chunk does not load. */
  readonly notLoaded: string;
}

/** How payments and their days are written: with what few offers need, and with a return. */
export interface DayMessages {
  /** Amount, day. */
  readonly term: string;
  /** Between the members of a list, and before the last. */
  readonly list: readonly [comma: string, and: string];
  /** How the first day of a month is written. */
  readonly firstDay: string;
  /** Day of the month, then month; in the second, then year. Not by `Intl`, whose first use costs a form time. */
  readonly day: string;
  readonly dayOfYear: string;
  /** The twelve names, with spaces between them. A space within a name is a no-break space. */
  readonly months: string;
}

/** The texts of the parts of the form that few offers need. */
export interface OnDemandMessages
  extends DayMessages,
    Readonly<Record<FieldOf<'company'> | `field-error-required-${FieldOf<'company'>}`, string>> {
  readonly isCompany: string;
  /** Above the choice of a number of payments. */
  readonly payment: string;
  readonly once: string;
  /** How many payments: 2 to 12. */
  readonly severalTimes: string | PluralForms;
  /** The first payment, then the others as `term`, joined. */
  readonly plan: string;
  /** Ends the button's text: how many payments. */
  readonly inSeveralTimes: string | PluralForms;
  /** The link to HelloAsso’s own form for gifts without an end. */
  readonly monthly: string;
  /** `{gift}` is `yourGift` or `exampleGift`; what it costs after tax is `{cost}`. */
  readonly tax: string;
  /** Where 75 percent hold up to a cap: the same, and the cap as `{cap}`. */
  readonly taxCapped: string;
  /** Amount of the gift: `{amount}`. */
  readonly yourGift: string;
  /** The same while the payer has chosen no amount. */
  readonly exampleGift: string;
}

/** The texts of a form that asks for a postal address. */
export interface AddressMessages
  extends Readonly<Record<FieldOf<'address'> | `field-error-required-${FieldOf<'address'>}`, string>> {
  /** Above the fields of the address. */
  readonly postalAddress: string;
  /** The country that is there before the others. */
  readonly france: string;
}

/** The texts of a form that is sent, of failures and of a return. Of a return: the amount of the first payment, the item's name, the total, the day. */
export interface ReturnMessages
  extends DayMessages,
    Readonly<
      Record<`error-${ShownFailure}`, string> &
        Record<`return-${ReturnTopic | `paid-${'gift' | 'membership'}`}`, readonly [title: string, text: string]> &
        Record<`other-${Exclude<ReturnTopic, 'abandoned' | 'error'>}`, string>
    > {
  /** Instead of the sentence of an error that says when to come back: the time of day. */
  readonly 'retry-at-rate-limited': string;
  readonly 'retry-at-busy': string;
  /** Instead of the sentence of `offer-not-open`: the day. */
  readonly opensOn: string;
  /** Instead of the title of `return-paid` where the checkout is not one of this tab; the texts are `other-…`. */
  readonly otherPaidTitle: string;
  /** After the sentence of an error: by what its request is found in the log of the proxy. */
  readonly requestId: string;
  /** Beside a name that HelloAsso is known to refuse. */
  readonly nameHint: string;
  /** Sending takes long. */
  readonly slow: string;
  readonly leaving: string;
  /** Instead of `leaving` in a frame, where the browser may refuse to open the page at the top. */
  readonly leavingFrame: string;
  /** The link to the payment page, at the top or in a new tab. */
  readonly openPayment: string;
  readonly openPaymentInTab: string;
  /** Titles of a failure: of a form that could not be sent, and in place of a form. */
  readonly failed: string;
  readonly unavailable: string;
  readonly retry: string;
  readonly verifying: string;
  readonly verifyAgain: string;
  readonly backToForm: string;
  /** Names the dialog with an outcome. */
  readonly dialog: string;
  /** Closes it. */
  readonly close: string;
  /** Instead of the text of `return-paid` while payments are still to come: amount of the first, item's name, total. */
  readonly paidFirst: string;
  /** Before the item's name, the day and the reference of a payment. */
  readonly item: string;
  readonly date: string;
  readonly reference: string;
  /** Below the return of a payer who has not paid, when what they typed is still there. */
  readonly kept: string;
  /** What is still to be paid, as `term`, joined. */
  readonly due: string;
  readonly refunded: string;
  readonly receipt: string;
  /** Below the link to the receipt. */
  readonly receiptNote: string;
}
