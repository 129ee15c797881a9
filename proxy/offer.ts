import type { PublicOffer } from './contract/offer.ts';
import type { Organization } from './organization.ts';

/** What can be paid for, as the operator declares it in the offers file. */
export interface Offer extends Omit<PublicOffer, 'mode' | 'status'> {
  /** Who collects; the organisation of the environment when absent. */
  readonly organization?: Organization;
  /** Whether HelloAsso is informed that all or part of the payment is a donation. */
  readonly containsDonation: boolean;
  /** Whether HelloAsso may offer a SEPA direct debit, which takes days to be paid. */
  readonly sepa: boolean;
  /** Keys of the metadata that pages may attach to a checkout; events carry it. */
  readonly metadataKeys: readonly string[];
}

/** Every offer by its id, in the order of the file. */
export type Offers = ReadonlyMap<string, Offer>;
