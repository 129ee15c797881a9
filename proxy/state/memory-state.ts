import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Counted, State, Stored } from './state.ts';

/** Entries of one kind. Beyond, the one that was used least recently is forgotten. */
const BOUNDS = { texts: 5_000, counts: 20_000 };

/** The state of a single instance: in its memory, which is bounded for each kind of entry. */
export class MemoryState implements State {
  readonly isComplete = true;
  readonly #texts: Pools<string>;
  readonly #counts: Pools<{ count: number }>;
  /** By kind of text. */
  readonly #generations = new Map<string, string>();

  /** `elapsed` in ms. */
  constructor(elapsed: () => number, bounds = BOUNDS) {
    this.#texts = new Pools(bounds.texts, elapsed, (kind) => this.#generations.delete(kind));
    this.#counts = new Pools(bounds.counts, elapsed);
  }

  async get(key: string, renewMs?: number): Promise<Stored | undefined> {
    const pool = this.#texts.of(key);
    const value = pool.get(key);
    if (value === undefined) return undefined;
    if (renewMs !== undefined) pool.set(key, value, { ttl: renewMs });
    return { value, remainingMs: pool.getRemainingTTL(key) };
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.#texts.of(key).set(key, value, { ttl: ttlMs });
  }

  async add(key: string, value: string, ttlMs: number): Promise<boolean> {
    const pool = this.#texts.of(key);
    if (pool.get(key) !== undefined) return false;
    pool.set(key, value, { ttl: ttlMs });
    return true;
  }

  async count(key: string, by: number, ttlMs: number): Promise<Counted> {
    const pool = this.#counts.of(key);
    let counted = pool.get(key);
    if (!counted) {
      if (by < 0) return { count: 0, remainingMs: 0 };
      counted = { count: 0 };
      pool.set(key, counted, { ttl: ttlMs });
    }
    counted.count += by;
    return { count: counted.count, remainingMs: pool.getRemainingTTL(key) };
  }

  async lock(key: string, owner: string, ttlMs: number): Promise<boolean> {
    const pool = this.#texts.of(key);
    const current = pool.get(key);
    if (current !== undefined && current !== owner) return false;
    pool.set(key, owner, { ttl: ttlMs });
    return true;
  }

  async unlock(key: string, owner: string): Promise<void> {
    const pool = this.#texts.of(key);
    if (pool.peek(key) === owner) pool.delete(key);
  }

  async generation(kinds: readonly string[]): Promise<string> {
    const nameOf = (kind: string) => {
      const name = this.#generations.get(kind) ?? randomUUID();
      this.#generations.set(kind, name);
      return name;
    };
    return kinds.map(nameOf).join(' ');
  }
}

/** One bounded pool for each kind, so that many entries of one kind displace none of another. */
class Pools<Entry extends object | string> {
  readonly #max: number;
  readonly #elapsed: () => number;
  readonly #onForgotten: ((kind: string) => void) | undefined;
  readonly #pools = new Map<string, LRUCache<string, Entry>>();

  /** `onForgotten`: an entry had to go before its time. */
  constructor(max: number, elapsed: () => number, onForgotten?: (kind: string) => void) {
    this.#max = max;
    this.#elapsed = elapsed;
    this.#onForgotten = onForgotten;
  }

  of(key: string): LRUCache<string, Entry> {
    const kind = key.slice(0, key.indexOf(':'));
    const known = this.#pools.get(kind);
    if (known) return known;
    const pool = new LRUCache<string, Entry>({
      maxSize: this.#max, // `max` would reserve the memory of all of them at the start
      sizeCalculation: () => 1,
      ttlResolution: 0,
      perf: { now: this.#elapsed },
      dispose: (_, key, reason) => {
        if (reason === 'evict' && pool.getRemainingTTL(key) > 0) this.#onForgotten?.(kind);
      },
    });
    this.#pools.set(kind, pool);
    return pool;
  }
}
