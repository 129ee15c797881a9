/** So many calls in such a time. */
export interface Window {
  readonly calls: number;
  readonly ms: number;
}

/** When HelloAsso's token endpoint was called, in ms since 1970. */
export interface TokenCallTimes {
  readonly made: readonly number[];
  /** Those of them that may have brought a token. */
  readonly granted: readonly number[];
}

/** Keeps the times of calls: in memory, or in something that outlives the process. */
export interface TokenCalls {
  load(): TokenCallTimes;
  save(times: TokenCallTimes): void;
}

interface Limits {
  readonly made: readonly Window[];
  readonly granted: readonly Window[];
}

/** Forgotten with the process. */
export function tokenCallsInMemory(): TokenCalls {
  let times: TokenCallTimes = { made: [], granted: [] };
  return {
    load: () => times,
    save(next) {
      times = next;
    },
  };
}

/** Keeps calls, and the tokens that they bring, inside several windows at once, by a clock of one's own. */
export class CallBudget {
  readonly #limits: Limits;
  readonly #calls: TokenCalls;

  constructor(limits: Limits, calls: TokenCalls) {
    this.#limits = limits;
    this.#calls = calls;
  }

  /** Whether one more call may be made now; if so, it counts as made, and as a token until `broughtNone`. */
  take(now: number): boolean {
    const { made, granted } = this.#calls.load();
    const recent = {
      made: recentOf(made, this.#limits.made, now),
      granted: recentOf(granted, this.#limits.granted, now),
    };
    const isFree = hasRoom(recent.made, this.#limits.made, now) && hasRoom(recent.granted, this.#limits.granted, now);
    if (isFree) this.#calls.save({ made: [...recent.made, now], granted: [...recent.granted, now] });
    return isFree;
  }

  /** Tells that the call made at `at` brought no token. */
  broughtNone(at: number): void {
    const { made, granted } = this.#calls.load();
    this.#calls.save({ made, granted: granted.filter((time) => time !== at) });
  }
}

/** Without what no window counts any more, and without the future, which only a clock that was put back knows. */
function recentOf(times: readonly number[], windows: readonly Window[], now: number): readonly number[] {
  const longestMs = Math.max(...windows.map(({ ms }) => ms));
  return times.filter((at) => at <= now && now - at < longestMs);
}

function hasRoom(times: readonly number[], windows: readonly Window[], now: number): boolean {
  return windows.every(({ calls, ms }) => times.filter((at) => now - at < ms).length < calls);
}
