import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CheckoutCreated, CheckoutRequest } from '../contract/checkout.ts';
import { IDEMPOTENCY_MS } from '../contract/lifetimes.ts';
import { Problem } from '../problem.ts';

const MAX_STORED = 5_000;

interface Attempt {
  readonly bodyMac: Buffer;
  readonly answer: Promise<CheckoutCreated>;
}

/** Repeats the answer when a browser sends the same request twice, as after a network failure. Stores an HMAC of the body, not the body. */
export class Idempotency {
  readonly #attempts: LRUCache<string, Attempt>;
  readonly #macKey = createSecretKey(randomBytes(32));

  /** `elapsed` in ms. */
  constructor(elapsed: () => number) {
    this.#attempts = new LRUCache({ max: MAX_STORED, ttl: IDEMPOTENCY_MS, ttlResolution: 0, perf: { now: elapsed } });
  }

  /**
   * Runs `create` once for a key of an origin; concurrent callers share its result. A failure is not stored.
   * @throws Problem `idempotency-key-reused` when the key was used with another body.
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
      throw new Problem('idempotency-key-reused', 'the key was used with another body');
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
