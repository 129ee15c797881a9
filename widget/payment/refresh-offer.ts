import type { PricedOffer } from '../core/priced-offer.ts';
import type { CheckoutError } from '../errors.ts';

/** Failures that mean: the offer has changed since it was loaded. */
const OFFER_CHANGED: ReadonlySet<string> = new Set([
  'offer-changed',
  'amount-not-applicable',
  'amount-out-of-range',
  'quantity-out-of-range',
  'instalments-not-offered',
  'payer-incomplete',
  'plan-changed',
] satisfies CheckoutError['code'][]);

/**
 * The offer as the proxy has it now, after a failure which says that the one on screen is out of date: the payer looks again and
 * confirms. After any other failure, the offer on screen.
 */
export async function refreshOffer(
  offer: PricedOffer,
  { code }: CheckoutError,
  fetchOffer: (id: string, cache: RequestCache) => Promise<PricedOffer>,
): Promise<PricedOffer> {
  if (!OFFER_CHANGED.has(code)) return offer;
  try {
    return await fetchOffer(offer.id, 'reload');
  } catch {
    return offer;
  }
}
