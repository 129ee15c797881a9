import { createHmac, randomBytes } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from './client-address.ts';
import { Problem } from './problem.ts';

/** Generous for a hall full of people behind one address, far too few to fill HelloAsso with unused intents. */
const CHECKOUTS = { points: 60, duration: 600 };
/** A waiting page asks six times in half a minute; a phone may hold several pages. */
const READS = { points: 240, duration: 60 };
/** Nobody who holds a true token ever asks for a foreign intent. */
const MISMATCHES = { points: 3, duration: 900 };

/** What one address, or one token, may do in a time. Addresses are kept as HMACs under a key that dies with the process. */
export class RateLimits {
  readonly #checkouts = new RateLimiterMemory(CHECKOUTS);
  readonly #reads = new RateLimiterMemory(READS);
  readonly #mismatches = new RateLimiterMemory(MISMATCHES);
  readonly #key = randomBytes(32);

  /** @throws Problem `rate-limited`. */
  checkout(clientAddress: string): Promise<void> {
    return consume(this.#checkouts, this.#name(clientAddress));
  }

  /** @throws Problem `rate-limited`. */
  read(clientAddress: string): Promise<void> {
    return consume(this.#reads, this.#name(clientAddress));
  }

  /** Counts a token used on an intent that is not its own. */
  async mismatch(reference: string): Promise<void> {
    await this.#mismatches.penalty(reference);
  }

  /** Whether a token was used that way too often. */
  async isBlocked(reference: string): Promise<boolean> {
    const counted = await this.#mismatches.get(reference);
    return (counted?.consumedPoints ?? 0) >= MISMATCHES.points;
  }

  #name(clientAddress: string): string {
    return createHmac('sha256', this.#key).update(networkOf(clientAddress)).digest('base64url');
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (cause) {
    if (!(cause instanceof RateLimiterRes)) throw cause;
    const seconds = Math.ceil(cause.msBeforeNext / 1000);
    throw new Problem('rate-limited', 'too many requests', { headers: { 'retry-after': String(seconds) } });
  }
}
