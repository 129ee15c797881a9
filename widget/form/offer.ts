import type { FreeAmount, PublicOffer, PublicOffers } from '../../proxy/contract/offer.ts';
import { CheckoutError } from '../errors.ts';
import { requestProxy } from '../proxy-client.ts';

/**
 * Loads an offer by its id; without one, the only offer of the proxy. `cache` is that of `fetch`.
 * @throws CheckoutError also `offer-not-open`, `offer-closed`, and `malformed-answer` for an amount that only newer scripts know.
 */
export async function fetchOffer(proxy: string, id: string, cache?: RequestCache): Promise<PublicOffer> {
  const offer = id
    ? await requestProxy<PublicOffer>(proxy, `/v1/offers/${encodeURIComponent(id)}`, 'amountCents', cache && { cache })
    : await fetchOnlyOffer(proxy);
  const { status, opensOn, amountCents } = offer;
  if (status !== 'open') throw new CheckoutError(`offer-${status}`, id, { opensOn });
  const isKnown = Number(amountCents) || amountCents === 'signed' || (amountCents as FreeAmount).suggestions;
  if (!isKnown) throw new CheckoutError('malformed-answer', 'amountCents');
  return offer;
}

async function fetchOnlyOffer(proxy: string): Promise<PublicOffer> {
  const { offers } = await requestProxy<PublicOffers>(proxy, '/v1/offers', 'offers');
  const [only, another] = offers;
  if (only && !another) return only;
  throw new CheckoutError('offer-unknown', 'Set `offer`.');
}
