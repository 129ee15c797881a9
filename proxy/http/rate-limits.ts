import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../problem.ts';
import { networkOf } from './client-address.ts';

/** Generous for a hall full of people behind one address, far too few to fill HelloAsso with unused intents. */
const CHECKOUTS = { points: 60, duration: 600 };
/** A waiting page asks six times in half a minute; a phone may hold several pages. */
const READS = { points: 240, duration: 60 };
/** Nobody who holds a true token ever asks for a foreign intent. */
const GUESSES = { points: 3, duration: 900 };

/** What one address, or one token, may do in a time. Addresses are kept as HMACs under a key that dies with the process. */
export class RateLimits {
  readonly #checkouts = new RateLimiterMemory(CHECKOUTS);
  readonly #reads = new RateLimiterMemory(READS);
  readonly #guesses = new RateLimiterMemory(GUESSES);
  readonly #key = createSecretKey(randomBytes(32));

  /** @throws Problem `rate-limited`. */
  checkout(clientAddress: string): Promise<void> {
    return consume(this.#checkouts, this.#name(clientAddress));
  }

  /** @throws Problem `rate-limited`. */
  read(clientAddress: string): Promise<void> {
    return consume(this.#reads, this.#name(clientAddress));
  }

  /**
   * Looks up an intent whose id came from an address, and so may be a guess. Nothing found counts against the token, before
   * anything is asked, so that guesses in parallel count too; after too many, nothing is looked up for a while.
   * @throws Problem `rate-limited`.
   */
  async guess<T>(reference: string, lookUp: () => Promise<T | undefined>): Promise<T | undefined> {
    const { consumedPoints, msBeforeNext } = await this.#guesses.penalty(reference);
    if (consumedPoints > GUESSES.points) {
      await this.#guesses.reward(reference); // it was not looked up, and may be a true one
      throw rateLimited(msBeforeNext);
    }
    let isForeign = false;
    try {
      const found = await lookUp();
      isForeign = found === undefined;
      return found;
    } finally {
      if (!isForeign) await this.#guesses.reward(reference);
    }
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
    throw rateLimited(cause.msBeforeNext);
  }
}

function rateLimited(msBeforeNext: number): Problem {
  const seconds = String(Math.ceil(msBeforeNext / 1000));
  return new Problem('rate-limited', 'too many requests', { headers: { 'retry-after': seconds } });
}
