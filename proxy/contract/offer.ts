import type { PayerRules } from './payer.ts';

/** What can be paid for. The kind chooses the verb on the button, and whether HelloAsso hears of a donation. */
export type OfferKind = 'gift' | 'membership' | 'ticket' | 'payment';

/** An amount that the payer chooses, in cents. */
export interface FreeAmount {
  readonly min: number;
  readonly max: number;
  readonly suggestions: readonly number[];
  /** The suggestion that is chosen at first; without it the payer has to choose. */
  readonly preselected?: number;
}

/** One text in several languages, by language code such as `fr`. */
export type Words = Readonly<Record<string, string>>;

/** What French income tax gives back of a gift. Never a promise that a receipt will come. */
export interface Tax {
  /** Percent of the gift, up to `capCents` where there is one. */
  readonly rate: 66 | 75;
  /** Only with 75: what lies above gives 66 percent. */
  readonly capCents?: number;
  /** The last year of gifts for which the figures hold; the proxy shows none of this after it. */
  readonly year: number;
  /** Instead of our own sentence; `{amount}` and `{cost}` stand for the gift and what it costs in the end. */
  readonly text?: Words;
}

/** The part of an offer that any page may read: the answer of `GET /v1/offers/{offer}`. */
export interface PublicOffer {
  readonly id: string;
  readonly kind: OfferKind;
  /** What the payer pays for, as HelloAsso will show it too. */
  readonly itemName: string;
  /** The same for payers who read another language. */
  readonly labels?: Words;
  /** The price of one in cents; the bounds within which the payer chooses; or `signed`: the price comes with a signed offer. */
  readonly amountCents: number | FreeAmount | 'signed';
  /** The largest number that one payer may buy at once; 1 when there is nothing to choose. */
  readonly maxQuantity: number;
  /** In how many payments the total may be paid; always contains 1. */
  readonly instalments: readonly number[];
  /** What the form asks of the payer. */
  readonly payer: PayerRules;
  readonly tax?: Tax;
  /** Whether it can be paid for now, as the proxy sees it. */
  readonly status: 'open' | 'not-open' | 'closed';
  /** The first day on which it can be paid for, `YYYY-MM-DD` in France. */
  readonly opensOn?: string;
  /** The last one. */
  readonly closesOn?: string;
  /** `live` when real money moves. */
  readonly mode: 'test' | 'live';
}

/** The answer of `GET /v1/offers`. */
export interface PublicOffers {
  readonly offers: readonly PublicOffer[];
}
