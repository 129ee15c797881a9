import type { Environment } from '../environment.ts';
import type { Send } from './http-client.ts';

/** How far a clock may be off: `Date` is in whole seconds, and a response takes time. */
const TOLERANCE_MS = 60_000;

/** A time of day, in ms since 1970, and when it was read from a clock that is never put back. */
interface Reading {
  readonly time: number;
  readonly at: number;
}

/**
 * The time of day by which checkouts are dated and their age is judged: HelloAsso's, by the `Date` of its responses, where our clock
 * is more than a minute off. Between two responses, time passes by the clock that is never put back. Before the first one, our clock
 * counts.
 */
export class HelloAssoClock {
  readonly #environment: Pick<Environment, 'now' | 'elapsed'>;
  #known: Reading | undefined;
  /** The last `Date`, ignored or not. */
  #received: Reading | undefined;

  constructor(environment: Pick<Environment, 'now' | 'elapsed'>) {
    this.#environment = environment;
  }

  /** ms since 1970 */
  now(): number {
    return this.#known ? this.#passed(this.#known) : this.#environment.now();
  }

  /** Makes the same calls, and reads the `Date` of every response. */
  watching(send: Send): Send {
    return async (url, call) => {
      const answer = await send(url, call);
      this.#read(Date.parse(answer.header('date') ?? ''));
      return answer;
    };
  }

  /** One odd `Date` is ignored: it counts when our clock, or the one before it, agrees. */
  #read(date: number): void {
    if (Number.isNaN(date)) return;
    const at = this.#environment.elapsed();
    const ours = this.#environment.now();
    if (isNear(date, ours)) this.#known = { time: ours, at };
    else if (!this.#received || isNear(date, this.#passed(this.#received))) this.#known = { time: date, at };
    this.#received = { time: date, at };
  }

  #passed({ time, at }: Reading): number {
    return Math.round(time + this.#environment.elapsed() - at);
  }
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE_MS;
}
