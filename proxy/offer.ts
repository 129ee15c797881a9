import type { FreeAmount, OfferKind } from './contract/offer.ts';

/** What can be paid for, as the operator declares it in the offers file. */
export interface Offer {
  readonly id: string;
  readonly kind: OfferKind;
  readonly itemName: string;
  /** The price of one in cents, or the bounds within which the payer chooses. */
  readonly amountCents: number | FreeAmount;
  readonly maxQuantity: number;
  readonly instalments: readonly number[];
}

/** Every offer by its id, in the order of the file. */
export type Catalogue = ReadonlyMap<string, Offer>;
