import type { PublicOffer } from '../proxy/contract/offer.ts';
import { CheckoutError } from './errors.ts';
import type { PricedOffer } from './priced-offer.ts';

type Priced = Omit<PricedOffer, 'plannedOn'>;

/**
 * The offer with the name and the price that a signed offer names, where there is one. For show: the proxy alone verifies the
 * signature.
 */
export function withSignedPrice(offer: PublicOffer, jwt: string): Priced {
  if (!jwt && offer.amountCents !== 'signed') return offer as Priced;
  if (!jwt) throw new CheckoutError('signed-offer-required', 'Set `signed-offer`.');
  try {
    const { itemName = offer.itemName, amountCents } = payloadOf(jwt) as { itemName?: string; amountCents: number };
    if (!Number.isSafeInteger(amountCents)) throw new TypeError('It names no amount.');
    return { ...offer, itemName, amountCents, maxQuantity: 1 };
  } catch (cause) {
    throw new CheckoutError('signed-offer-invalid', 'Check `signed-offer`.', {}, { cause });
  }
}

/** What a JWT says, without believing it: its middle part, base64url of UTF-8 JSON. */
export function payloadOf(jwt: string): unknown {
  const base64 = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
