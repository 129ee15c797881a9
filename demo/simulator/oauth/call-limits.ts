import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock.ts';

/** HelloAsso's published limits of the token endpoint. */
const LIMITS = [
  { calls: 10, windowMs: 10 * SECOND_MS },
  { calls: 20, windowMs: 10 * MINUTE_MS },
  { calls: 50, windowMs: HOUR_MS },
] as const;

/** Counts the calls of the last hour. Whether HelloAsso also counts the calls that it refused is not known; here it does not. */
export class CallLimits {
  #calls: number[] = [];

  /** Counts a call, or says how many milliseconds to wait before the next one. */
  admit(now: number): number | undefined {
    this.#calls = this.#calls.filter((at) => at > now - HOUR_MS);
    const waits = LIMITS.map(({ calls, windowMs }) => {
      const oldest = this.#calls.at(-calls);
      return oldest === undefined ? 0 : oldest + windowMs - now;
    });
    const waitMs = Math.max(...waits);
    if (waitMs > 0) return waitMs;
    this.#calls.push(now);
    return undefined;
  }
}
