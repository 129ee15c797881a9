import assert from 'node:assert/strict';
import { createSimulator, type SimulatorOptions } from '../../demo/simulator/create-simulator.ts';
import type { CheckoutCreated } from '../../proxy/contract/checkout.ts';
import { createProxy, type OnEvent } from '../../proxy/create-proxy.ts';
import type { IntentRequest } from '../../proxy/helloasso/intent-request.ts';
import { conforming } from '../conforming.ts';
import { accountOf, testConfig } from './environment.ts';

export const ORIGIN = 'https://www.example.org';

interface Options {
  readonly environment?: Readonly<Record<string, string>>;
  /** Instead of the repository's own. */
  readonly offers?: object;
  readonly simulator?: SimulatorOptions;
  /** Stands between proxy and simulator: answers itself, throws, or lets the call through by answering nothing. */
  readonly intercept?: (request: Request) => Response | undefined | Promise<Response | undefined>;
  /** The association's own system, at `RECEIVER.FORWARD_URL`. */
  readonly receive?: (request: Request) => Response | Promise<Response>;
  readonly onEvent?: OnEvent;
  /** By how much the clock of the proxy is wrong at first, in ms. */
  readonly clockError?: number;
}

/** The environment of a proxy that sends events on. */
export const RECEIVER = {
  FORWARD_URL: 'https://www.example.org/helloasso-events',
  FORWARD_SECRET: `whsec_${Buffer.alloc(24, 5).toString('base64')}`,
};

/** A whole proxy and a whole simulator that share one clock and talk without a socket. */
export function setUp({
  environment,
  offers,
  simulator: simulatorOptions,
  intercept,
  receive,
  onEvent,
  clockError = 0,
}: Options = {}) {
  let proxyIsAhead = clockError;
  let time = Date.parse('2026-11-22T12:00:00Z');
  const now = () => time;
  const config = testConfig(environment, offers);
  const simulator = createSimulator({
    ...accountOf(config),
    now,
    notificationUrl: 'https://pay.example.org/v1/notifications',
    fetch: (input, init) => proxy.fetch(new Request(input, init), { clientAddress: '4.233.135.234' }),
    ...simulatorOptions,
  });
  const upstream: Request[] = [];
  const seen: { readonly request: Request; readonly response: Response }[] = [];
  const helloasso = conforming((request) => simulator.fetch(request));
  const logged: string[] = [];
  const keep = (fields: object, message: string) => logged.push(JSON.stringify({ ...fields, message }));
  const proxy = createProxy(config, {
    now: () => simulator.now() + proxyIsAhead,
    elapsed: () => simulator.now(),
    ...(onEvent && { onEvent }),
    log: { info: keep, warn: keep, error: keep },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (request.url === RECEIVER.FORWARD_URL) return receive?.(request) ?? new Response();
      upstream.push(request.clone());
      const intercepted = await intercept?.(request);
      if (intercepted) return intercepted;
      const sent = request.clone();
      const response = await helloasso(request);
      seen.push({ request: sent, response: response.clone() });
      return response;
    },
  });
  const ask = (path: string, init: RequestInit = {}, clientAddress = '192.0.2.1') =>
    proxy.fetch(new Request(`https://pay.example.org${path}`, init), { clientAddress });

  return {
    simulator,
    logged,
    /** Every exchange of proxy and simulator. */
    seen,
    ask,
    /** Asks for a checkout as a page on `ORIGIN` would. */
    post: (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      ask('/v1/checkouts', {
        method: 'POST',
        headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    read: (checkoutIntentId: number | string, token: string) =>
      ask(`/v1/checkouts/${checkoutIntentId}`, { headers: { origin: ORIGIN, authorization: `State ${token}` } }),
    /** Presses a button of the payment page; answers where it sends the payer. */
    async press(redirectUrl: string, action: string): Promise<URL> {
      const body = new URLSearchParams({ action });
      const response = await simulator.fetch(new Request(redirectUrl, { method: 'POST', body, redirect: 'manual' }));
      const location = response.headers.get('location');
      assert.ok(location, `the payment page answered ${response.status}`);
      return new URL(location);
    },
    /** The calls that the proxy made upstream, such as `POST /oauth2/token`. */
    calls: () => upstream.map(({ method, url }) => `${method} ${new URL(url).pathname}`),
    /** The bodies of the intents that the proxy asked for. */
    intents: () =>
      Promise.all(
        upstream
          .filter(({ method, url }) => method === 'POST' && url.endsWith('/checkout-intents'))
          .map(async (request) => (await request.clone().json()) as IntentRequest),
      ),
    pass: (ms: number) => {
      time += ms;
    },
    /** Puts the clock of the proxy forward, or back. */
    shiftClock: (ms: number) => {
      proxyIsAhead += ms;
    },
  };
}

/** A request for a gift of 20 €, as the widget sends it. */
export const GIFT = { offer: 'don', amountCents: 2000, returnPath: '/soutenir?campagne=noel' };

export async function created(response: Response): Promise<CheckoutCreated> {
  assert.equal(response.status, 201, await response.clone().text());
  return (await response.json()) as CheckoutCreated;
}

/** Asserts a problem of this code, whole and without anything that a browser should not see. */
export async function assertProblem(response: Response, code: string, status: number): Promise<void> {
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const text = await response.text();
  const body = JSON.parse(text) as Record<string, unknown>;
  assert.deepEqual({ code: body.code, status: body.status }, { code, status });
  assert.equal(response.status, status);
  assert.doesNotMatch(text, /\.ts|\bat /, 'a stack trace reached the browser');
}
