import type { FreeAmount, PublicOffer } from '../../proxy/contract/offer.ts';

/** An offer whose price the form knows: its own, or a signed one. */
export interface PricedOffer extends PublicOffer {
  readonly amountCents: number | FreeAmount;
}
