import type { PublicOffer } from '../../proxy/contract/offer.ts';
import { jwtPayload } from '../core/jwt-payload.ts';
import { CheckoutError } from '../errors.ts';

/**
 * The offer with the name and the price of a signed offer (a JWT; empty for the offer's own price). For show: only the proxy
 * verifies the signature.
 * @throws CheckoutError `signed-offer-required`, `signed-offer-invalid`.
 */
export function withSignedPrice(offer: PublicOffer, jwt: string): PublicOffer {
  if (!jwt && offer.amountCents !== 'signed') return offer;
  if (!jwt) throw new CheckoutError('signed-offer-required', 'Set `signed-offer`.');
  try {
    const { itemName = offer.itemName, amountCents } = jwtPayload(jwt) as { itemName?: string; amountCents: number };
    if (!Number.isSafeInteger(amountCents)) throw new TypeError('It contains no amount.');
    return { ...offer, itemName, amountCents, maxQuantity: 1 };
  } catch (cause) {
    throw new CheckoutError('signed-offer-invalid', 'Check `signed-offer`.', {}, { cause });
  }
}
