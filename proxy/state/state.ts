/** A text that is stored, and for how much longer, in ms. */
export interface Stored {
  readonly value: string;
  readonly remainingMs: number;
}

/** A number that is counted, and how long until it begins at 0 again, in ms. */
export interface Counted {
  readonly count: number;
  readonly remainingMs: number;
}

/**
 * What the instances of a proxy share: six operations, each of them atomic. Keys have a kind in front: `kind:name`. Every entry ends after
 * its time to live, a whole number of ms. All of it may be lost at any moment without harm to a payment that was made.
 *
 * An implementation may reject, or answer too late: the instance then goes on alone for some seconds. It is given no text that others
 * could read: texts are encrypted.
 */
export interface SharedState {
  /** Reads a text. With `renewMs`, it lives so long from now. */
  get(key: string, renewMs?: number): Promise<Stored | undefined>;
  /** Stores a text, in place of another one. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** Stores a text where there is none. Returns whether it was stored. */
  add(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** Adds `by` to a number, which begins at 0 and ends `ttlMs` after that. A negative `by` begins none. */
  count(key: string, by: number, ttlMs: number): Promise<Counted>;
  /** Gives `key` to `owner`, or lets `owner` keep it for longer. Returns whether `owner` has it: `false` while another one does. */
  lock(key: string, owner: string, ttlMs: number): Promise<boolean>;
  /** Takes `key` from `owner`, if that owner holds it. */
  unlock(key: string, owner: string): Promise<void>;
}

/** The state as the rest of the proxy uses it. It never rejects. */
export interface State extends SharedState {
  /** Whether this is what all instances know: `false` while an instance goes on alone. */
  readonly isComplete: boolean;
  /** Names what is stored of these kinds: another name once some of it may have been lost; `undefined` while that cannot be known. */
  generation(kinds: readonly string[]): Promise<string | undefined>;
}
