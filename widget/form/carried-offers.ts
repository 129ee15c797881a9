import { CARRIED_OFFERS, type CarriedOffers } from '../../proxy/contract/carried-offers.ts';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
import { fromJson } from '../core/json.ts';

const SCRIPT = '/helloasso-checkout.js';

/** `undefined` in a bundle, and in a file that the proxy serves to everyone alike. */
const carried = fromJson<CarriedOffers>(CARRIED_OFFERS);

/** The script elements named like ours when this file ran. A module that asked for its own address would no longer be a classic script too. */
const scripts = carried ? [...document.querySelectorAll<HTMLScriptElement>(`script[src*="${SCRIPT}"]`)] : [];

/**
 * The offer that came with the script, and when the proxy wrote it, in ms: for the elements of the proxy that the script is from. None
 * where the page has such scripts from several places, or from elsewhere: a copy of the file counts for no proxy.
 */
export function carriedOffer(proxy: string, id: string): readonly [PublicOffer, number] | undefined {
  if (!carried || !scripts[0] || !proxy || !isSecureContext) return undefined;
  const address = new URL(proxy.replace(/\/*$/, SCRIPT), document.baseURI).href;
  if (!scripts.every(({ src }) => src.startsWith(address))) return undefined;
  const { writtenAt, offers } = carried;
  const [offer, another] = id ? offers.filter((candidate) => candidate.id === id) : offers;
  return offer?.status === 'open' && !another ? [offer, writtenAt] : undefined;
}
