import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { CheckoutCreated, CheckoutRequest } from '../contract/checkout.ts';
import { IDEMPOTENCY_MS } from '../contract/lifetimes.ts';
import { Problem } from '../problem.ts';
import { exclusively } from '../state/exclusively.ts';
import type { State } from '../state/state.ts';

/** How long to wait for another instance that answers the same request. The widget waits twenty seconds. */
const PATIENCE_MS = 15_000;

/** A request that this instance is answering. */
interface Attempt {
  readonly bodyMac: string;
  readonly callers: Callers;
  readonly answer: Promise<CheckoutCreated>;
}

/** An answer as it is stored. */
interface Answered {
  readonly bodyMac: string;
  readonly created: CheckoutCreated;
}

/** One of the requests that may share a key. */
interface KeyedRequest {
  readonly origin: string;
  readonly key: string;
  readonly request: CheckoutRequest;
  /** Aborts when the caller disconnects. */
  readonly signal: AbortSignal;
}

/** Repeats the answer when a browser sends the same request twice, as after a network failure. Stores an HMAC of the body, not the body. */
export class Idempotency {
  readonly #state: State;
  readonly #macKey: KeyObject;
  readonly #elapsed: () => number;
  readonly #attempts = new Map<string, Attempt>();

  /** All instances of a state have one key. `elapsed` in ms. */
  constructor(state: State, macKey: KeyObject, elapsed: () => number) {
    this.#state = state;
    this.#macKey = macKey;
    this.#elapsed = elapsed;
  }

  /**
   * Runs `create` once for a key of an origin; concurrent callers share its result. Its signal aborts when all of them have
   * disconnected. A failure is not stored.
   * @throws Problem `idempotency-key-reused` when the key was used with another body; `busy` when another instance is answering the same
   * request, for too long or out of reach.
   */
  async once(
    { origin, key, request, signal }: KeyedRequest,
    create: (allGone: AbortSignal) => Promise<CheckoutCreated>,
  ): Promise<CheckoutCreated> {
    const name = `answer:${origin} ${key}`;
    const bodyMac = createHmac('sha256', this.#macKey).update(JSON.stringify(request)).digest('base64url');
    const known = this.#attempts.get(name);
    if (known) {
      assertSameBody(known.bodyMac, bodyMac);
      const { callers } = known;
      callers.add(signal);
      return known.answer.catch((cause) => {
        // The others had gone before this one came: the attempt may have been given up for that.
        const isGivenUp = cause instanceof Problem && cause.code === 'busy'; // no call of HelloAsso was made
        if (isGivenUp && callers.allGone.aborted && !signal.aborted)
          return this.once({ origin, key, request, signal }, create);
        throw cause;
      });
    }
    const callers = new Callers();
    callers.add(signal);
    const answer = this.#answer(name, bodyMac, callers.allGone, create).finally(() => this.#attempts.delete(name));
    this.#attempts.set(name, { bodyMac, callers, answer });
    return answer;
  }

  /** The stored answer, else a new one. An answer counts once it is stored: of two, the first. */
  async #answer(
    name: string,
    bodyMac: string,
    gone: AbortSignal,
    create: (allGone: AbortSignal) => Promise<CheckoutCreated>,
  ): Promise<CheckoutCreated> {
    const known = await this.#stored(name, bodyMac);
    if (known) return known;
    return exclusively(this.#state, name, { patienceMs: PATIENCE_MS, gone }, async () => {
      const startedAt = this.#elapsed();
      const earlier = await this.#stored(name, bodyMac); // another instance may have answered since
      if (earlier) return earlier;
      const created = await create(gone);
      const leftMs = Math.ceil(IDEMPOTENCY_MS - (this.#elapsed() - startedAt));
      const answered: Answered = { bodyMac, created };
      if (leftMs < 0) return created;
      const isFirst = await this.#state.add(name, JSON.stringify(answered), Math.max(leftMs, 1));
      return isFirst ? created : ((await this.#stored(name, bodyMac)) ?? created);
    });
  }

  async #stored(name: string, bodyMac: string): Promise<CheckoutCreated | undefined> {
    const stored = await this.#state.get(name);
    if (!stored) return undefined;
    const answered = JSON.parse(stored.value) as Answered;
    assertSameBody(answered.bodyMac, bodyMac);
    return answered.created;
  }
}

/** @throws Problem `idempotency-key-reused`. */
function assertSameBody(known: string, given: string): void {
  if (timingSafeEqual(Buffer.from(known), Buffer.from(given))) return;
  throw new Problem('idempotency-key-reused', 'the key was used with another body');
}

/** Those who wait for one answer. */
class Callers {
  readonly #controller = new AbortController();
  #count = 0;

  get allGone(): AbortSignal {
    return this.#controller.signal;
  }

  add(signal: AbortSignal): void {
    this.#count += 1;
    const leave = () => {
      this.#count -= 1;
      if (this.#count === 0) this.#controller.abort();
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  }
}
