import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock.ts';

/** HelloAsso's published limits. Repeated here on purpose: a fake must judge independently of the proxy's limits. */
const LIMITS = [
  { calls: 10, windowMs: 10 * SECOND_MS },
  { calls: 20, windowMs: 10 * MINUTE_MS },
  { calls: 50, windowMs: HOUR_MS },
] as const;

/** Counts the calls of the last hour. Rejected calls are not counted; whether HelloAsso counts them is not known. */
export class CallLimits {
  #calls: number[] = [];

  /** Counts a call. Returns undefined if it is allowed, else how long to wait in ms. */
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
