import type { PayerRules } from './payer.ts';
import type { Words } from './words.ts';

export type { Words } from './words.ts';

/** What can be paid for. The kind chooses the verb on the button; a `gift` is a donation for HelloAsso by default. */
export type OfferKind = 'gift' | 'membership' | 'ticket' | 'payment';

/** An amount that the payer chooses, in cents. */
export interface FreeAmount {
  readonly min: number;
  readonly max: number;
  readonly suggestions: readonly number[];
  /** The suggestion that is chosen at first; without it the payer must choose. */
  readonly preselected?: number;
}

/** The French income tax reduction for a gift. It does not promise a receipt. */
export interface Tax {
  /** Percent of the gift, up to `capCents` where there is one. */
  readonly rate: 66 | 75;
  /** Only with 75, in cents: above it, the reduction is 66 percent. */
  readonly capCents?: number;
  /** The last year for which the figures are valid; after it the proxy omits them. */
  readonly year: number;
  /** Instead of our own sentence; `{amount}` and `{cost}` stand for the gift and what it costs in the end. */
  readonly text?: Words;
}

/** The part of an offer that any page may read: the response of `GET /v1/offers/{offer}`. */
export interface PublicOffer {
  readonly id: string;
  /** Another one after any change of what a payer agrees to. Absent in answers of older proxies. */
  readonly revision?: string;
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
  /**
   * `YYYY-MM-DD`, by the proxy's clock: the days of the payments after the first, for the largest number of payments. A smaller number
   * has the first of them. Absent where the total is paid at once.
   */
  readonly termDates?: readonly string[];
  /** What the form asks of the payer. */
  readonly payer: PayerRules;
  readonly tax?: Tax;
  /** A page of HelloAsso for monthly gifts, as Checkout has no recurrence without an end. */
  readonly monthlyUrl?: string;
  /** Whether it can be paid for now, by the proxy's clock. */
  readonly status: 'open' | 'not-open' | 'closed';
  /** The first day on which it can be paid for, `YYYY-MM-DD` in France. */
  readonly opensOn?: string;
  /** The last one. */
  readonly closesOn?: string;
  /** `live` when payments use real money. */
  readonly mode: 'test' | 'live';
}

/** The response of `GET /v1/offers`. */
export interface PublicOffers {
  readonly offers: readonly PublicOffer[];
}
