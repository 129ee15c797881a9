import { randomUUID } from 'node:crypto';
import { type Log, reasonOf } from '../log.ts';
import type { MemoryState } from './memory-state.ts';
import type { Sealer } from './sealer.ts';
import type { Counted, SharedState, State, Stored } from './state.ts';

/** A payer waits no longer for the shared state. */
const ANSWER_MS = 100;
/** After a failure, the shared state is left alone for so long; then one call tries it. */
const PAUSE_MS = 5_000;
/** How long the name of the memory outlives its last use. No form is that old. */
const GENERATION_MS = 86_400_000;

/** The shared state has failed. */
const AWAY = Symbol('away');

interface Parts {
  /** Rejects if there can be none. */
  readonly shared: Promise<SharedState>;
  /** What this instance has seen, and goes on with while it is alone. */
  readonly memory: MemoryState;
  readonly sealer: Sealer;
  /** In front of every key, so that several proxies can use one store. */
  readonly prefix: string;
  readonly log: Log;
  /** ms */
  readonly elapsed: () => number;
}

/**
 * The state of an instance among others: the shared one where it answers in time, else what this instance has seen last. Texts are
 * encrypted on their way. One line in the log when the shared state is away, and one when it is back.
 */
export class JoinedState implements State {
  readonly #parts: Parts;
  /** When to try again, ms of `elapsed`; `undefined` while the shared state answers. */
  #awayUntil: number | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.shared.catch(() => {}); // every call reports it
  }

  get isComplete(): boolean {
    return this.#awayUntil === undefined;
  }

  async get(key: string, renewMs?: number): Promise<Stored | undefined> {
    const { memory, sealer, prefix } = this.#parts;
    const name = prefix + key;
    // A store that is full can be read: only a call that writes shows that it is back.
    const stored = await this.#ask((shared) => shared.get(name, renewMs), { mayTry: false });
    const value = stored === AWAY || !stored ? undefined : await sealer.open(name, stored.value);
    if (stored === AWAY || !stored || value === undefined) return memory.get(key, renewMs); // lost there, perhaps not here
    await memory.set(key, value, Math.max(stored.remainingMs, 1));
    return { value, remainingMs: stored.remainingMs };
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    const { memory, sealer, prefix } = this.#parts;
    const name = prefix + key;
    await memory.set(key, value, ttlMs);
    const sealed = await sealer.seal(name, value);
    await this.#ask((shared) => shared.set(name, sealed, ttlMs));
  }

  async add(key: string, value: string, ttlMs: number): Promise<boolean> {
    const { memory, sealer, prefix } = this.#parts;
    const name = prefix + key;
    const sealed = await sealer.seal(name, value);
    const isAdded = await this.#ask((shared) => shared.add(name, sealed, ttlMs));
    if (isAdded === AWAY) return memory.add(key, value, ttlMs);
    if (isAdded) await memory.set(key, value, ttlMs);
    return isAdded;
  }

  async count(key: string, by: number, ttlMs: number): Promise<Counted> {
    const { memory, prefix } = this.#parts;
    const own = await memory.count(key, by, ttlMs);
    const counted = await this.#ask((shared) => shared.count(prefix + key, by, ttlMs));
    return counted === AWAY ? own : counted;
  }

  async lock(key: string, owner: string, ttlMs: number): Promise<boolean> {
    const { memory, prefix } = this.#parts;
    const isMine = await this.#ask((shared) => shared.lock(prefix + key, owner, ttlMs));
    return isMine === AWAY ? memory.lock(key, owner, ttlMs) : isMine;
  }

  async unlock(key: string, owner: string): Promise<void> {
    const { memory, prefix } = this.#parts;
    await memory.unlock(key, owner);
    await this.#ask((shared) => shared.unlock(prefix + key, owner), { mayTry: false });
  }

  /** One name for all kinds, stored as all the rest: a store that loses everything loses its name, too. */
  async generation(): Promise<string | undefined> {
    const { sealer, prefix } = this.#parts;
    const name = `${prefix}generation:`;
    const read = async () => {
      const stored = await this.#ask((shared) => shared.get(name, GENERATION_MS), { mayTry: false });
      return stored === AWAY || !stored ? undefined : sealer.open(name, stored.value);
    };
    const known = await read();
    if (known !== undefined) return known;
    const sealed = await sealer.seal(name, randomUUID());
    const isAdded = await this.#ask((shared) => shared.add(name, sealed, GENERATION_MS));
    return isAdded === AWAY ? undefined : read();
  }

  async #ask<T>(call: (shared: SharedState) => Promise<T>, { mayTry } = { mayTry: true }): Promise<T | typeof AWAY> {
    const { elapsed, log } = this.#parts;
    const isTrial = this.#awayUntil !== undefined;
    if (this.#awayUntil !== undefined) {
      if (!mayTry || elapsed() < this.#awayUntil) return AWAY;
      this.#awayUntil = elapsed() + PAUSE_MS; // the others do not try too
    }
    try {
      const shared = await this.#parts.shared;
      const answer = await within(ANSWER_MS, call(shared));
      if (isTrial && this.#awayUntil !== undefined) {
        this.#awayUntil = undefined;
        log.warn({}, 'the shared state is back');
      }
      return answer;
    } catch (cause) {
      if (this.#awayUntil === undefined) {
        log.warn({ reason: reasonOf(cause) }, 'the shared state is away: this instance goes on alone');
      }
      this.#awayUntil = elapsed() + PAUSE_MS;
      return AWAY;
    }
  }
}

/** Lets an answer that has arrived be read first: the process may have been busy for all the time. */
function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(() => reject(new Error(`no answer in ${ms} ms`))), ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
