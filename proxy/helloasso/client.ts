import type { ProblemCode } from '../contract/problem.ts';
import type { Environment } from '../environment.ts';
import { parseJson } from '../json.ts';
import { Problem } from '../problem.ts';
import type { AccessToken } from './access-token.ts';
import { type ApiAddress, helloAssoAddress } from './address.ts';
import { repeatBroken } from './broken-connection.ts';
import { type Answer, type Call, isWebPage, type Send, USER_AGENT, webPage } from './http-client.ts';
import type { IntentRequest } from './intent-request.ts';
import {
  type CheckoutIntent,
  type CreatedIntent,
  errorBody,
  type IntentReference,
  type PaymentPage,
  type ResponseReader,
} from './response-schemas.ts';

const READ_TIMEOUT_MS = 5_000;
/** After a failure; a front server that sends no payer in the meantime must not wait for one. */
const UNAVAILABLE_MS = 10_000;
/** The longest `Retry-After` worth waiting for while a payer watches. */
const MAX_WAIT_S = 2;

/** The calls of HelloAsso's API that the proxy makes. */
export class HelloAssoClient {
  readonly #address: ApiAddress;
  readonly #token: AccessToken;
  readonly #send: Send;
  readonly #elapsed: Environment['elapsed'];
  readonly #reader: ResponseReader;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(
    address: ApiAddress,
    token: AccessToken,
    { send, elapsed, reader }: Pick<Environment, 'elapsed'> & { readonly send: Send; readonly reader: ResponseReader },
  ) {
    this.#address = address;
    this.#token = token;
    this.#send = send;
    this.#elapsed = elapsed;
    this.#reader = reader;
  }

  /**
   * Whether HelloAsso is worth a call: the last one did not fail because of it, or is ten seconds ago, and the next one decides.
   * `/readyz` reads it and makes no call itself.
   */
  get isAvailable(): boolean {
    return this.#elapsed() - this.#failedAt >= UNAVAILABLE_MS;
  }

  /**
   * Gets an access token for the next call. HelloAsso's time is known from then on.
   * @throws Problem
   */
  async prepare(): Promise<void> {
    await this.#token.get().catch((cause: unknown) => {
      throw this.#failed(cause);
    });
  }

  /**
   * Creates a checkout intent. Repeats the call at most once, and only when a second one may succeed: an unused intent charges
   * nothing, a payer who gives up is a loss. A 401 creates nothing and does not count. `signal` ends all of it.
   * @throws Problem for every other response.
   */
  async createIntent(organization: string, body: IntentRequest, signal: AbortSignal): Promise<CreatedIntent> {
    return this.#watched(async () => {
      let answer = await this.#post(organization, body, signal).catch(brokenConnection(signal));
      const repeat = await repeatOf(body, answer);
      if (repeat) answer = await this.#post(organization, repeat, signal);
      if (!answer) throw new Problem('helloasso-unavailable', 'the connection broke');
      const hint = answer.status === 400 && body.returnUrl.startsWith('http:') ? HTTP_RETURN : '';
      const intent = usable(this.#reader.createdIntent(read(answer, { hint })));
      const redirectUrl = helloAssoAddress(intent.redirectUrl, this.#address);
      if (redirectUrl !== undefined) return { ...intent, redirectUrl };
      throw new Problem(
        'helloasso-unavailable',
        'the redirectUrl in the response is not an address of HelloAsso, nor on the origin of HELLOASSO_API_URL',
      );
    });
  }

  /**
   * Reads a checkout intent of an organisation; `undefined` when it does not exist.
   * @throws Problem for every other response.
   */
  readIntent(
    organization: string,
    checkoutIntentId: number,
    signal?: AbortSignal,
  ): Promise<CheckoutIntent | undefined> {
    const path = `${pathOf(organization)}/checkout-intents/${checkoutIntentId}`;
    return this.#read(path, signal, (json) => {
      const intent = this.#reader.checkoutIntent(json);
      return intent?.id === checkoutIntentId ? intent : undefined;
    });
  }

  /**
   * The id of the intent of an order or a payment; `undefined` when there is none. Needs the privilege `AccessTransactions`, which
   * associations have.
   */
  async findIntentId(
    { checkoutIntentId, orderId, paymentId }: IntentReference,
    signal?: AbortSignal,
  ): Promise<number | undefined> {
    if (checkoutIntentId !== undefined) return checkoutIntentId;
    if (orderId !== undefined) {
      const order = await this.#read(`/v5/orders/${orderId}`, signal, (json) => this.#reader.order(json), [403, 404]);
      return order?.checkoutIntentId;
    }
    if (paymentId === undefined) throw new Error('nothing names the order');
    const path = `/v5/payments/${paymentId}`;
    const payment = await this.#read(path, signal, (json) => this.#reader.payment(json), [403, 404]);
    return payment && this.findIntentId(payment, signal);
  }

  /**
   * Reads payments of an organisation, the last updated first, a hundred at a time. `after` is the continuation token of the page
   * before it or, where that page had none, the number of this page.
   */
  readPayments(
    organization: string,
    after: string | number | undefined,
    signal?: AbortSignal,
  ): Promise<PaymentPage | undefined> {
    const query = new URLSearchParams({ pageSize: '100', sortField: 'UpdateDate', sortOrder: 'Desc' });
    if (after !== undefined) query.set(typeof after === 'number' ? 'pageIndex' : 'continuationToken', String(after));
    return this.#read(`${pathOf(organization)}/payments?${query}`, signal, (json) => this.#reader.paymentPage(json));
  }

  /** Whether HelloAsso still knows an organisation by that slug. */
  async hasOrganization(organization: string, signal?: AbortSignal): Promise<boolean> {
    return (await this.#read(pathOf(organization), signal, (json) => json ?? undefined)) !== undefined;
  }

  /** `parse` returns `undefined` for a response that cannot be used. A status in `absent` means that there is no such thing. */
  #read<T>(
    path: string,
    signal: AbortSignal = AbortSignal.timeout(READ_TIMEOUT_MS),
    parse: (json: unknown) => T | undefined,
    absent: readonly number[] = [404],
  ): Promise<T | undefined> {
    return this.#watched(async () => {
      const json = read(await this.#call(path, { method: 'GET', headers: {}, signal }), {
        problemOf: problemForReading,
        absent,
      });
      return json === ABSENT ? undefined : usable(parse(json));
    });
  }

  #post(organization: string, body: IntentRequest, signal: AbortSignal): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    return this.#call(`${pathOf(organization)}/checkout-intents`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
      signal,
    });
  }

  /**
   * One authorised call, and a second one with a new token when HelloAsso refuses the first token. A read is repeated when its
   * connection broke.
   */
  async #call(path: string, call: Call): Promise<Answer> {
    const sendOnce = (token: string) =>
      this.#send(this.#address.apiOrigin + path, {
        ...call,
        headers: {
          ...call.headers,
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          'user-agent': USER_AGENT,
        },
      });
    const send = (token: string) => (call.method === 'GET' ? repeatBroken(() => sendOnce(token)) : sendOnce(token));
    const token = await this.#token.get();
    const answer = await send(token);
    return answer.status === 401 && this.#token.refused(token) ? send(await this.#token.get()) : answer;
  }

  /** Records whether HelloAsso caused a failure, and turns any other error into a problem. */
  async #watched<T>(call: () => Promise<T>): Promise<T> {
    try {
      const result = await call();
      this.#failedAt = Number.NEGATIVE_INFINITY;
      return result;
    } catch (cause) {
      throw this.#failed(cause);
    }
  }

  #failed(cause: unknown): Problem {
    const problem =
      cause instanceof Problem ? cause : new Problem('helloasso-unavailable', 'no response from HelloAsso', { cause });
    this.#failedAt = HELLOASSO_CODES.has(problem.code) ? this.#elapsed() : Number.NEGATIVE_INFINITY;
    return problem;
  }
}

const HELLOASSO_CODES: ReadonlySet<ProblemCode> = new Set(['helloasso-unavailable', 'helloasso-credentials']);

/** HelloAsso's codes do not name what it refuses; on a first try with the simulator, it is often this. */
const HTTP_RETURN =
  '(payers return to http here: HelloAsso takes https alone, helloasso-simulator --allow-http-loopback also http on this machine)';

/** The path of an organisation, by its slug. */
function pathOf(organization: string): string {
  return `/v5/organizations/${organization}`;
}

/** Turns a broken connection into `undefined`. Throws our own problems, and everything once the budget is used up. */
function brokenConnection(budget: AbortSignal): (cause: unknown) => undefined {
  return (cause) => {
    if (budget.aborted || cause instanceof Problem) throw cause;
    return undefined;
  };
}

/** The body to send again after this response; `undefined` when repeating would not help. */
async function repeatOf(body: IntentRequest, answer: Answer | undefined): Promise<IntentRequest | undefined> {
  if (!answer || [502, 503, 504].includes(answer.status)) return body;
  if (answer.status === 400 && body.payer) {
    const { payer, ...withoutPayer } = body;
    return withoutPayer;
  }
  if (answer.status === 429) {
    const seconds = Number(answer.header('retry-after') ?? Number.NaN);
    if (!(seconds <= MAX_WAIT_S)) return undefined;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    return body;
  }
  return undefined;
}

/** Where HelloAsso answers that there is no such thing. */
const ABSENT = Symbol('absent');

interface Reading {
  readonly problemOf?: (status: number) => ProblemCode;
  /** Statuses that mean: there is no such thing. */
  readonly absent?: readonly number[];
  /** For the log, where HelloAsso refuses. */
  readonly hint?: string;
}

/** A web page comes from a firewall or another server in front of HelloAsso: its status is not HelloAsso's. */
function read(answer: Answer, { problemOf = problemFor, absent = [], hint = '' }: Reading = {}): unknown {
  const { status, text } = answer;
  const ok = status >= 200 && status < 300;
  const problem = problemOf(status);
  const isRefusal = problem === 'helloasso-credentials' || problem === 'organisation-cannot-collect';
  if ((ok || isRefusal) && isWebPage(answer)) throw webPage(status);
  if (absent.includes(status)) return ABSENT;
  const json = parseJson(text);
  if (ok) return json;
  const reasons = errorBody.safeParse(json).data ?? [];
  throw new Problem(problem, `HelloAsso answered ${status} ${[...reasons, hint].join(' ')}`.trim());
}

function problemFor(status: number): ProblemCode {
  if (status === 401 || status === 403 || status === 404) return 'helloasso-credentials';
  if (status === 409) return 'organisation-cannot-collect';
  if (status < 400 || status === 429 || status >= 500) return 'helloasso-unavailable'; // below 400: a redirect
  return 'helloasso-refused';
}

/** A read contains nothing that HelloAsso could refuse, and a payer who has paid must not be asked to try again. */
function problemForReading(status: number): ProblemCode {
  const problem = problemFor(status);
  return problem === 'helloasso-credentials' ? problem : 'helloasso-unavailable';
}

function usable<T>(response: T | undefined): T {
  if (response === undefined) {
    throw new Problem('helloasso-unavailable', 'the response of HelloAsso has an unknown shape');
  }
  return response;
}
