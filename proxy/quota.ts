import { LRUCache } from 'lru-cache';

interface Rule {
  /** Uses of one name in one period. */
  readonly uses: number;
  readonly periodMs: number;
  /** Names that are counted at once; beyond, the name used least recently is forgotten. */
  readonly names: number;
}

/** Counts uses by name, in periods that begin with the first use, in bounded memory. */
export class Quota {
  readonly #uses: number;
  readonly #counts: LRUCache<string, { count: number }>;

  /** `elapsed` in ms. */
  constructor({ uses, periodMs, names }: Rule, elapsed: () => number) {
    this.#uses = uses;
    this.#counts = new LRUCache({
      maxSize: names, // `max` would reserve the memory of all of them at the start
      sizeCalculation: () => 1,
      ttl: periodMs,
      ttlResolution: 0,
      perf: { now: elapsed },
    });
  }

  /** Counts one use. Returns how many ms to wait when it is one too many; 0 when it is allowed. */
  take(name: string): number {
    const counted = this.#counts.get(name) ?? this.#begin(name);
    counted.count += 1;
    return counted.count > this.#uses ? Math.max(this.#counts.getRemainingTTL(name), 1) : 0;
  }

  /** Takes one use back. */
  giveBack(name: string): void {
    const counted = this.#counts.peek(name);
    if (counted) counted.count -= 1;
  }

  #begin(name: string): { count: number } {
    const counted = { count: 0 };
    this.#counts.set(name, counted);
    return counted;
  }
}
