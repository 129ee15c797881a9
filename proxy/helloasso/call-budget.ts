/** So many calls in such a time. */
export interface Window {
  readonly calls: number;
  readonly ms: number;
}

/** Keeps calls inside several windows at once, by a clock of one's own. */
export class CallBudget {
  readonly #windows: readonly Window[];
  readonly #longestMs: number;
  /** When calls were made, oldest first. */
  #made: number[] = [];

  constructor(windows: readonly Window[]) {
    this.#windows = windows;
    this.#longestMs = Math.max(...windows.map(({ ms }) => ms));
  }

  /** Whether one more call may be made now; if so, it counts as made. */
  take(now: number): boolean {
    this.#made = this.#made.filter((at) => now - at < this.#longestMs);
    const isFree = this.#windows.every(({ calls, ms }) => this.#made.filter((at) => now - at < ms).length < calls);
    if (isFree) this.#made.push(now);
    return isFree;
  }
}
