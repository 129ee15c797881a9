import { mock } from 'node:test';
import { DroppedConnection } from '../../demo/simulator/controls/faults.ts';
import type { FaultInput } from '../../demo/simulator/controls/inputs.ts';
import { createSimulator, type SimulatorOptions } from '../../demo/simulator/create-simulator.ts';
import type { CheckoutCreated } from '../../proxy/contract/checkout.ts';
import { createProxy, type ProxyOptions } from '../../proxy/create-proxy.ts';
import type { IntentRequest } from '../../proxy/helloasso/intent-request.ts';
import { openRedisState } from '../../proxy/state/redis-state.ts';
import { accountOf, testConfig } from '../proxy/environment.ts';
import { created, GIFT, ORIGIN } from '../proxy/set-up.ts';

/** Which of HelloAsso's two servers. */
export type Side = 'token' | 'api';

interface Options extends Pick<ProxyOptions, 'log' | 'onEvent'> {
  readonly environment?: Readonly<Record<string, string>>;
  readonly simulator?: SimulatorOptions;
  /** Whatever is not HelloAsso: the association's own system. */
  readonly receive?: (request: Request) => Response | Promise<Response>;
}

interface Replacement {
  readonly side: Side;
  readonly answer: () => Response;
  times: number;
}

/**
 * A proxy and a simulator whose every wait is virtual: when something sleeps, the time-outs that would have passed pass at once.
 * Their calls keep the rules of `fetch` for redirects and signals.
 */
export function setUpFaults({ environment, simulator: switches, receive, ...overrides }: Options = {}) {
  let time = Date.parse('2026-11-22T12:00:00Z');
  const timeouts = virtualTimeouts();
  const config = testConfig(environment);
  const simulator = createSimulator({
    ...{ ...accountOf(config), now: () => time, sleep: timeouts.sleep },
    notificationUrl: 'https://pay.example.org/v1/notifications',
    fetch: (input, init) => proxy.fetch(new Request(input, init), { clientAddress: '4.233.135.234' }),
    ...switches,
  });
  let replacements: Replacement[] = [];
  const calls: string[] = [];
  const sent: string[] = [];
  const secrets = new Set<string | undefined>();
  let returnUrl = '';

  async function answer(request: Request): Promise<Response> {
    const { origin: host, pathname } = new URL(request.url);
    if (host !== config.helloasso.apiOrigin) return receive?.(request) ?? Promise.reject(new TypeError('fetch failed'));
    calls.push(`${request.method} ${pathname}`);
    const text = await request.clone().text();
    sent.push(text);
    secrets.add(request.headers.get('authorization')?.replace('Bearer ', ''));
    secrets.add(new URLSearchParams(text).get('refresh_token') ?? undefined);
    if (pathname.endsWith('/checkout-intents')) {
      const body = JSON.parse(text) as IntentRequest;
      returnUrl = body.returnUrl;
      secrets.add(body.metadata['helloasso-checkout'].mac);
    }
    const side: Side = pathname.startsWith('/oauth2/') ? 'token' : 'api';
    const replaced = replacements.find((replacement) => replacement.side === side && replacement.times > 0);
    if (!replaced) return simulator.fetch(request);
    replaced.times -= 1;
    return replaced.answer();
  }

  const proxy = createProxy(config, {
    now: () => time,
    ...(config.redisUrl !== undefined && { sharedState: openRedisState(config.redisUrl) }),
    ...overrides,
    fetch: (input, init) => fetchLike(new Request(input, init), answer, calls),
  });
  const ask = (path: string, init: RequestInit = {}, clientAddress = '192.0.2.1') =>
    proxy.fetch(new Request(`https://pay.example.org${path}`, init), { clientAddress });
  const post = (body: object = GIFT) =>
    ask('/v1/checkouts', {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  return {
    simulator,
    proxy,
    calls,
    /** The bodies that the proxy sent. */
    sent,
    /** Every access token and refresh token that was used, and every MAC that was sent. */
    secrets: () => [...secrets].filter((secret) => secret !== undefined),
    ask,
    post,
    read: (checkoutIntentId: number, token: string) =>
      ask(`/v1/checkouts/${checkoutIntentId}`, { headers: { origin: ORIGIN, authorization: `State ${token}` } }),
    /** A checkout that the payer has left for HelloAsso, with both its tokens. */
    begin: async (body: object = GIFT): Promise<CheckoutCreated & { readonly returnToken: string }> => {
      const checkout = await created(await post(body));
      return {
        ...checkout,
        returnToken: new URL(returnUrl).searchParams.get('helloasso-checkout') ?? '',
      };
    },
    /** Makes one server of the simulator fail, without end unless `fault` limits it. */
    inject: (on: Side, fault: FaultInput) => simulator.inject({ calls: 1000, ...fault, on }),
    /** Answers in place of the simulator what it cannot. */
    replace: (side: Side, replacement: () => Response, times = Number.POSITIVE_INFINITY) => {
      replacements.push({ side, answer: replacement, times });
    },
    /** HelloAsso is in good health again. */
    heal: () => {
      simulator.clearFaults();
      replacements = [];
    },
    pass: (ms: number) => {
      time += ms;
    },
  };
}

/** Obeys `redirect` and `signal` as the platform's `fetch` does. A redirect that is followed shows in `calls`. */
async function fetchLike(
  request: Request,
  answer: (request: Request) => Promise<Response>,
  calls: string[],
): Promise<Response> {
  const { signal, redirect } = request;
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  aborted.catch(() => {}); // where the answer was faster
  const answered = answer(request).catch((cause: unknown) => {
    if (!(cause instanceof DroppedConnection)) throw cause;
    throw new TypeError('fetch failed', {
      cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
    });
  });
  const response = await Promise.race([answered, aborted]);
  const location = response.headers.get('location');
  if (location !== null && redirect === 'error') throw new TypeError('fetch failed');
  if (location !== null && redirect === 'follow') calls.push(`followed ${location}`);
  const body = response.body?.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal });
  return new Response(body ?? null, response);
}

/** Time-outs that pass when something sleeps long enough, and take no time. */
function virtualTimeouts() {
  let now = 0;
  const waiting: { readonly at: number; readonly controller: AbortController }[] = [];
  mock.method(AbortSignal, 'timeout', (ms: number) => {
    const controller = new AbortController();
    waiting.push({ at: now + ms, controller });
    return controller.signal;
  });
  return {
    async sleep(ms: number): Promise<void> {
      now += ms;
      for (const { at, controller } of waiting) {
        if (at <= now) controller.abort(new DOMException('The operation timed out.', 'TimeoutError'));
      }
      await new Promise((resolve) => setImmediate(resolve)); // the caller that waited runs first
    },
  };
}
