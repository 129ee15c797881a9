/** What can be paid for. The kind chooses the verb on the button and whether HelloAsso hears of a donation. */
export type OfferKind = 'gift' | 'membership' | 'ticket' | 'payment';

/** An amount that the payer chooses, in cents. */
export interface FreeAmount {
  readonly min: number;
  readonly max: number;
  readonly suggestions: readonly number[];
}

/** The part of an offer that any page may read: the answer of `GET /v1/offers/{offer}`. */
export interface PublicOffer {
  readonly id: string;
  readonly kind: OfferKind;
  /** What the payer pays for, as HelloAsso will show it too. */
  readonly itemName: string;
  /** The price of one in cents, or the bounds within which the payer chooses. */
  readonly amountCents: number | FreeAmount;
  /** The largest number that one payer may buy at once; 1 when there is nothing to choose. */
  readonly maxQuantity: number;
  /** In how many payments the total may be paid; always contains 1. */
  readonly instalments: readonly number[];
  /** `live` when real money moves. */
  readonly mode: 'test' | 'live';
}

/** The answer of `GET /v1/offers`. */
export interface PublicOffers {
  readonly offers: readonly PublicOffer[];
}
