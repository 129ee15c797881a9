import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { CheckoutCreated } from '../contract/checkout.ts';

const MAX_KEPT = 5_000;
/** As long as a page may stay open, and the payment page that it leads to. In ms. */
const KEPT_MS = 9_000_000;

/**
 * The checkouts that the page has asked for. A payer may come back to it by the Back button and send it again, or by HelloAsso's link, which
 * names no intent. After a restart both are as if the payer came with another browser.
 */
export class Submissions {
  readonly #byNonce: LRUCache<string, readonly Promise<CheckoutCreated>[]>;
  readonly #idByReference: LRUCache<string, number>;

  /** `elapsed` in ms. */
  constructor(elapsed: () => number) {
    const options = { max: MAX_KEPT, ttl: KEPT_MS, ttlResolution: 0, perf: { now: elapsed } };
    this.#byNonce = new LRUCache(options);
    this.#idByReference = new LRUCache(options);
  }

  add(nonce: string, checkout: Promise<CheckoutCreated>): void {
    this.#byNonce.set(nonce, [...(this.#byNonce.get(nonce) ?? []), checkout]);
    checkout.then(
      ({ checkoutIntentId, stateToken }) => this.#idByReference.set(referenceIn(stateToken), checkoutIntentId),
      () => {}, // its caller reports it
    );
  }

  /** The earlier checkouts of one page, those under way included; not those that failed. */
  async earlier(nonce: string): Promise<readonly CheckoutCreated[]> {
    const settled = await Promise.allSettled(this.#byNonce.get(nonce) ?? []);
    const created = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return [...new Map(created.map((checkout) => [checkout.checkoutIntentId, checkout])).values()];
  }

  /** The intent of a return token, which is not verified here. */
  intentOf(returnToken: string): number | undefined {
    return this.#idByReference.get(referenceIn(returnToken));
  }
}

function referenceIn(token: string): string {
  try {
    return String(decodeJwt(token).reference);
  } catch {
    return ''; // not a token
  }
}
