import type { FreeAmount, PublicOffer } from '../proxy/contract/offer.ts';

/** An offer whose price the form knows: its own, or one that came signed. */
export interface PricedOffer extends PublicOffer {
  readonly amountCents: number | FreeAmount;
  /** A day on which the payments on screen would be planned: the payer agrees to those days, not to later ones. */
  readonly plannedOn: Date;
}
