import { CheckoutTokens } from './checkouts/tokens.ts';
import type { Config } from './config/config.ts';
import { Receivers } from './events/deliver-event.ts';
import type { OnEvent } from './events/payment-event.ts';
import { Truth } from './events/verify-order.ts';
import { AccessToken } from './helloasso/access-token.ts';
import { HelloAssoApi } from './helloasso/client.ts';
import { TokenEndpoint } from './helloasso/token-endpoint.ts';
import { type TokenCalls, tokenCallsInMemory } from './helloasso/token-rate-limit.ts';
import type { Log } from './log.ts';
import { organizationsOf } from './organization.ts';

/** The world around. */
export interface World {
  readonly fetch: typeof globalThis.fetch;
  /** ms */
  readonly now: () => number;
  readonly log: Log;
  readonly onEvent?: OnEvent | undefined;
  /** In memory when absent. */
  readonly tokenCalls?: TokenCalls | undefined;
}

/** What both the proxy and a reconciliation stand on: HelloAsso on one side, the association's system on the other. */
export interface Connections {
  readonly tokens: CheckoutTokens;
  readonly api: HelloAssoApi;
  readonly truth: Truth;
  readonly receivers: Receivers;
  /** Slugs of all that the configuration collects for. */
  readonly organizations: readonly string[];
}

/** Makes the connections of a configuration. Calls nobody. */
export function connect(
  config: Config,
  { fetch, now, log, onEvent, tokenCalls = tokenCallsInMemory() }: World,
): Connections {
  const tokens = new CheckoutTokens(config.signingSecrets, now);
  const accessToken = new AccessToken(new TokenEndpoint(config.helloasso, fetch), now, tokenCalls);
  return {
    tokens,
    api: new HelloAssoApi(config.helloasso, accessToken, fetch),
    truth: new Truth(config, tokens, log),
    receivers: new Receivers(config, { fetch, now, onEvent }),
    organizations: organizationsOf(config).map(({ slug }) => slug),
  };
}
