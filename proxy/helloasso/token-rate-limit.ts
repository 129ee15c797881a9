import type { State } from '../state/state.ts';
import { readTokenCallTimes, type TokenCallStore, type TokenCallTimes } from './token-call-store.ts';

/** A number of calls in a period. */
interface Window {
  readonly calls: number;
  readonly ms: number;
}

interface Limits {
  readonly made: readonly Window[];
  readonly granted: readonly Window[];
}

interface Parts {
  /** The calls of this instance. */
  readonly store: TokenCallStore;
  /** The calls of all instances. */
  readonly state: State;
  readonly instances: number;
}

const KEY = 'token:calls';

/**
 * Limits calls of the token endpoint, and the tokens that they return, in several windows at once: those of all instances, as far as they
 * know of each other, and those of this instance by an equal share. So the limits hold whatever the shared state has lost.
 */
export class TokenRateLimit {
  readonly #limits: Limits;
  readonly #share: Limits;
  readonly #parts: Parts;

  constructor(limits: Limits, parts: Parts) {
    const { made, granted } = limits;
    const shareOf = ({ calls, ms }: Window) => ({ calls: Math.floor(calls / parts.instances), ms });
    this.#limits = limits;
    this.#share = { made: made.map(shareOf), granted: granted.map(shareOf) };
    this.#parts = parts;
  }

  /** Whether one more call is allowed at `now`, in ms. If so, counts it as a call, and as a token until `releaseGrant`. */
  async take(now: number): Promise<boolean> {
    const { store } = this.#parts;
    const own = recentTimes(store.load(), this.#limits, now);
    const all = recentTimes(await this.#loadAll(), this.#limits, now);
    const isFree = haveRoom(own, this.#share, now) && haveRoom(all, this.#limits, now);
    if (isFree) {
      store.save(withCall(own, now));
      await this.#saveAll(withCall(all, now));
    }
    return isFree;
  }

  /** Stops counting the call made at `at`, in ms, as a token: it returned none. */
  async releaseGrant(at: number): Promise<void> {
    const { store } = this.#parts;
    store.save(withoutGrant(store.load(), at));
    await this.#saveAll(withoutGrant(await this.#loadAll(), at));
  }

  async #loadAll(): Promise<TokenCallTimes> {
    const stored = await this.#parts.state.get(KEY);
    return readTokenCallTimes(stored?.value ?? '') ?? { made: [], granted: [] };
  }

  /** The caller holds the lock of the renewal, so no other instance has changed them since. */
  #saveAll(times: TokenCallTimes): Promise<void> {
    const { made, granted } = this.#limits;
    return this.#parts.state.set(KEY, JSON.stringify(times), longestOf([...made, ...granted]));
  }
}

function withCall({ made, granted }: TokenCallTimes, now: number): TokenCallTimes {
  return { made: [...made, now], granted: [...granted, now] };
}

function withoutGrant({ made, granted }: TokenCallTimes, at: number): TokenCallTimes {
  return { made, granted: granted.filter((time) => time !== at) };
}

function recentTimes({ made, granted }: TokenCallTimes, limits: Limits, now: number): TokenCallTimes {
  return { made: recentOf(made, limits.made, now), granted: recentOf(granted, limits.granted, now) };
}

function haveRoom({ made, granted }: TokenCallTimes, limits: Limits, now: number): boolean {
  return hasRoom(made, limits.made, now) && hasRoom(granted, limits.granted, now);
}

function longestOf(windows: readonly Window[]): number {
  return Math.max(...windows.map(({ ms }) => ms));
}

/** The times inside the longest window. Times in the future are dropped: the clock was set back after them. */
function recentOf(times: readonly number[], windows: readonly Window[], now: number): readonly number[] {
  const longestMs = longestOf(windows);
  return times.filter((at) => at <= now && now - at < longestMs);
}

function hasRoom(times: readonly number[], windows: readonly Window[], now: number): boolean {
  return windows.every(({ calls, ms }) => times.filter((at) => now - at < ms).length < calls);
}
