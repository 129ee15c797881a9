import type { TokenCallStore } from './token-call-store.ts';

/** A number of calls in a period. */
interface Window {
  readonly calls: number;
  readonly ms: number;
}

interface Limits {
  readonly made: readonly Window[];
  readonly granted: readonly Window[];
}

/** Limits calls of the token endpoint, and the tokens that they return, in several windows at once. */
export class TokenRateLimit {
  readonly #limits: Limits;
  readonly #store: TokenCallStore;

  constructor(limits: Limits, store: TokenCallStore) {
    this.#limits = limits;
    this.#store = store;
  }

  /** Whether one more call is allowed at `now`, in ms. If so, counts it as a call, and as a token until `releaseGrant`. */
  take(now: number): boolean {
    const { made, granted } = this.#store.load();
    const recent = {
      made: recentOf(made, this.#limits.made, now),
      granted: recentOf(granted, this.#limits.granted, now),
    };
    const isFree = hasRoom(recent.made, this.#limits.made, now) && hasRoom(recent.granted, this.#limits.granted, now);
    if (isFree) this.#store.save({ made: [...recent.made, now], granted: [...recent.granted, now] });
    return isFree;
  }

  /** Stops counting the call made at `at`, in ms, as a token: it returned none. */
  releaseGrant(at: number): void {
    const { made, granted } = this.#store.load();
    this.#store.save({ made, granted: granted.filter((time) => time !== at) });
  }
}

/** The times inside the longest window. Times in the future are dropped: the clock was set back after them. */
function recentOf(times: readonly number[], windows: readonly Window[], now: number): readonly number[] {
  const longestMs = Math.max(...windows.map(({ ms }) => ms));
  return times.filter((at) => at <= now && now - at < longestMs);
}

function hasRoom(times: readonly number[], windows: readonly Window[], now: number): boolean {
  return windows.every(({ calls, ms }) => times.filter((at) => now - at < ms).length < calls);
}
