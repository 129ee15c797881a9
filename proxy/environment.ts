import type { Log } from './log.ts';

/** What the proxy takes from its surroundings. Tests replace each member. */
export interface Environment {
  /** The time of day, in ms since 1970. It may be wrong, and may be put back or forward. */
  readonly now: () => number;
  /** ms since some moment: the clock of every deadline. It is never put back or forward. */
  readonly elapsed: () => number;
  readonly log: Log;
}
