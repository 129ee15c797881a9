import type { PublicOffer } from './contract/offer.ts';

/** What can be paid for, as the operator declares it in the offers file. */
export type Offer = Omit<PublicOffer, 'mode'>;

/** Every offer by its id, in the order of the file. */
export type Catalogue = ReadonlyMap<string, Offer>;
