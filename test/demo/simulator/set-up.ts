import { createSimulator, type Simulator, type SimulatorOptions } from '../../../demo/simulator/create-simulator.ts';

/** A Sunday morning in France. */
export const START = Date.parse('2026-11-22T10:00:00+01:00');

export const ORIGIN = 'http://127.0.0.1:8789';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** A request that every rule accepts. */
export const BODY = {
  totalAmount: 2500,
  initialAmount: 2500,
  itemName: 'Don ponctuel',
  backUrl: 'https://asso.example/don',
  errorUrl: 'https://asso.example/erreur',
  returnUrl: 'https://asso.example/merci',
  containsDonation: true,
};

/** What a receiver of notifications was sent. */
export interface Delivery {
  readonly url: string;
  readonly body: string;
  readonly headers: Headers;
  readonly event: {
    readonly eventType: string;
    // biome-ignore lint/suspicious/noExplicitAny: what an event holds is what the tests check
    readonly data: any;
    readonly metadata?: object;
  };
}

/** A simulator whose clock stands still until moved, a client of its API, and a receiver of its notifications. */
export function setUp(options: SimulatorOptions = {}) {
  const deliveries: Delivery[] = [];
  let answer: () => Response | Promise<Response> = () => new Response();
  const slept: number[] = [];
  const simulator = createSimulator({
    now: () => START,
    fetch: async (input, init) => {
      const body = String(init?.body);
      deliveries.push({ url: String(input), body, headers: new Headers(init?.headers), event: JSON.parse(body) });
      return answer();
    },
    sleep: async (ms) => {
      slept.push(ms);
    },
    ...options,
  });
  let token: Promise<string> | undefined;

  return {
    simulator,
    deliveries,
    slept,
    receiverAnswers(with_: typeof answer) {
      answer = with_;
    },
    send,
    post,
    askToken: (form: Record<string, string>) => askToken(simulator, form),
    api,
    create,
    tryToCreate,
    read,
    readIntent: (id: number) => read(`/organizations/asso-demo/checkout-intents/${id}`),
  };

  /** Calls the API with one token. */
  async function api(method: string, path: string, body?: unknown): Promise<Response> {
    token ??= newToken(simulator);
    return send(method, `/v5${path}`, body, { authorization: `Bearer ${await token}` });
  }

  /** Creates an intent from the accepted request, with some fields otherwise. */
  async function create(fields: object = {}): Promise<{ id: number; redirectUrl: string }> {
    const response = await api('POST', '/organizations/asso-demo/checkout-intents', { ...BODY, ...fields });
    if (response.status !== 200) throw new Error(await response.text());
    return response.json();
  }

  /** Tries to create one: the status, and what is wrong. */
  async function tryToCreate(fields: object): Promise<{ status: number; fields: string[]; messages: string[] }> {
    const response = await api('POST', '/organizations/asso-demo/checkout-intents', { ...BODY, ...fields });
    const { errors = [] } = await response.json();
    return Array.isArray(errors)
      ? { status: response.status, fields: [], messages: errors.map(({ message }) => message) }
      : { status: response.status, fields: Object.keys(errors), messages: [] };
  }

  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests check
  async function read(path: string): Promise<any> {
    return (await api('GET', path)).json();
  }

  function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const request = new Request(new URL(path, ORIGIN), {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...json,
    });
    return simulator.fetch(request);
  }

  /** Sends a form, as the simulator's own pages do. */
  function post(address: string, form: Record<string, string>): Promise<Response> {
    return simulator.fetch(new Request(new URL(address, ORIGIN), { method: 'POST', body: new URLSearchParams(form) }));
  }
}

export const CREDENTIALS = { client_id: 'simulator-client', client_secret: 'simulator-secret' };

function askToken(simulator: Simulator, form: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(form);
  return simulator.fetch(new Request(`${ORIGIN}/oauth2/token`, { method: 'POST', body }));
}

async function newToken(simulator: Simulator): Promise<string> {
  const response = await askToken(simulator, { grant_type: 'client_credentials', ...CREDENTIALS });
  return (await response.json()).access_token;
}
