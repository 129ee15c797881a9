import type { CheckoutCreated, CheckoutOutcome, CheckoutRequest } from '../../proxy/contract/checkout.ts';
import type { Plan } from '../../proxy/contract/instalments.ts';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
import { type FieldError, PROBLEM_STATUS, type ProblemBody, type ProblemCode } from '../../proxy/contract/problem.ts';

export const PROXY = 'https://pay.example.org';
/** The same proxy, on the origin of the script. */
export const OWN_PROXY = `${location.origin}/proxy`;

export { CART, GIFT, MEMBERSHIP_IN_THREE as MEMBERSHIP, TICKET } from '../../demo/states/offers.ts';

export const CREATED: CheckoutCreated = {
  checkoutIntentId: 4242,
  redirectUrl: 'https://www.helloasso-sandbox.com/associations/les-amis/checkout/0123',
  expiresAt: '2026-11-22T12:15:00Z',
  stateToken: 'state.token.4242',
};

export const PAID: CheckoutOutcome = {
  outcome: 'paid',
  offer: 'don',
  reference: '00112233445566778899aabbccddeeff',
  itemName: 'Don à l’association',
  amountCents: 2000,
  instalments: [{ number: 1, amountCents: 2000, date: '2026-11-22', state: 'paid' }],
  refundedCents: 0,
};

/** A request that the fake proxy has received. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: CheckoutRequest | undefined;
}

type Answer = Response | 'hang' | 'break';

/** Replaces `window.fetch`: it answers with what a test has set, and nothing reaches a network. */
export class FakeProxy {
  readonly requests: RecordedRequest[] = [];
  #offers: readonly PublicOffer[];
  #onCreate: () => Answer = () => json(CREATED, 201);
  #outcomes: (() => Answer)[] = [];
  #isDown = false;
  #pageSource = '';
  readonly #realFetch = window.fetch;

  constructor(...offers: readonly PublicOffer[]) {
    this.#offers = offers;
    window.fetch = (input, init) => this.#answer(new Request(input, init));
  }

  restore(): void {
    window.fetch = this.#realFetch;
  }

  /** From now on every request fails like a broken network. */
  goDown(): void {
    this.#isDown = true;
  }

  goUp(): void {
    this.#isDown = false;
  }

  /** The HTML of the test page, as its server would send it. */
  setPageSource(source: string): void {
    this.#pageSource = source;
  }

  /** Replaces the offers. */
  setOffers(...offers: readonly PublicOffer[]): void {
    this.#offers = offers;
  }

  /** The answer to the next checkouts: members of the 201 answer, a problem with `details`, or no answer. */
  setCheckoutAnswer(answer: Partial<CheckoutCreated> | ProblemCode | 'hang', details: ProblemDetails = {}): void {
    if (answer === 'hang') this.#onCreate = () => answer;
    else
      this.#onCreate = () =>
        typeof answer === 'string' ? problem(answer, details) : json({ ...CREATED, ...answer }, 201);
  }

  /** The answers about a checkout, in turn; the last one repeats. */
  setOutcomes(...outcomes: readonly (Partial<CheckoutOutcome> | ProblemCode | 'hang' | 'break')[]): void {
    this.#outcomes = outcomes.map((outcome) => () => {
      if (outcome === 'hang' || outcome === 'break') return outcome;
      return typeof outcome === 'string' ? problem(outcome) : json({ ...PAID, ...outcome });
    });
  }

  /** The requests so far, by method and beginning of the path. */
  requestsTo(method: string, path: string): readonly RecordedRequest[] {
    return this.requests.filter((request) => request.method === method && request.path.startsWith(path));
  }

  async #answer(request: Request): Promise<Response> {
    const { method, headers, url } = request;
    if (url === location.href) return new Response(this.#pageSource);
    const address = [PROXY, OWN_PROXY].find((known) => url.startsWith(known));
    if (address === undefined) throw new Error(`Unexpected request to ${url}, which is not the proxy.`);
    const path = url.slice(address.length);
    const text = await request.text();
    this.requests.push({ method, path, headers, body: text ? JSON.parse(text) : undefined });
    const answer = this.#isDown ? 'break' : this.#route(method, path);
    if (answer === 'break') throw new TypeError('Failed to fetch');
    if (answer !== 'hang') return answer;
    const { signal } = request;
    return new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }

  #route(method: string, path: string): Answer {
    if (method === 'POST') return this.#onCreate();
    if (path === '/v1/offers') return json({ offers: this.#offers });
    if (path.startsWith('/v1/checkouts/')) {
      const answer = this.#outcomes.length > 1 ? this.#outcomes.shift() : this.#outcomes[0];
      return answer?.() ?? problem('checkout-unknown');
    }
    const offer = this.#offers.find(({ id }) => path === `/v1/offers/${id}`);
    return offer ? json(offer) : problem('offer-unknown');
  }
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}

/** In every problem. */
export const REQUEST_ID = '3f9a1c77e0';

interface ProblemDetails {
  readonly plan?: Plan;
  readonly retryAfterS?: number;
  readonly errors?: readonly FieldError[];
}

function problem(code: ProblemCode, { plan, retryAfterS, errors }: ProblemDetails = {}): Response {
  const status = PROBLEM_STATUS[code];
  const body: ProblemBody = {
    type: 'about:blank',
    title: code,
    status,
    code,
    requestId: REQUEST_ID,
    ...(plan && { plan }),
    ...(errors && { errors }),
  };
  const response = json(body, status);
  if (retryAfterS !== undefined) response.headers.set('Retry-After', String(retryAfterS));
  return response;
}
