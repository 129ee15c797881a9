import type { CheckoutCreated, CheckoutOutcome, CheckoutRequest } from '../../proxy/contract/checkout.ts';
import type { Plan } from '../../proxy/contract/instalments.ts';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
import { type FieldError, PROBLEM_STATUS, type ProblemBody, type ProblemCode } from '../../proxy/contract/problem.ts';

export const PROXY = 'https://pay.example.org';

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

/** What the proxy was asked. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: CheckoutRequest | undefined;
}

type Answer = Response | 'hang' | 'break';

/** Stands in for the proxy: `window.fetch` answers from what a test prepares, and nothing reaches a network. */
export class FakeProxy {
  readonly requests: RecordedRequest[] = [];
  #offers: readonly PublicOffer[];
  #onCreate: () => Answer = () => json(CREATED, 201);
  #outcomes: (() => Answer)[] = [];
  #isDown = false;
  #source = '';
  readonly #realFetch = window.fetch;

  constructor(...offers: readonly PublicOffer[]) {
    this.#offers = offers;
    window.fetch = (input, init) => this.#answer(new Request(input, init));
  }

  restore(): void {
    window.fetch = this.#realFetch;
  }

  /** No request is answered from now on, until `up`. */
  down(): void {
    this.#isDown = true;
  }

  up(): void {
    this.#isDown = false;
  }

  /** The page as its server sent it. */
  hasSource(source: string): void {
    this.#source = source;
  }

  /** The proxy has these offers now. */
  offers(...offers: readonly PublicOffer[]): void {
    this.#offers = offers;
  }

  /** The next checkouts: an answer, a problem with more to say, or no answer at all. */
  creates(answer: Partial<CheckoutCreated> | ProblemCode | 'hang', more: ProblemDetails = {}): void {
    if (answer === 'hang') this.#onCreate = () => answer;
    else
      this.#onCreate = () =>
        typeof answer === 'string' ? problem(answer, more) : json({ ...CREATED, ...answer }, 201);
  }

  /** The outcomes that the proxy will verify, in turn; the last one stays. */
  verifies(...outcomes: readonly (Partial<CheckoutOutcome> | ProblemCode | 'hang' | 'break')[]): void {
    this.#outcomes = outcomes.map((outcome) => () => {
      if (outcome === 'hang' || outcome === 'break') return outcome;
      return typeof outcome === 'string' ? problem(outcome) : json({ ...PAID, ...outcome });
    });
  }

  requestsTo(method: string, path: string): readonly RecordedRequest[] {
    return this.requests.filter((request) => request.method === method && request.path.startsWith(path));
  }

  async #answer(request: Request): Promise<Response> {
    const { method, headers, url } = request;
    if (url === location.href) return new Response(this.#source);
    if (!url.startsWith(PROXY)) throw new Error(`The widget asked ${url}, which is not the proxy.`);
    const path = url.slice(PROXY.length);
    const text = await request.text();
    this.requests.push({ method, path, headers, body: text ? JSON.parse(text) : undefined });
    const answer = this.#isDown ? 'break' : this.#route(method, path);
    if (answer === 'break') throw new TypeError('Failed to fetch');
    if (answer !== 'hang') return answer;
    return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)));
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
    ...(plan && { plan }),
    ...(errors && { errors }),
  };
  const response = json(body, status);
  if (retryAfterS !== undefined) response.headers.set('Retry-After', String(retryAfterS));
  return response;
}
