import { randomUUID } from 'node:crypto';
import { type Context, type Handler, Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { publicOffers } from '../checkouts/public-offer.ts';
import type { OutcomeReader } from '../checkouts/read-outcome.ts';
import type { Config } from '../config/config.ts';
import { MAX_BODY_BYTES } from '../contract/limits.ts';
import type { Environment } from '../environment.ts';
import type { Notifications } from '../events/notifications.ts';
import type { Metrics } from '../metrics.ts';
import { Problem } from '../problem.ts';
import { limitBody } from './body-limit.ts';
import { type CreateCheckout, getOutcome, limitCheckouts, postCheckout } from './checkouts-route.ts';
import { forwardingOf } from './client-address.ts';
import { anyOrigin, listedOriginsOnly } from './cors.ts';
import { DEFAULT_HEADERS } from './default-headers.ts';
import { warnOfForwardedRequests, warnOfMissingAddresses } from './forwarded-warning.ts';
import type { HonoEnv } from './hono-env.ts';
import type { Idempotency } from './idempotency.ts';
import { postNotification } from './notifications-route.ts';
import { getOffer, listOffers } from './offers-route.ts';
import { answerError } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';
import { logRequests } from './request-log.ts';
import { getEntry, getScript, SCRIPT_CACHE, scriptHeaders, VERSIONED_SCRIPT_CACHE } from './script-route.ts';
import { ScriptWithOffers } from './script-with-offers.ts';
import type { WidgetFiles } from './widget-files.ts';

/** The proxy's own payment page. */
interface PayPage {
  show(c: Context<HonoEnv>): Promise<Response>;
  submit(c: Context<HonoEnv>): Promise<Response>;
}

interface Dependencies extends Pick<Environment, 'log' | 'now'> {
  readonly config: Pick<Config, 'helloasso' | 'offers' | 'allowedOrigins' | 'trustedProxies'>;
  readonly createCheckout: CreateCheckout;
  readonly idempotency: Idempotency;
  readonly limits: RateLimits;
  readonly outcomes: Pick<OutcomeReader, 'read'>;
  readonly notifications: Pick<Notifications, 'isEnabled' | 'receive'>;
  /** Whether HelloAsso is worth a call. */
  readonly isHelloAssoAvailable: () => boolean;
  /** Whether the process is about to end. */
  readonly isDraining: () => boolean;
  readonly widgetFiles: WidgetFiles;
  readonly metrics: Pick<Metrics, 'notification' | 'request'>;
  /** `GET /metrics`; absent where the operator has none. */
  readonly metricsRoute: Handler<HonoEnv> | undefined;
  /** Loads the page at its first request; absent where the operator has none. */
  readonly payPage: (() => Promise<PayPage>) | undefined;
}

const OFFERS = '/v1/offers';
const OFFER = '/v1/offers/:offer';
const CHECKOUTS = '/v1/checkouts';
const CHECKOUT = '/v1/checkouts/:checkoutIntentId';
/** A slash at the end is a habit of some programs. */
const PAY = ['/pay/:offer', '/pay/:offer/'];
const NOTIFICATIONS = '/v1/notifications';
const SCRIPT = '/helloasso-checkout.js';
const VERSIONED_SCRIPT = '/:version{v\\d+\\.[^/]+}/*';

/** The routes of the proxy, version 1 of its interface. */
export function createApp(deps: Dependencies): Hono<HonoEnv> {
  const { config, isDraining, isHelloAssoAvailable, limits, log, metrics, metricsRoute, now, payPage, widgetFiles } =
    deps;
  const app = new Hono<HonoEnv>();

  app.use(requestId({ headerName: '', generator: newRequestId }), logRequests(log, metrics));
  app.use(async (c, next) => {
    for (const [name, value] of DEFAULT_HEADERS) c.header(name, value);
    await next();
  });
  app.use(warnOfForwardedRequests(config, log));
  const warnOfMissing = warnOfMissingAddresses(config, log);
  app.use('/v1/*', warnOfMissing);
  for (const path of PAY) app.use(path, warnOfMissing);

  app.use('/v1/offers/*', anyOrigin());
  app.get(OFFERS, listOffers(deps));
  app.get(OFFER, getOffer(deps));

  app.use('/v1/checkouts/*', listedOriginsOnly(config, log));
  app.post(CHECKOUTS, limitCheckouts(limits, config), limitBody(MAX_BODY_BYTES), postCheckout(deps));
  app.get(CHECKOUT, getOutcome(deps));

  app.post(NOTIFICATIONS, postNotification(deps));

  if (payPage) {
    app.on('GET', PAY, async (c) => (await payPage()).show(c));
    app.on('POST', PAY, limitBody(MAX_BODY_BYTES), async (c) => (await payPage()).submit(c));
    for (const path of PAY) app.all(path, methodNotAllowed('GET, HEAD, POST'));
  }

  app.use(SCRIPT, ...scriptHeaders(SCRIPT_CACHE));
  const entry = widgetFiles.get(SCRIPT.slice(1));
  app.get(SCRIPT, getEntry(entry && new ScriptWithOffers(entry, () => publicOffers(config, now()), deps)));
  app.use(VERSIONED_SCRIPT, ...scriptHeaders(VERSIONED_SCRIPT_CACHE));
  app.get(VERSIONED_SCRIPT, getScript(widgetFiles));

  app.get('/healthz', (c) => {
    const clientAddress = forwardingOf(c.env.clientAddress, c.req.raw.headers, config.trustedProxies);
    return c.json({ status: 'ok', clientAddress });
  });
  app.get('/readyz', (c) => {
    if (isDraining()) return c.json({ status: 'draining' }, 503);
    return isHelloAssoAvailable() ? c.json({ status: 'ok' }) : c.json({ status: 'helloasso-unavailable' }, 503);
  });

  if (metricsRoute) app.get('/metrics', metricsRoute);

  for (const path of [OFFERS, OFFER, CHECKOUT, SCRIPT]) app.all(path, methodNotAllowed('GET, HEAD, OPTIONS'));
  for (const path of [VERSIONED_SCRIPT, '/healthz', '/readyz']) app.all(path, methodNotAllowed('GET, HEAD'));
  app.all(CHECKOUTS, methodNotAllowed('POST, OPTIONS'));
  app.all(NOTIFICATIONS, methodNotAllowed('POST'));
  app.notFound(() => {
    throw new Problem('not-found', 'no such route');
  });
  app.onError(answerError(log));
  return app;
}

/** Short enough for a payer to read it out. */
function newRequestId(): string {
  return randomUUID().slice(-10); // its bytes are drawn in stock: quicker than five random bytes
}

function methodNotAllowed(allow: string): () => never {
  return () => {
    throw new Problem('method-not-allowed', 'no such method here', { headers: { allow } });
  };
}
