import { join } from 'node:path';
import { Outcomes } from './checkouts/read-outcome.ts';
import { connect } from './compose.ts';
import type { Config } from './config/config.ts';
import { Notifications } from './events/notifications.ts';
import type { OnEvent } from './events/payment-event.ts';
import { CallShares } from './helloasso/concurrency.ts';
import type { TokenCalls } from './helloasso/token-rate-limit.ts';
import { createApp } from './http/app.ts';
import { Idempotency } from './http/idempotency.ts';
import { RateLimits } from './http/rate-limits.ts';
import { readWidgetFiles } from './http/widget-files.ts';
import { type Log, SILENT } from './log.ts';

export type { Config } from './config/config.ts';
export { readConfig } from './config/config.ts';
export type { EventPayer, OnEvent, PaymentEvent, PaymentEventType } from './events/payment-event.ts';
export type { TokenCalls, TokenCallTimes } from './helloasso/token-rate-limit.ts';
export type { Log } from './log.ts';

/** The world around the proxy, for those who embed or test it. */
export interface Overrides {
  /** Calls HelloAsso; the platform's `fetch` when absent. */
  readonly fetch?: typeof globalThis.fetch;
  /** The clock, in ms since 1970. */
  readonly now?: () => number;
  /** Silent when absent. */
  readonly log?: Log;
  /** Hears of every event, beside `FORWARD_URL` or without it. A rejection makes HelloAsso send its notification again. */
  readonly onEvent?: OnEvent;
  /**
   * Keeps the times of calls of HelloAsso's token endpoint, which limits them, beyond the life of this proxy; in memory when
   * absent. Both methods answer at once, and never throw.
   */
  readonly tokenCalls?: TokenCalls;
}

/** The proxy as a function from request to answer; put it behind any server. */
export interface Proxy {
  /**
   * `clientAddress` is the IP address at the other end of the socket: limits count by it. The server in front must hold bodies to
   * their `Content-Length`, as Node's own does.
   */
  fetch(request: Request, socket: { readonly clientAddress: string }): Promise<Response>;
}

/** The built script. Sources and built server are equally deep in the package, so one path fits both. */
const SCRIPT_FOLDER = join(import.meta.dirname, '../dist/script');

/** Makes a proxy. It reads the built widget, and calls nobody until it is asked. */
export function createProxy(config: Config, overrides: Overrides = {}): Proxy {
  const { fetch = globalThis.fetch, now = Date.now, log = SILENT, onEvent, tokenCalls } = overrides;
  const { tokens, api, truth, receivers, organizations } = connect(config, { fetch, now, log, onEvent, tokenCalls });
  const shares = new CallShares();
  const limits = new RateLimits();
  const idempotency = new Idempotency(now);
  const outcomes = new Outcomes({ config, api, shares, tokens, limits, log, now });
  const notifications = new Notifications({ config, organizations, api, shares, truth, receivers, log });
  const widgetFiles = readWidgetFiles(SCRIPT_FOLDER);
  const app = createApp({
    config,
    api,
    shares,
    tokens,
    idempotency,
    outcomes,
    notifications,
    limits,
    widgetFiles,
    log,
    now,
  });
  return { fetch: async (request, socket) => app.fetch(request, socket) };
}
