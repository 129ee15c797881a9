import { Problem } from '../problem.ts';

interface Bounds {
  /** Calls that run at the same time. */
  readonly atOnce: number;
  /** Calls that may wait for their turn. */
  readonly waiting: number;
  /** A call is refused when it would probably wait longer, in ms. */
  readonly expectedMs?: number;
  /** A call that has waited so long is refused, in ms. */
  readonly longestMs?: number;
}

interface Surroundings {
  /** ms; never put back. */
  readonly elapsed: () => number;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

/** How long HelloAsso is expected to take before it has answered a first call. */
const FIRST_CALL_MS = 500;
/** How much one call counts in the mean of their times: some twenty calls decide it. */
const WEIGHT = 1 / 20;
/** Callers who are sent away come back at four fifths of the rate that can be served: new ones come too. */
const SPACING = 5 / 4;
/** By how much a `Retry-After` may be longer than planned, so that callers do not come back in step. */
const JITTER = 1 / 5;
const LONGEST_RETRY_MS = 900_000;

/** Limits the calls of one purpose that run at once, with a queue that is bounded in calls and in time. */
export class CallLane {
  readonly #bounds: Bounds;
  readonly #elapsed: () => number;
  readonly #random: () => number;
  /** In the order of their turns. */
  readonly #waiting = new Set<() => void>();
  #taken = 0;
  /** Of the calls that run and whose preparation is over: how many, and the sum of the moments at which they started. */
  readonly #running = { count: 0, sumOfStarts: 0 };
  #meanMs = FIRST_CALL_MS;
  /** The last moment that was given to a caller to come back at. */
  #returnAt = Number.NEGATIVE_INFINITY;

  constructor(bounds: Bounds, { elapsed, random = Math.random }: Surroundings) {
    this.#bounds = bounds;
    this.#elapsed = elapsed;
    this.#random = random;
  }

  get running(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Runs `call` when a place is free, after `prepare`, whose time says nothing about that of other calls. When `gone` aborts a waiting
   * call, the call leaves the queue; a running call is not affected.
   * @throws Problem `busy`, with `Retry-After`, when the call may not wait, has waited too long, or has left the queue; else whatever
   * `prepare` and `call` throw.
   */
  async run<T>(gone: AbortSignal, call: () => Promise<T>, prepare?: () => Promise<void>): Promise<T> {
    if (this.#taken < this.#bounds.atOnce) this.#taken += 1;
    else await this.#turn(gone);
    try {
      if (prepare) await prepare();
      return await this.#timed(call);
    } finally {
      this.#passOn();
    }
  }

  async #timed<T>(call: () => Promise<T>): Promise<T> {
    const startedAt = this.#elapsed();
    this.#running.count += 1;
    this.#running.sumOfStarts += startedAt;
    try {
      return await call();
    } finally {
      this.#running.count -= 1;
      this.#running.sumOfStarts -= startedAt;
      this.#meanMs += (this.#elapsed() - startedAt - this.#meanMs) * WEIGHT;
    }
  }

  /** Waits for the place of a call that ends. */
  #turn(gone: AbortSignal): Promise<void> {
    const { waiting, expectedMs = Number.POSITIVE_INFINITY, longestMs } = this.#bounds;
    if (gone.aborted) throw hasGone();
    if (this.#waiting.size >= waiting || this.#waitMs > expectedMs) throw this.#busy('the queue is full');
    return new Promise((resolve, reject) => {
      const leave = (problem: Problem) => {
        end();
        reject(problem);
      };
      const onGone = () => leave(hasGone());
      const timer =
        longestMs === undefined ? undefined : setTimeout(() => leave(this.#busy('the wait is too long')), longestMs);
      const end = () => {
        this.#waiting.delete(start);
        gone.removeEventListener('abort', onGone);
        clearTimeout(timer);
      };
      const start = () => {
        end();
        resolve();
      };
      gone.addEventListener('abort', onGone);
      this.#waiting.add(start);
    });
  }

  #passOn(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#taken -= 1;
  }

  /** How often a call ends when every place is taken. A call takes at least as long as those that run have taken so far. */
  get #intervalMs(): number {
    const { count, sumOfStarts } = this.#running;
    const meanAgeMs = count === 0 ? 0 : this.#elapsed() - sumOfStarts / count;
    return Math.max(this.#meanMs, meanAgeMs) / this.#bounds.atOnce;
  }

  /** How long one more call would wait. */
  get #waitMs(): number {
    return (this.#waiting.size + 1) * this.#intervalMs;
  }

  /** Each caller who is sent away gets a moment of their own to come back at, once the queue of now has been served. */
  #busy(reason: string): Problem {
    const now = this.#elapsed();
    const next = Math.max(this.#returnAt, now + this.#waitMs) + this.#intervalMs * SPACING;
    this.#returnAt = Math.min(next, now + LONGEST_RETRY_MS);
    const seconds = Math.ceil(((this.#returnAt - now) / 1000) * (1 + JITTER * this.#random()));
    return new Problem('busy', `too many calls of HelloAsso at once: ${reason}`, {
      headers: { 'retry-after': String(seconds) },
    });
  }
}

/** The caller no longer reads the answer, so it reserves no moment to come back at. */
function hasGone(): Problem {
  return new Problem('busy', 'the caller has gone');
}

/**
 * Bounds the calls of HelloAsso's API that run at once, in four lanes: many checkouts at once do not delay the outcomes of payments or
 * the notifications, and notifications without our MAC do not delay those with it. Only a checkout has no time-out while it waits: the
 * bodies of those that wait have 32 MB at most.
 */
export class CallLanes {
  readonly checkouts: CallLane;
  readonly returns: CallLane;
  readonly notifications: CallLane;
  readonly unverifiedNotifications: CallLane;

  constructor(surroundings: Surroundings) {
    const lane = (bounds: Bounds) => new CallLane(bounds, surroundings);
    this.checkouts = lane({ atOnce: 20, waiting: 1_000, expectedMs: 6_000, longestMs: 8_000 });
    this.returns = lane({ atOnce: 20, waiting: 100 });
    this.notifications = lane({ atOnce: 10, waiting: 50 });
    this.unverifiedNotifications = lane({ atOnce: 2, waiting: 10 });
  }
}
