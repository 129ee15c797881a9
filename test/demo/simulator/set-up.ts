import assert from 'node:assert/strict';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../demo/simulator/create-simulator.ts';

/** Sunday, 22 November 2026, 10:00 in France. */
export const START = Date.parse('2026-11-22T10:00:00+01:00');

export const ORIGIN = 'http://127.0.0.1:8789';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** A valid request. */
export const BODY = {
  totalAmount: 2500,
  initialAmount: 2500,
  itemName: 'Don ponctuel',
  backUrl: 'https://asso.example/don',
  errorUrl: 'https://asso.example/erreur',
  returnUrl: 'https://asso.example/merci',
  containsDonation: true,
};

/** A notification as its receiver gets it. */
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

/** A simulator with a clock that only `advance` moves, a client of its API, and a receiver of its notifications. */
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
    receiverAnswers(newAnswer: typeof answer) {
      answer = newAnswer;
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

  /** Creates an intent from the valid request with some fields changed. */
  async function create(fields: object = {}): Promise<{ id: number; redirectUrl: string }> {
    const response = await api('POST', '/organizations/asso-demo/checkout-intents', { ...BODY, ...fields });
    if (response.status !== 200) throw new Error(await response.text());
    return response.json();
  }

  /** Tries to create an intent. Returns the status, the invalid fields and the messages. */
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

  /** Sends a form, as the pages of the simulator do. */
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

/** Asserts that creating an intent with these fields breaks exactly one rule, with this message. */
export async function assertRuleBroken(fields: object, message: RegExp): Promise<void> {
  const { status, messages } = await setUp().tryToCreate(fields);
  assert.equal(status, 400);
  assert.equal(messages.length, 1, messages.join('\n'));
  assert.match(messages[0] ?? '', message);
}

/** A simulator with three paid intents, a minute apart: by Ada, Grace and Ada. */
export async function setUpThreeOrders(options: Parameters<typeof setUp>[0] = {}) {
  const world = setUp(options);
  for (const firstName of ['Ada', 'Grace', 'Ada']) {
    const { id } = await world.create({ payer: { firstName } });
    await world.simulator.act(id, { action: 'pay' });
    await world.simulator.advance(MINUTE_MS);
  }
  /** The ids of a list, counted from 1. */
  const ids = async (path: string) => (await world.read(path)).data.map(({ id }: { id: number }) => id % 1_000_000);
  return { ...world, ids };
}

export const NOTIFICATION_URL = 'https://asso.example/notifications';

/** A simulator with a paid intent whose notifications have not been sent yet. */
export async function setUpPaid(options: Parameters<typeof setUp>[0] = {}, fields: object = {}) {
  const world = setUp({ notificationUrl: NOTIFICATION_URL, ...options });
  const { id } = await world.create({ metadata: { ref: 'don-42' }, ...fields });
  await world.simulator.act(id, { action: 'pay' });
  return { ...world, id, types: () => world.deliveries.map(({ event }) => event.eventType) };
}
