import { createHmac, type KeyObject } from 'node:crypto';
import type { Limit, Metrics } from '../metrics.ts';
import { Problem } from '../problem.ts';
import { Quota } from '../quota.ts';
import type { State } from '../state/state.ts';
import { networkOf, widerNetworkOf } from './client-address.ts';

/** Enough for many payers behind one address, too few to fill HelloAsso with unused intents. */
const CHECKOUTS = { kind: 'checkouts', uses: 60, periodMs: 600_000 };
/** A waiting page sends six requests in half a minute; a phone may have several pages open. */
const READS = { kind: 'reads', uses: 240, periodMs: 60_000 };
/** A browser with a valid token never asks for another intent. */
const GUESSES = { kind: 'guesses', uses: 3, periodMs: 900_000 };

/** A /48 of IPv6 has 65,536 networks, which may be those of one client, or of many payers of one mobile operator. */
const WIDER = 20;

/** Rate limits by address and by token. Stores addresses as HMACs. */
export class RateLimits {
  readonly #checkouts: NetworkQuota;
  readonly #reads: NetworkQuota;
  readonly #guesses: Quota;
  readonly #metrics: Pick<Metrics, 'limited'>;

  /** All instances of a state have one key. */
  constructor(state: State, key: KeyObject, metrics: Pick<Metrics, 'limited'>) {
    this.#metrics = metrics;
    this.#checkouts = new NetworkQuota(CHECKOUTS, state, key);
    this.#reads = new NetworkQuota(READS, state, key);
    this.#guesses = new Quota(GUESSES, state);
  }

  /** @throws Problem `rate-limited`. */
  async checkout(clientAddress: string): Promise<void> {
    this.#refuse('checkouts', await this.#checkouts.take(clientAddress));
  }

  /** @throws Problem `rate-limited`. */
  async read(clientAddress: string): Promise<void> {
    this.#refuse('outcomes', await this.#reads.take(clientAddress));
  }

  /**
   * Looks up an intent whose id came from an address and may be guessed. Each guess counts before its look-up, so that concurrent
   * ones count too, and stops counting when the intent is found. After too many, look-ups are refused for a while.
   * @throws Problem `rate-limited`.
   */
  async guess<T>(reference: string, lookUp: () => Promise<T | undefined>): Promise<T | undefined> {
    const waitMs = await this.#guesses.take(reference);
    if (waitMs > 0) await this.#guesses.giveBack(reference); // not looked up, so not known to be wrong
    this.#refuse('guesses', waitMs);
    let isWrong = false;
    try {
      const found = await lookUp();
      isWrong = found === undefined;
      return found;
    } finally {
      if (!isWrong) await this.#guesses.giveBack(reference);
    }
  }

  #refuse(limit: Limit, waitMs: number): void {
    if (waitMs <= 0) return;
    this.#metrics.limited(limit);
    const seconds = String(Math.ceil(waitMs / 1000));
    throw new Problem('rate-limited', 'too many requests', { headers: { 'retry-after': seconds } });
  }
}

/** Counts by address, and IPv6 by /48 too. What an address may no longer do does not count for its /48. */
class NetworkQuota {
  readonly #byNetwork: Quota;
  readonly #byWiderNetwork: Quota;
  readonly #key: KeyObject;

  constructor({ kind, uses, periodMs }: typeof CHECKOUTS, state: State, key: KeyObject) {
    this.#byNetwork = new Quota({ kind, uses, periodMs }, state);
    this.#byWiderNetwork = new Quota({ kind: `wider-${kind}`, uses: uses * WIDER, periodMs }, state);
    this.#key = key;
  }

  /** Counts one use, if it is allowed; otherwise gives the wait, in ms. */
  async take(clientAddress: string): Promise<number> {
    const wider = widerNetworkOf(clientAddress);
    return (
      (await this.#byNetwork.take(this.#name(networkOf(clientAddress)))) ||
      (wider === undefined ? 0 : await this.#byWiderNetwork.take(this.#name(wider)))
    );
  }

  #name(network: string): string {
    return createHmac('sha256', this.#key).update(network).digest('base64url');
  }
}
