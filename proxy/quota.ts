import type { SharedState } from './state/state.ts';

interface Rule {
  /** What is counted. */
  readonly kind: string;
  /** Uses of one name in one period. */
  readonly uses: number;
  readonly periodMs: number;
}

/** Counts uses by name, in periods that begin with the first use. */
export class Quota {
  readonly #rule: Rule;
  readonly #state: Pick<SharedState, 'count'>;

  constructor(rule: Rule, state: Pick<SharedState, 'count'>) {
    this.#rule = rule;
    this.#state = state;
  }

  /** Counts one use. Returns how many ms to wait when it is one too many; 0 when it is allowed. */
  async take(name: string): Promise<number> {
    const { kind, uses, periodMs } = this.#rule;
    const { count, remainingMs } = await this.#state.count(`${kind}:${name}`, 1, periodMs);
    return count > uses ? Math.max(remainingMs, 1) : 0;
  }

  /** Takes one use back. */
  async giveBack(name: string): Promise<void> {
    const { kind, periodMs } = this.#rule;
    await this.#state.count(`${kind}:${name}`, -1, periodMs);
  }
}
