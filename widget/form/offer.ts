import type { FreeAmount, PublicOffer, PublicOffers } from '../../proxy/contract/offer.ts';
import { jwtPayload } from '../core/jwt-payload.ts';
import { CheckoutError } from '../errors.ts';
import { requestProxy } from '../proxy-client.ts';

/** An offer whose price the form knows: its own, or a signed one. */
export interface PricedOffer extends PublicOffer {
  readonly amountCents: number | FreeAmount;
  /** A day on which the payments on screen would be planned: the payer agrees to those days, not to later ones. */
  readonly plannedOn: Date;
}

/** Where an offer comes from, as the page's author wrote it. */
export interface OfferSource {
  readonly proxy: string;
  /** An id; empty for the only offer of the proxy. */
  readonly offer: string;
  /** A JWT; empty for the offer's own price. */
  readonly signedOffer: string;
}

/**
 * Loads an offer and its price. `init` may name another cache.
 * @throws CheckoutError also `offer-not-open`, `offer-closed`, `signed-offer-required`, `signed-offer-invalid`.
 */
export async function fetchOffer({ proxy, offer, signedOffer }: OfferSource, init?: RequestInit): Promise<PricedOffer> {
  const published = offer
    ? await requestProxy<PublicOffer>(proxy, `/v1/offers/${encodeURIComponent(offer)}`, 'amountCents', init)
    : await fetchOnlyOffer(proxy);
  const { status, opensOn } = published;
  if (status !== 'open') throw new CheckoutError(`offer-${status}`, offer, { opensOn });
  return { ...withSignedPrice(published, signedOffer), plannedOn: new Date() };
}

/** For a page that names no offer. */
async function fetchOnlyOffer(proxy: string): Promise<PublicOffer> {
  const { offers } = await requestProxy<PublicOffers>(proxy, '/v1/offers', 'offers');
  const [only, another] = offers;
  if (only && !another) return only;
  throw new CheckoutError('offer-unknown', 'Set `offer`.');
}

/** The offer with the name and the price of a signed offer, where there is one. For show: only the proxy verifies the signature. */
function withSignedPrice(offer: PublicOffer, jwt: string): Omit<PricedOffer, 'plannedOn'> {
  const { amountCents: own } = offer;
  if (!jwt && own !== 'signed') return { ...offer, amountCents: own };
  if (!jwt) throw new CheckoutError('signed-offer-required', 'Set `signed-offer`.');
  try {
    const { itemName = offer.itemName, amountCents } = jwtPayload(jwt) as { itemName?: string; amountCents: number };
    if (!Number.isSafeInteger(amountCents)) throw new TypeError('It contains no amount.');
    return { ...offer, itemName, amountCents, maxQuantity: 1 };
  } catch (cause) {
    throw new CheckoutError('signed-offer-invalid', 'Check `signed-offer`.', {}, { cause });
  }
}
