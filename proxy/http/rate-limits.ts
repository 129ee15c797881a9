import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../problem.ts';
import { networkOf } from './client-address.ts';

/** Enough for many payers behind one address, too few to fill HelloAsso with unused intents. */
const CHECKOUTS = { points: 60, duration: 600 };
/** A waiting page sends six requests in half a minute; a phone may have several pages open. */
const READS = { points: 240, duration: 60 };
/** A browser with a valid token never asks for another intent. */
const GUESSES = { points: 3, duration: 900 };

/** Rate limits by address and by token. Stores addresses as HMACs under a key that exists only in this process. */
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
   * Looks up an intent whose id came from an address and may be guessed. Each guess counts before its look-up, so that concurrent
   * ones count too, and stops counting when the intent is found. After too many, look-ups are refused for a while.
   * @throws Problem `rate-limited`.
   */
  async guess<T>(reference: string, lookUp: () => Promise<T | undefined>): Promise<T | undefined> {
    const { consumedPoints, msBeforeNext } = await this.#guesses.penalty(reference);
    if (consumedPoints > GUESSES.points) {
      await this.#guesses.reward(reference); // not looked up, so not known to be wrong
      throw rateLimited(msBeforeNext);
    }
    let isWrong = false;
    try {
      const found = await lookUp();
      isWrong = found === undefined;
      return found;
    } finally {
      if (!isWrong) await this.#guesses.reward(reference);
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
