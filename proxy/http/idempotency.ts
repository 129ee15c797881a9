import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CheckoutCreated, CheckoutRequest } from '../contract/checkout.ts';
import { Problem } from '../problem.ts';

/** Less than the fifteen minutes of HelloAsso's payment page: an answer that is given again must still lead somewhere. */
const REMEMBERED_MS = 13 * 60_000;
const MAX_REMEMBERED = 5_000;

interface Attempt {
  readonly bodyMac: Buffer;
  readonly answer: Promise<CheckoutCreated>;
}

/** Gives the same answer to the same request sent twice, as a broken network makes browsers do. Of the body it keeps an HMAC only. */
export class Idempotency {
  readonly #attempts: LRUCache<string, Attempt>;
  readonly #macKey = createSecretKey(randomBytes(32));

  /** `now` in ms. */
  constructor(now: () => number) {
    this.#attempts = new LRUCache({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS, ttlResolution: 0, perf: { now } });
  }

  /**
   * Runs `create` once for a key of an origin; whoever comes while it runs waits for it. A failure is forgotten.
   * @throws Problem `idempotency-key-reused` when the key came with another body.
   */
  async once(
    origin: string,
    key: string,
    request: CheckoutRequest,
    create: () => Promise<CheckoutCreated>,
  ): Promise<CheckoutCreated> {
    const name = `${origin} ${key}`;
    const bodyMac = createHmac('sha256', this.#macKey).update(JSON.stringify(request)).digest();
    const known = this.#attempts.get(name);
    if (known) {
      if (timingSafeEqual(known.bodyMac, bodyMac)) return known.answer;
      throw new Problem('idempotency-key-reused', 'the key came with another body');
    }
    const attempt: Attempt = { bodyMac, answer: create() };
    this.#attempts.set(name, attempt);
    try {
      return await attempt.answer;
    } catch (cause) {
      if (this.#attempts.peek(name) === attempt) this.#attempts.delete(name);
      throw cause;
    }
  }
}
