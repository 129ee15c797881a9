import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { PublicOffer } from '../contract/offer.ts';
import type { Offer } from '../offer.ts';
import { dayInFrance, termDates } from '../plan.ts';

/** The part of every offer that any page may read. `now` in ms. */
export function publicOffers(config: Pick<Config, 'helloasso' | 'offers'>, now: number): readonly PublicOffer[] {
  return [...config.offers.values()].map((offer) => publicOffer(offer, config, now));
}

/** The part of an offer that any page may read. `now` in ms. */
export function publicOffer(offer: Offer, config: Pick<Config, 'helloasso'>, now: number): PublicOffer {
  const most = Math.max(...offer.instalments);
  return {
    ...agreedPart(offer, config, now),
    ...(most > 1 && { termDates: termDates(most, new Date(now)) }),
    status: statusOf(offer, now),
    revision: revisionOf(offer, config, now),
  };
}

/**
 * A hash of what a payer agrees to. Neither the days of a plan are in it, which `firstTermDate` holds for those who choose the plan, nor
 * the days between which the offer is open, nor a link.
 */
export function revisionOf(offer: Offer, config: Pick<Config, 'helloasso'>, now: number): string {
  const { opensOn, closesOn, monthlyUrl, ...agreed } = agreedPart(offer, config, now);
  return createHash('sha256').update(JSON.stringify(agreed)).digest('base64url').slice(0, 6);
}

function agreedPart(
  offer: Offer,
  { helloasso: { environment, isOverridden } }: Pick<Config, 'helloasso'>,
  now: number,
): Omit<PublicOffer, 'status'> {
  const { organization, containsDonation, sepa, metadataKeys, tax, ...shown } = offer;
  const hasTax = tax !== undefined && dayInFrance(new Date(now)).slice(0, 4) <= String(tax.year);
  const mode = environment === 'production' && !isOverridden ? 'live' : 'test';
  return { ...shown, ...(hasTax && { tax }), mode };
}

/** Whether an offer can be paid for. Days are counted in France, `opensOn` and `closesOn` included. `now` in ms. */
export function statusOf({ opensOn, closesOn }: Offer, now: number): PublicOffer['status'] {
  if (opensOn === undefined && closesOn === undefined) return 'open';
  const today = dayInFrance(new Date(now));
  if (opensOn !== undefined && today < opensOn) return 'not-open';
  return closesOn !== undefined && today > closesOn ? 'closed' : 'open';
}
