import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { requestId } from 'hono/request-id';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { createCheckout } from '../checkouts/create-checkout.ts';
import { publicOffer } from '../checkouts/public-offer.ts';
import type { Outcomes } from '../checkouts/read-outcome.ts';
import type { CheckoutTokens } from '../checkouts/tokens.ts';
import type { Config } from '../config/config.ts';
import type { CheckoutRequest } from '../contract/checkout.ts';
import { MAX_BODY_BYTES } from '../contract/limits.ts';
import type { PublicOffers } from '../contract/offer.ts';
import type { Notifications } from '../events/notifications.ts';
import type { HelloAssoApi } from '../helloasso/client.ts';
import type { CallShares } from '../helloasso/concurrency.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import { boundedBody } from './body-limit.ts';
import { clientAddress } from './client-address.ts';
import { warnOfReverseProxy } from './forwarded-warning.ts';
import type { Idempotency } from './idempotency.ts';
import type { RateLimits } from './rate-limits.ts';
import { checkoutRequest } from './request-schemas.ts';
import { findWidgetFile, type WidgetFiles } from './widget-files.ts';

/** What the routes stand on. */
export interface Dependencies {
  readonly config: Config;
  readonly api: HelloAssoApi;
  readonly shares: CallShares;
  readonly tokens: CheckoutTokens;
  readonly idempotency: Idempotency;
  readonly outcomes: Outcomes;
  readonly notifications: Notifications;
  readonly limits: RateLimits;
  readonly widgetFiles: WidgetFiles;
  readonly log: Log;
  /** ms */
  readonly now: () => number;
}

/** What the socket knows of a request. */
export interface Bindings {
  readonly clientAddress: string;
}

interface Env {
  Bindings: Bindings;
  Variables: { requestId: string };
}

const OFFERS_FRESH_S = 60;
const SCRIPT_FRESH_S = 300;
/** A form with all its tiers is HelloAsso's longest notification; none seen came near. */
const MAX_NOTIFICATION_BYTES = 1_000_000;
const PREFLIGHT_FRESH_S = 600;

/** The routes of the proxy, version 1 of its interface. */
export function createApp(deps: Dependencies): Hono<Env> {
  const { config, idempotency, outcomes, notifications, tokens, limits, api, widgetFiles, log, now } = deps;
  const app = new Hono<Env>();

  app.use(requestId({ headerName: '' }), logRequests(log), secureHeaders(SECURE_HEADERS), noStore);
  app.use(warnOfReverseProxy(config, log));

  app.use('/v1/offers/*', cors({ origin: '*', allowMethods: ['GET'], allowHeaders: ['*'], maxAge: PREFLIGHT_FRESH_S }));
  app.get('/v1/offers', (c) => {
    c.header('Cache-Control', `public, max-age=${OFFERS_FRESH_S}`);
    return c.json({
      offers: [...config.offers.values()].map((offer) => publicOffer(offer, config, now())),
    } satisfies PublicOffers);
  });
  app.get('/v1/offers/:offer', (c) => {
    const offer = config.offers.get(c.req.param('offer'));
    if (!offer) throw new Problem('offer-unknown', 'no offer of that id');
    c.header('Cache-Control', `public, max-age=${OFFERS_FRESH_S}`);
    return c.json(publicOffer(offer, config, now()));
  });

  app.use('/v1/checkouts/*', listedOriginsOnly(config, log));
  app.post('/v1/checkouts', limitCheckouts(limits, config), boundedBody(MAX_BODY_BYTES), async (c) => {
    const origin = c.req.header('origin');
    if (origin === undefined) throw new Problem('origin-not-allowed', 'no Origin header');
    const key = idempotencyKey(c);
    const request = await readCheckoutRequest(c);
    const create = () => createCheckout(deps, origin, request);
    return c.json(await (key ? idempotency.once(origin, key, request, create) : create()), 201);
  });
  app.get('/v1/checkouts/:checkoutIntentId', async (c) => {
    await limits.read(clientOf(c, config));
    const claims = await tokens.verify(stateAuthorization(c));
    return c.json(await outcomes.read(intentId(c.req.param('checkoutIntentId')), claims));
  });

  app.post('/v1/notifications', boundedBody(MAX_NOTIFICATION_BYTES), async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    return c.body(null, await notifications.receive(body, c.req.header('x-ha-signature')));
  });

  app.use('/helloasso-checkout.js', etag(ETAG), scriptHeaders(`public, max-age=${SCRIPT_FRESH_S}`));
  app.get('/helloasso-checkout.js', (c) => script(c, widgetFiles));
  app.use('/:version{v\\d+\\.[^/]+}/*', etag(ETAG), scriptHeaders('public, max-age=31536000, immutable'));
  app.get('/:version{v\\d+\\.[^/]+}/*', (c) => script(c, widgetFiles));

  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', (c) =>
    api.lastCallFailed ? c.json({ status: 'helloasso-unavailable' }, 503) : c.json({ status: 'ok' }),
  );

  for (const path of ['/v1/offers', '/v1/offers/:offer', '/v1/checkouts/:checkoutIntentId', '/helloasso-checkout.js']) {
    app.all(path, methodNotAllowed('GET, HEAD, OPTIONS'));
  }
  for (const path of ['/:version{v\\d+\\.[^/]+}/*', '/healthz', '/readyz'])
    app.all(path, methodNotAllowed('GET, HEAD'));
  app.all('/v1/checkouts', methodNotAllowed('POST, OPTIONS'));
  app.all('/v1/notifications', methodNotAllowed('POST'));

  app.notFound(() => new Problem('not-found', 'no such route').toResponse());
  app.onError((cause, c) => {
    const problem = Problem.from(cause);
    if (problem.status >= 500) {
      log.error({ requestId: c.get('requestId'), code: problem.code, causes: causesOf(problem) }, problem.message);
    }
    return problem.toResponse();
  });
  return app;
}

const SECURE_HEADERS: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  xFrameOptions: 'DENY',
  overwrite: false, // a route may open what is closed by default
};

/** A 304 must repeat what lets another site's page use the script, or the browser throws its copy away. */
const ETAG = {
  retainedHeaders: [...RETAINED_304_HEADERS, 'access-control-allow-origin', 'cross-origin-resource-policy'],
};

/** One line a request: the route's pattern, never the address with what a payer may have in it. */
function logRequests(log: Log): MiddlewareHandler<Env> {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const ms = Math.round(performance.now() - start);
    const { method } = c.req;
    log.info({ requestId: c.get('requestId'), method, route: routePath(c, -1), status: c.res.status, ms }, 'request');
  };
}

const noStore: MiddlewareHandler = async (c, next) => {
  c.header('Cache-Control', 'no-store');
  await next();
};

/** CORS for the pages of the operator, and a refusal for every other page, before anything is done. */
function listedOriginsOnly({ allowedOrigins }: Config, log: Log): MiddlewareHandler {
  const isListed = (origin: string) => allowedOrigins.includes(origin);
  const preflight = cors({
    origin: (origin) => (isListed(origin) ? origin : null),
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key'],
    maxAge: PREFLIGHT_FRESH_S,
  });
  return async (c, next) => {
    const origin = c.req.header('origin');
    const isForeign = origin !== undefined && !isListed(origin);
    if (isForeign) log.warn({ origin: origin.slice(0, 100) }, 'a page that ALLOWED_ORIGINS does not list was refused');
    if (c.req.method === 'OPTIONS') return preflight(c, next);
    if (isForeign) {
      throw new Problem('origin-not-allowed', 'the origin is not listed', { headers: { vary: 'Origin' } });
    }
    await next();
    // `cors` would set them before there is an answer: Hono then makes the answer anew, and sends the text as a stream.
    const { headers } = c.res;
    headers.append('Vary', 'Origin');
    headers.set('Access-Control-Expose-Headers', 'Retry-After');
    if (origin !== undefined) headers.set('Access-Control-Allow-Origin', origin);
  };
}

function scriptHeaders(cacheControl: string): MiddlewareHandler {
  const anyOrigin = cors({ origin: '*', allowMethods: ['GET'], allowHeaders: ['*'] });
  return (c, next) =>
    anyOrigin(c, async () => {
      await next();
      if (!c.res.ok) return;
      c.header('Cache-Control', cacheControl);
      c.header('Cross-Origin-Resource-Policy', 'cross-origin');
    });
}

function script(c: Context, files: WidgetFiles): Response {
  const file = findWidgetFile(files, c.req.path.slice(1));
  if (!file) throw new Problem('not-found', 'no such file; is the widget built?');
  const accepted = (c.req.header('accept-encoding') ?? '')
    .split(',')
    .filter((entry) => !/;\s*q=0(\.0*)?\s*$/.test(entry))
    .map((entry) => entry.split(';')[0]?.trim());
  const encoding = (['br', 'gzip'] as const).find((candidate) => accepted.includes(candidate));
  c.header('Content-Type', 'text/javascript; charset=utf-8');
  c.header('Vary', 'Accept-Encoding', { append: true });
  if (encoding) c.header('Content-Encoding', encoding);
  return c.body(file[encoding ?? 'identity']);
}

/** Names and codes alone: the message of a foreign error may quote a body, and a body may hold a secret or a payer. */
function causesOf({ cause }: Error): string[] {
  if (!(cause instanceof Error)) return [];
  const name = cause instanceof Problem ? cause.message : cause.name;
  return ['code' in cause ? `${name} ${cause.code}` : name, ...causesOf(cause)];
}

async function readCheckoutRequest(c: Context): Promise<CheckoutRequest> {
  if (c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new Problem('unsupported-media-type', 'the body must be application/json');
  }
  const json: unknown = await c.req.json().catch((cause: unknown) => {
    throw new Problem('malformed-json', 'the body is not JSON', { cause });
  });
  const { success, data, error } = checkoutRequest.safeParse(json);
  if (success) return data;
  throw new Problem('invalid-request', 'the body has another shape', {
    errors: error.issues.map(({ path, code }) => ({ pointer: jsonPointer(path), code })),
  });
}

/** A random UUID of the browser's, so that nobody meets another's by chance; nothing where the caller does not care. */
function idempotencyKey(c: Context): string | undefined {
  const key = c.req.header('idempotency-key');
  if (key === undefined || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) return key;
  throw new Problem('idempotency-key-invalid', 'the Idempotency-Key is no UUID');
}

/** The keys of `metadata` are the page's own words, and no answer repeats what was sent. */
function jsonPointer(path: readonly PropertyKey[]): string {
  const known = path[0] === 'metadata' ? path.slice(0, 1) : path;
  return known.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function stateAuthorization(c: Context): string {
  const [, token] = /^state +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (!token) throw new Problem('token-invalid', 'no State authorization');
  return token;
}

/** HelloAsso's ids are positive 32-bit integers; anything else cannot be one, and is not asked for. */
function intentId(text: string): number {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  if (id < 1 || id > 2_147_483_647) throw new Problem('checkout-unknown', 'not the form of an intent id');
  return id;
}

function clientOf(c: Context<Env>, { trustedProxies }: Config): string {
  return clientAddress(c.env.clientAddress, c.req.header('x-forwarded-for'), trustedProxies);
}

function limitCheckouts(limits: RateLimits, config: Config): MiddlewareHandler<Env> {
  return async (c, next) => {
    await limits.checkout(clientOf(c, config));
    await next();
  };
}

function methodNotAllowed(allow: string): () => never {
  return () => {
    throw new Problem('method-not-allowed', 'no such method here', { headers: { allow } });
  };
}
