import type { PublicOffer } from '../proxy/contract/offer.ts';
import { askProxy } from './client.ts';
import type { CheckoutError, CheckoutErrorCode } from './errors.ts';
import type { PricedOffer } from './priced-offer.ts';
import { withSignedPrice } from './signed-price.ts';

/** The offer has changed since it was loaded. */
const CHANGED: ReadonlySet<CheckoutErrorCode> = new Set<CheckoutErrorCode>([
  'amount-not-applicable',
  'amount-out-of-range',
  'quantity-out-of-range',
  'instalments-not-offered',
  'payer-incomplete',
]);

/**
 * The offer as the proxy has it now, after a failure that says that the one on screen is out of date: the payer looks again, and
 * confirms. After any other failure, the same.
 */
export async function renewedOffer(
  { proxy, signedOffer = '' }: { readonly proxy: string; readonly signedOffer?: string },
  offer: PricedOffer,
  { code, details: { plan } }: CheckoutError,
): Promise<PricedOffer> {
  if (code === 'plan-changed') return { ...offer, plannedOn: dayOfPlan(plan?.terms?.[0]?.date) };
  if (!CHANGED.has(code)) return offer;
  try {
    const fresh: RequestInit = { cache: 'reload' };
    const published = await askProxy<PublicOffer>(proxy, `/v1/offers/${offer.id}`, 'amountCents', fresh);
    return { ...withSignedPrice(published, signedOffer), plannedOn: new Date() };
  } catch {
    return offer;
  }
}

/** A day on which this plan would be made: its dates count, whatever the clock of this device says. The first term is a month away. */
function dayOfPlan(firstTerm: string | undefined): Date {
  const [year, month = 0, day] = firstTerm?.split('-').map(Number) ?? [];
  return year ? new Date(Date.UTC(year, month - 2, day, 12)) : new Date();
}
