import PQueue from 'p-queue';
import { Problem } from '../problem.ts';

interface Bounds {
  /** Calls that run at the same time. */
  readonly atOnce: number;
  /** Calls that may wait in the queue. */
  readonly waiting: number;
}

/** By then the queue is shorter. */
const RETRY_AFTER_S = 5;

/** Limits the calls of one purpose that run at once, with a bounded queue. */
export class CallLane {
  readonly #queue: PQueue;
  readonly #maxWaiting: number;

  constructor({ atOnce, waiting }: Bounds) {
    this.#queue = new PQueue({ concurrency: atOnce });
    this.#maxWaiting = waiting;
  }

  /**
   * Runs `call` when a place is free. `signal` limits waiting and running together; when it aborts a waiting call, the call
   * leaves the queue.
   * @throws Problem `busy` when the queue is full or `signal` aborts before the call starts; else whatever `call` throws.
   */
  async run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    if (this.#queue.size >= this.#maxWaiting) throw busy('the queue is full');
    const started: { result?: Promise<T> } = {};
    const start = () => {
      started.result = call();
      return started.result;
    };
    try {
      return await this.#queue.add(start, { signal });
    } catch {
      if (started.result) return started.result; // rejects with the call's own error
      throw busy('the time is up');
    }
  }
}

/**
 * Bounds the calls of HelloAsso's API that run at once, in four lanes: many checkouts at once do not delay the outcomes of
 * payments or the notifications, and notifications without our MAC do not delay those with it. A queue is as long as what can be served
 * in the time of a call.
 */
export class CallLanes {
  readonly checkouts = new CallLane({ atOnce: 20, waiting: 200 });
  readonly returns = new CallLane({ atOnce: 20, waiting: 100 });
  readonly notifications = new CallLane({ atOnce: 10, waiting: 50 });
  readonly unverifiedNotifications = new CallLane({ atOnce: 2, waiting: 10 });
}

function busy(reason: string): Problem {
  return new Problem('busy', `too many calls of HelloAsso at once: ${reason}`, {
    headers: { 'retry-after': String(RETRY_AFTER_S) },
  });
}
