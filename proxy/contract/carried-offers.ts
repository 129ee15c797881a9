import type { PublicOffer } from './offer.ts';

/** The public offers of a proxy, which it writes into the script that it serves: the form needs no request before it is drawn. */
export interface CarriedOffers {
  /** When the proxy wrote them, in ms since 1970. */
  readonly writtenAt: number;
  readonly offers: readonly PublicOffer[];
}

/** JSON of `CarriedOffers`, as the proxy serves the script; elsewhere this text itself. */
export const CARRIED_OFFERS = '%carried offers%';
