import { createApp } from './app.ts';
import { CheckoutTokens } from './checkout-tokens.ts';
import type { Config } from './config.ts';
import { AccessToken } from './helloasso/access-token.ts';
import { HelloAssoApi } from './helloasso/api.ts';
import type { Log } from './log.ts';
import { Outcomes } from './outcomes.ts';
import { RateLimits } from './rate-limits.ts';
import { readWidgetFiles } from './widget-files.ts';

export type { Config } from './config.ts';
export { readConfig } from './config.ts';
export type { Log } from './log.ts';

/** The world around the proxy, for those who embed or test it. */
export interface Overrides {
  /** Calls HelloAsso; the platform's `fetch` when absent. */
  readonly fetch?: typeof globalThis.fetch;
  /** The clock, in ms since 1970. */
  readonly now?: () => number;
  /** Silent when absent. */
  readonly log?: Log;
}

/** The proxy as a function from request to answer; put it behind any server. */
export interface Proxy {
  /**
   * `clientAddress` is the IP address at the other end of the socket: limits count by it. The server in front must hold bodies to
   * their `Content-Length`, as Node's own does.
   */
  fetch(request: Request, socket: { readonly clientAddress: string }): Promise<Response>;
}

/** Makes a proxy. It opens nothing and calls nobody until it is asked. */
export function createProxy(config: Config, overrides: Overrides = {}): Proxy {
  const { fetch = globalThis.fetch, now = Date.now, log = SILENT } = overrides;
  const tokens = new CheckoutTokens(config.signingSecrets, now);
  const api = new HelloAssoApi(config.helloasso, new AccessToken(config.helloasso, fetch, now), fetch);
  const limits = new RateLimits();
  const outcomes = new Outcomes({ config, api, tokens, limits, log, now });
  const app = createApp({ config, api, tokens, outcomes, limits, widgetFiles: readWidgetFiles(), log, now });
  return { fetch: async (request, socket) => app.fetch(request, socket) };
}

const SILENT: Log = { info() {}, warn() {}, error() {} };
