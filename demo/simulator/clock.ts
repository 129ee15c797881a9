/** The simulator's time: a base clock plus what the controls added. It never goes back. */
export class Clock {
  readonly #base: () => number;
  #offsetMs = 0;

  constructor(base: () => number) {
    this.#base = base;
  }

  /** In ms since the epoch. */
  now(): number {
    return this.#base() + this.#offsetMs;
  }

  /** Moves forward to `moment`, in ms since the epoch. A moment in the past has no effect. */
  moveTo(moment: number): void {
    this.#offsetMs += Math.max(0, moment - this.now());
  }
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
