import PQueue from 'p-queue';
import { Problem } from '../problem.ts';

/** How many calls run at once, and how many may wait for their turn. */
interface Bounds {
  readonly atOnce: number;
  readonly waiting: number;
}

/** By then the line has moved. */
const RETRY_AFTER_S = 5;

/** So many calls of one purpose at once, and a bounded line of those that wait for their turn. */
export class CallShare {
  readonly #queue: PQueue;
  readonly #maxWaiting: number;

  constructor({ atOnce, waiting }: Bounds) {
    this.#queue = new PQueue({ concurrency: atOnce });
    this.#maxWaiting = waiting;
  }

  /**
   * Makes the call when its turn comes. `signal` is the call's own time: waiting counts inside it, and when it ends the turn
   * passes on.
   * @throws Problem `busy` when the line is full or the time is up before the turn; else whatever the call throws.
   */
  async run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    if (this.#queue.size >= this.#maxWaiting) throw busy('the line is full');
    const made: { answer?: Promise<T> } = {};
    const make = () => {
      made.answer = call();
      return made.answer;
    };
    try {
      return await this.#queue.add(make, { signal });
    } catch {
      if (made.answer) return made.answer; // fails in its own words
      throw busy('the time is up');
    }
  }
}

/**
 * The bound on calls of HelloAsso's API at once, in three shares, so that no flood of checkouts keeps a payer who has paid from
 * reading so, nor the association from hearing of it. A line is as long as what can be served in a call's time.
 */
export class CallShares {
  readonly checkouts = new CallShare({ atOnce: 20, waiting: 200 });
  readonly returns = new CallShare({ atOnce: 20, waiting: 100 });
  readonly notifications = new CallShare({ atOnce: 10, waiting: 50 });
}

function busy(reason: string): Problem {
  return new Problem('busy', `too many calls of HelloAsso at once: ${reason}`, {
    headers: { 'retry-after': String(RETRY_AFTER_S) },
  });
}
