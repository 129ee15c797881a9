import { z } from 'zod';
import type { Config } from '../config/config.ts';
import type { ProblemCode } from '../contract/problem.ts';
import { parseJson } from '../json.ts';
import { Problem } from '../problem.ts';
import type { AccessToken } from './access-token.ts';
import { isHelloAssoAddress } from './address.ts';
import type { IntentBody } from './intent-request.ts';
import {
  type CheckoutIntent,
  type CreatedIntent,
  checkoutIntent,
  createdIntent,
  errorBody,
  type Order,
  orderAnswer,
  type PaymentPage,
  paymentPage,
} from './response-schemas.ts';
import { boundedText } from './response-text.ts';

const READ_TIMEOUT_MS = 5_000;
/** The longest `Retry-After` worth waiting for while a payer watches. */
const MAX_WAIT_S = 2;

/** The calls of HelloAsso's API that we make. */
export class HelloAssoApi {
  readonly #config: Config['helloasso'];
  readonly #token: AccessToken;
  readonly #fetch: typeof globalThis.fetch;
  #lastCallFailed = false;

  constructor(config: Config['helloasso'], token: AccessToken, fetch: typeof globalThis.fetch) {
    this.#config = config;
    this.#token = token;
    this.#fetch = fetch;
  }

  /** Whether HelloAsso could not be used at the last call: for `/readyz`, which makes no call itself. */
  get lastCallFailed(): boolean {
    return this.#lastCallFailed;
  }

  /**
   * Creates a checkout intent. Repeated at most once, and only where a second intent does no harm and may succeed: an unused
   * intent charges nothing, a payer who gives up is a loss. A 401 creates nothing and is not counted. `signal` ends it all.
   * @throws Problem for every other answer.
   */
  async createIntent(organization: string, body: IntentBody, signal: AbortSignal): Promise<CreatedIntent> {
    return this.#watched(async () => {
      let response = await this.#post(organization, body, signal).catch(brokenConnection(signal));
      const repeat = await repeatOf(body, response);
      if (repeat) {
        if (response) await boundedText(response); // frees the connection
        response = await this.#post(organization, repeat, signal);
      }
      if (!response) throw new Problem('helloasso-unavailable', 'the connection broke');
      const intent = parse(createdIntent, await read(response));
      if (isHelloAssoAddress(intent.redirectUrl, this.#config)) return intent;
      throw new Problem('helloasso-unavailable', 'HelloAsso answered a redirectUrl that is not its own');
    });
  }

  /**
   * Reads a checkout intent of an organisation; nothing where there is none.
   * @throws Problem for every other answer.
   */
  readIntent(
    organization: string,
    checkoutIntentId: number,
    signal?: AbortSignal,
  ): Promise<CheckoutIntent | undefined> {
    return this.#read(checkoutIntent, `${pathOf(organization)}/checkout-intents/${checkoutIntentId}`, signal);
  }

  /** Reads an order; nothing where there is none. Needs the privilege `AccessTransactions`, which associations have. */
  readOrder(orderId: number, signal?: AbortSignal): Promise<Order | undefined> {
    return this.#read(orderAnswer, `/v5/orders/${orderId}`, signal, [403, 404]);
  }

  /** Reads payments of an organisation, the last updated first, a hundred at a time. */
  readPayments(
    organization: string,
    continuationToken: string | undefined,
    signal?: AbortSignal,
  ): Promise<PaymentPage | undefined> {
    const query = new URLSearchParams({ pageSize: '100', sortField: 'UpdateDate', sortOrder: 'Desc' });
    if (continuationToken !== undefined) query.set('continuationToken', continuationToken);
    return this.#read(paymentPage, `${pathOf(organization)}/payments?${query}`, signal);
  }

  /** Whether HelloAsso still knows an organisation by that slug. */
  async hasOrganization(organization: string, signal?: AbortSignal): Promise<boolean> {
    return (await this.#read(z.object(), pathOf(organization), signal)) !== undefined;
  }

  #read<T>(
    schema: z.ZodType<T>,
    path: string,
    signal: AbortSignal = AbortSignal.timeout(READ_TIMEOUT_MS),
    nothing: readonly number[] = [404],
  ): Promise<T | undefined> {
    return this.#watched(async () => {
      const response = await this.#call(path, { method: 'GET', signal });
      if (!nothing.includes(response.status)) return parse(schema, await read(response, problemForReading));
      await boundedText(response); // frees the connection
      return undefined;
    });
  }

  #post(organization: string, body: IntentBody, signal: AbortSignal): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return this.#call(`${pathOf(organization)}/checkout-intents`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
      signal,
    });
  }

  /** One authorised call, and a second with a new token when HelloAsso refuses the first one's. */
  async #call(path: string, init: RequestInit): Promise<Response> {
    const send = (token: string) =>
      this.#fetch(this.#config.apiOrigin + path, {
        ...init,
        redirect: 'error',
        headers: {
          ...init.headers,
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          'user-agent': 'helloasso-checkout',
        },
      });
    const token = await this.#token.get();
    const response = await send(token);
    if (response.status !== 401 || !this.#token.refused(token)) return response;
    await boundedText(response); // frees the connection
    return send(await this.#token.get());
  }

  /** Remembers whether HelloAsso was of use, and names what `fetch` throws. */
  async #watched<T>(call: () => Promise<T>): Promise<T> {
    try {
      const result = await call();
      this.#lastCallFailed = false;
      return result;
    } catch (cause) {
      const problem =
        cause instanceof Problem ? cause : new Problem('helloasso-unavailable', 'no answer from HelloAsso', { cause });
      this.#lastCallFailed = FAULTS_OF_HELLOASSO.has(problem.code);
      throw problem;
    }
  }
}

const FAULTS_OF_HELLOASSO: ReadonlySet<ProblemCode> = new Set(['helloasso-unavailable', 'helloasso-credentials']);

/** The path of all that is an organisation's, by its slug. */
function pathOf(organization: string): string {
  return `/v5/organizations/${organization}`;
}

/** Lets a broken connection through as no response; a used-up budget and our own problems are thrown on. */
function brokenConnection(budget: AbortSignal): (cause: unknown) => undefined {
  return (cause) => {
    if (budget.aborted || cause instanceof Problem) throw cause;
    return undefined;
  };
}

/** The body to send again after this answer, or nothing where repeating would not help. */
async function repeatOf(body: IntentBody, response: Response | undefined): Promise<IntentBody | undefined> {
  if (!response || [502, 503, 504].includes(response.status)) return body;
  if (response.status === 400 && body.payer) {
    const { payer, ...withoutPayer } = body;
    return withoutPayer;
  }
  if (response.status === 429) {
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    if (!(seconds <= MAX_WAIT_S)) return undefined;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    return body;
  }
  return undefined;
}

async function read(response: Response, problemOf = problemFor): Promise<unknown> {
  const json = parseJson(await boundedText(response));
  if (response.ok) return json;
  const problem = problemOf(response.status);
  const reasons = errorBody.safeParse(json).data ?? [];
  throw new Problem(problem, `HelloAsso answered ${response.status} ${reasons.join(' ')}`.trim());
}

function problemFor(status: number): ProblemCode {
  if (status === 401 || status === 403 || status === 404) return 'helloasso-credentials';
  if (status === 409) return 'organisation-cannot-collect';
  if (status === 429 || status >= 500) return 'helloasso-unavailable';
  return 'helloasso-refused';
}

/** Whoever reads has asked for nothing that could be refused: a payer who has paid must not be told to try again. */
function problemForReading(status: number): ProblemCode {
  const problem = problemFor(status);
  return problem === 'helloasso-credentials' ? problem : 'helloasso-unavailable';
}

function parse<T>(schema: z.ZodType<T>, json: unknown): T {
  const { success, data } = schema.safeParse(json);
  if (!success) throw new Problem('helloasso-unavailable', 'HelloAsso answered in a shape we do not know');
  return data;
}
