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
export function publicOffer(
  offer: Offer,
  { helloasso: { environment, isOverridden } }: Pick<Config, 'helloasso'>,
  now: number,
): PublicOffer {
  const { organization, containsDonation, sepa, metadataKeys, tax, ...shown } = offer;
  const hasTax = tax !== undefined && dayInFrance(new Date(now)).slice(0, 4) <= String(tax.year);
  const most = Math.max(...offer.instalments);
  const mode = environment === 'production' && !isOverridden ? 'live' : 'test';
  const agreed = { ...shown, ...(hasTax && { tax }), mode } as const;
  return {
    ...agreed,
    ...(most > 1 && { termDates: termDates(most, new Date(now)) }),
    status: statusOf(offer, now),
    revision: hashOf(agreed),
  };
}

/** The days of a plan are not in it: `firstTermDate` holds them, for those who choose the plan. */
function hashOf({ opensOn, closesOn, ...agreed }: Omit<PublicOffer, 'status'>): string {
  return createHash('sha256').update(JSON.stringify(agreed)).digest('base64url').slice(0, 8);
}

/** Whether an offer can be paid for. Days are counted in France, `opensOn` and `closesOn` included. `now` in ms. */
export function statusOf({ opensOn, closesOn }: Offer, now: number): PublicOffer['status'] {
  if (opensOn === undefined && closesOn === undefined) return 'open';
  const today = dayInFrance(new Date(now));
  if (opensOn !== undefined && today < opensOn) return 'not-open';
  return closesOn !== undefined && today > closesOn ? 'closed' : 'open';
}
