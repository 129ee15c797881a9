import type { Log } from './log.ts';

/** What the proxy takes from its surroundings. Tests replace each member. */
export interface Environment {
  readonly fetch: typeof globalThis.fetch;
  /** The clock, in ms since 1970. */
  readonly now: () => number;
  readonly log: Log;
}
