import { composeApp } from './compose.ts';
import type { Config } from './config/config.ts';
import type { OnEvent } from './events/payment-event.ts';
import type { TokenCallStore } from './helloasso/token-call-store.ts';
import type { ServedMetrics } from './http/metrics-route.ts';
import { type Log, SILENT } from './log.ts';
import type { SharedState } from './state/state.ts';

export type { Config } from './config/config.ts';
export { readConfig } from './config/config.ts';
export type { EventPayer, OnEvent, PaymentEvent, PaymentEventType } from './events/payment-event.ts';
export type { TokenCallStore, TokenCallTimes } from './helloasso/token-call-store.ts';
export type { Log } from './log.ts';
export type { Counted, SharedState, Stored } from './state/state.ts';

/** What an embedder, or a test, puts in place of the defaults. */
export interface ProxyOptions {
  /** Calls HelloAsso and `FORWARD_URL`. When absent, Node's own client calls HelloAsso, and the platform's `fetch` `FORWARD_URL`. */
  readonly fetch?: typeof globalThis.fetch;
  /** The time of day, in ms since 1970; `Date.now` when absent. */
  readonly now?: () => number;
  /** A clock that is never put back or forward, in ms; without it `now` where that is given, else `performance.now`. */
  readonly elapsed?: () => number;
  /** Silent when absent. */
  readonly log?: Log;
  /** Receives every event, with or without `FORWARD_URL`. After a rejection, HelloAsso sends its notification again. */
  readonly onEvent?: OnEvent;
  /**
   * Stores the times of calls of HelloAsso's token endpoint, which limits them, so that a restart does not lose them; in memory
   * when absent. Both methods are synchronous and never throw.
   */
  readonly tokenCalls?: TokenCallStore;
  /**
   * What this proxy shares with others of the same configuration; nothing when absent. `openRedisState(config.redisUrl)` of
   * `helloasso-checkout/redis` gives one. It may fail, lose all of it or answer late: payers are served nevertheless.
   */
  readonly sharedState?: SharedState | Promise<SharedState>;
}

/** The proxy as a function from request to response; put it behind any server. */
export interface Proxy {
  /**
   * `clientAddress` is the IP address at the other end of the socket: rate limits count by it, and without it all clients share one
   * limit. The server in front must hold bodies to their `Content-Length`, as Node's own does.
   */
  fetch(request: Request, socket?: { readonly clientAddress: string }): Promise<Response>;
  /** From now on `/readyz` answers 503, so that no more payers are sent here. Every other request is answered as before. */
  drain(): void;
}

/**
 * Makes a proxy. Logs the warnings of `config`, and makes no call before the first request.
 * @example
 * const proxy = createProxy(readConfig(process.env), { onEvent: (event) => save(event) });
 * const response = await proxy.fetch(request, { clientAddress: '192.0.2.1' });
 * @throws Error where `config` names a Redis, and there is no `sharedState`: the client for it is not in every bundle.
 */
export function createProxy(config: Config, options: ProxyOptions = {}): Proxy {
  const { fetch, now = Date.now, log = SILENT, onEvent, tokenCalls, sharedState } = options;
  const elapsed = options.elapsed ?? options.now ?? (() => performance.now());
  if (config.redisUrl !== undefined && sharedState === undefined) {
    throw new Error(
      'REDIS_URL is set: give createProxy { sharedState: openRedisState(config.redisUrl) }, of helloasso-checkout/redis',
    );
  }
  for (const warning of config.warnings) log.warn({}, warning);
  let isDraining = false;
  const environment = { fetch, now, elapsed, log, onEvent, tokenCalls, sharedState };
  const compose = (served?: ServedMetrics) => composeApp(config, environment, () => isDraining, served);
  // The code of the metrics is only loaded where they are wanted.
  const app = config.metrics
    ? import('./http/metrics-route.ts').then(({ serveMetrics }) => compose(serveMetrics(config, log)))
    : compose();
  return {
    fetch: async (request, socket = { clientAddress: '' }) => (await app).fetch(request, socket),
    drain() {
      isDraining = true;
    },
  };
}
