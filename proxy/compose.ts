import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { createCheckout } from './checkouts/create-checkout.ts';
import { OutcomeReader } from './checkouts/read-outcome.ts';
import { CheckoutTokens } from './checkouts/tokens.ts';
import type { Config, PayPageConfig } from './config/config.ts';
import type { CheckoutRequest } from './contract/checkout.ts';
import type { Environment } from './environment.ts';
import { EventDelivery } from './events/deliver-event.ts';
import { Notifications } from './events/notifications.ts';
import type { OnEvent } from './events/payment-event.ts';
import type { ReconcileDependencies } from './events/reconcile.ts';
import { OrderVerifier } from './events/verify-order.ts';
import { AccessToken } from './helloasso/access-token.ts';
import { HelloAssoClient } from './helloasso/client.ts';
import { HelloAssoClock } from './helloasso/clock.ts';
import { CallLanes } from './helloasso/concurrency.ts';
import { countCalls } from './helloasso/counted-calls.ts';
import { sendByFetch, sendByNode } from './helloasso/http-client.ts';
import { ResponseReader } from './helloasso/response-schemas.ts';
import { memoryTokenCallStore, type TokenCallStore } from './helloasso/token-call-store.ts';
import { TokenEndpoint } from './helloasso/token-endpoint.ts';
import { createApp } from './http/app.ts';
import { Idempotency } from './http/idempotency.ts';
import type { ServedMetrics } from './http/metrics-route.ts';
import { RateLimits } from './http/rate-limits.ts';
import { readWidgetFiles, type WidgetFiles } from './http/widget-files.ts';
import { withShortLines } from './log.ts';
import { type Metrics, NO_METRICS } from './metrics.ts';
import type { PayPage } from './pay/pay-page.ts';
import { JoinedState } from './state/joined-state.ts';
import { MemoryState } from './state/memory-state.ts';
import { Sealer } from './state/sealer.ts';
import type { SharedState, State } from './state/state.ts';

/** The surroundings of one proxy. */
export interface ProxyEnvironment extends Environment {
  /** Makes every call; when absent, Node's own client calls HelloAsso, and the platform's `fetch` the receiver of events. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly onEvent?: OnEvent | undefined;
  /** In memory when absent. */
  readonly tokenCalls?: TokenCallStore | undefined;
  /** None when absent: this instance is alone. */
  readonly sharedState?: SharedState | Promise<SharedState> | undefined;
}

/** Builds the app that answers requests. Makes no call. Without `served`, nothing is counted. */
export function composeApp(
  config: Config,
  environment: ProxyEnvironment,
  isDraining: () => boolean,
  served?: ServedMetrics,
): ReturnType<typeof createApp> {
  const { elapsed } = environment;
  const metrics = served?.metrics ?? NO_METRICS;
  const shared = environment.sharedState;
  const { state, macKey } = shared ? joinState(shared, config, environment) : ownState(elapsed);
  const instances = config.instances ?? (shared ? DEFAULT_INSTANCES : 1);
  const parts = connect(config, environment, { metrics, state, instances });
  const { log, now, tokens, helloAsso, verifier, delivery } = parts;
  const lanes = new CallLanes({ elapsed });
  const limits = new RateLimits(state, macKey, metrics);
  const widgetFiles = readWidgetFiles();
  metrics.watch(() => ({ isHelloAssoAvailable: helloAsso.isAvailable, lanes: { ...lanes } }));
  const payments = {
    createCheckout: (origin: string, request: CheckoutRequest, gone: AbortSignal) =>
      createCheckout({ config, helloAsso, lane: lanes.checkouts, tokens, log, metrics, now }, origin, request, gone),
    idempotency: new Idempotency(state, macKey, elapsed),
    limits,
    outcomes: new OutcomeReader({ config, helloAsso, lane: lanes.returns, tokens, limits, log, now, elapsed }),
  };
  return createApp({
    config,
    ...payments,
    payPage:
      config.payPage &&
      loadOnce(config.payPage, { config, ...payments, scripts: scriptsIn(widgetFiles), state, log, now }),
    notifications: new Notifications({
      ...{ config, helloAsso, verifier, delivery, log, metrics, state },
      lane: lanes.notifications,
      unverifiedLane: lanes.unverifiedNotifications,
    }),
    isHelloAssoAvailable: () => helloAsso.isAvailable,
    isDraining,
    widgetFiles,
    metrics,
    metricsRoute: served?.route,
    log,
    now,
  });
}

/** Of instances that share a state, when the operator has not said how many there are. */
const DEFAULT_INSTANCES = 3;

interface StateWithKey {
  readonly state: State;
  /** For MACs of what is stored. */
  readonly macKey: KeyObject;
}

/** The state of one instance: it ends with the process, and so does the key. */
function ownState(elapsed: () => number): StateWithKey {
  return { state: new MemoryState(elapsed), macKey: createSecretKey(randomBytes(32)) };
}

function joinState(
  shared: SharedState | Promise<SharedState>,
  { helloasso: { environment, apiOrigin, clientId }, signingSecrets }: Config,
  { elapsed, log }: ProxyEnvironment,
): StateWithKey {
  const account = createHash('sha256').update(`${apiOrigin} ${clientId}`).digest('hex').slice(0, 16);
  const [secret = new Uint8Array()] = signingSecrets;
  const key = hkdfSync('sha256', secret, '', 'helloasso-checkout names in shared state', 32);
  return {
    state: new JoinedState({
      ...{ elapsed, log: withShortLines(log) },
      shared: Promise.resolve(shared),
      memory: new MemoryState(elapsed),
      sealer: new Sealer(signingSecrets),
      prefix: `helloasso-checkout:${environment}:${account}:`,
    }),
    macKey: createSecretKey(new Uint8Array(key)),
  };
}

/** The code of the page is only loaded where it is wanted, and then once. */
function loadOnce(
  page: PayPageConfig,
  deps: Omit<ConstructorParameters<typeof PayPage>[0], 'page'>,
): () => Promise<PayPage> {
  let loaded: Promise<PayPage> | undefined;
  return () => {
    loaded ??= import('./pay/pay-page.ts').then(
      ({ PayPage }) => new PayPage({ ...deps, page }),
      (cause) => {
        loaded = undefined; // the file may be there next time
        throw cause;
      },
    );
    return loaded;
  };
}

/** The script, and its chunk that turns a plain form into the element. */
function scriptsIn(files: WidgetFiles): readonly string[] {
  return [...files.keys()].filter((path) => /(^|\/)(helloasso-checkout|placeholders)\.js$/.test(path)).sort();
}

/** Builds what a reconciliation needs. Makes no call. Shares no state: it requests a token of its own. */
export function composeReconciliation(config: Config, environment: ProxyEnvironment): ReconcileDependencies {
  const { state } = ownState(environment.elapsed);
  const instances = config.instances ?? 1;
  const parts = connect(config, environment, { metrics: NO_METRICS, state, instances });
  const { log, helloAsso, verifier, delivery } = parts;
  return { config, helloAsso, verifier, delivery, log };
}

/** What app and reconciliation share: HelloAsso on one side, the association's system on the other. */
function connect(
  config: Config,
  environment: ProxyEnvironment,
  { metrics, state, instances }: { readonly metrics: Metrics; readonly state: State; readonly instances: number },
) {
  const { fetch, elapsed, onEvent, tokenCalls = memoryTokenCallStore() } = environment;
  const log = withShortLines(environment.log);
  const clock = new HelloAssoClock(environment);
  const now = () => clock.now();
  const tokens = new CheckoutTokens(config.signingSecrets, now, log);
  const send = countCalls(clock.watching(fetch ? sendByFetch(fetch) : sendByNode), { elapsed, metrics });
  const endpoint = new TokenEndpoint(config.helloasso, send);
  const accessToken = new AccessToken(endpoint, { ...environment, metrics, calls: tokenCalls, state, instances });
  return {
    log,
    now,
    tokens,
    helloAsso: new HelloAssoClient(config.helloasso, accessToken, {
      ...{ send, elapsed },
      reader: new ResponseReader(log),
    }),
    verifier: new OrderVerifier(config, tokens, log),
    delivery: new EventDelivery(config, { fetch: fetch ?? globalThis.fetch, now, metrics }, onEvent),
  };
}
