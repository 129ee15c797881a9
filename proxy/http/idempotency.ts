import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CheckoutCreated, CheckoutRequest } from '../contract/checkout.ts';
import { IDEMPOTENCY_MS } from '../contract/lifetimes.ts';
import { Problem } from '../problem.ts';

const MAX_STORED = 5_000;

interface Attempt {
  readonly bodyMac: Buffer;
  /** Until the answer is there: thousands of answers are stored. */
  callers: Callers | undefined;
  readonly answer: Promise<CheckoutCreated>;
}

/** One of the requests that may share a key. */
interface KeyedRequest {
  readonly origin: string;
  readonly key: string;
  readonly request: CheckoutRequest;
  /** Aborts when the caller disconnects. */
  readonly signal: AbortSignal;
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
   * Runs `create` once for a key of an origin; concurrent callers share its result. Its signal aborts when all of them have
   * disconnected. A failure is not stored.
   * @throws Problem `idempotency-key-reused` when the key was used with another body.
   */
  async once(
    { origin, key, request, signal }: KeyedRequest,
    create: (allGone: AbortSignal) => Promise<CheckoutCreated>,
  ): Promise<CheckoutCreated> {
    const name = `${origin} ${key}`;
    const bodyMac = createHmac('sha256', this.#macKey).update(JSON.stringify(request)).digest();
    const known = this.#attempts.get(name);
    if (known) {
      if (!timingSafeEqual(known.bodyMac, bodyMac)) {
        throw new Problem('idempotency-key-reused', 'the key was used with another body');
      }
      const { callers } = known;
      callers?.add(signal);
      return known.answer.catch((cause) => {
        // The others had gone before this one came: the attempt may have been given up for that.
        const isGivenUp = cause instanceof Problem && cause.code === 'busy'; // no call of HelloAsso was made
        if (isGivenUp && callers?.allGone.aborted && !signal.aborted)
          return this.once({ origin, key, request, signal }, create);
        throw cause;
      });
    }
    const callers = new Callers();
    callers.add(signal);
    const attempt: Attempt = { bodyMac, callers, answer: create(callers.allGone) };
    this.#attempts.set(name, attempt);
    try {
      return await attempt.answer;
    } catch (cause) {
      if (this.#attempts.peek(name) === attempt) this.#attempts.delete(name);
      throw cause;
    } finally {
      attempt.callers = undefined;
    }
  }
}

/** Those who wait for one answer. */
class Callers {
  readonly #controller = new AbortController();
  #count = 0;

  get allGone(): AbortSignal {
    return this.#controller.signal;
  }

  add(signal: AbortSignal): void {
    this.#count += 1;
    const leave = () => {
      this.#count -= 1;
      if (this.#count === 0) this.#controller.abort();
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  }
}
