import type { Context, Handler, MiddlewareHandler } from 'hono';
import type { OutcomeReader } from '../checkouts/read-outcome.ts';
import type { Config } from '../config/config.ts';
import type { CheckoutCreated, CheckoutRequest } from '../contract/checkout.ts';
import { IDEMPOTENCY_KEY_HEADER } from '../contract/return-parameters.ts';
import { STATE_HEADER, STATE_SCHEME } from '../contract/state-headers.ts';
import { Problem } from '../problem.ts';
import { clientOf } from './client-address.ts';
import type { HonoEnv } from './hono-env.ts';
import type { Idempotency } from './idempotency.ts';
import type { RateLimits } from './rate-limits.ts';
import { checkoutRequest } from './request-schemas.ts';

/** Creates one checkout for a page on `origin`, unless `gone` aborts while it waits for its turn. */
export type CreateCheckout = (origin: string, request: CheckoutRequest, gone: AbortSignal) => Promise<CheckoutCreated>;

type TrustedProxies = Pick<Config, 'trustedProxies'>;

/** Counts a request for a checkout, before its body is read. */
export function limitCheckouts(limits: RateLimits, config: TrustedProxies): MiddlewareHandler<HonoEnv> {
  return async (c, next) => {
    await limits.checkout(clientOf(c, config));
    await next();
  };
}

/** `POST /v1/checkouts` */
export function postCheckout({
  createCheckout,
  idempotency,
}: {
  readonly createCheckout: CreateCheckout;
  readonly idempotency: Idempotency;
}): Handler<HonoEnv> {
  return async (c) => {
    const origin = c.req.header('origin');
    if (origin === undefined) throw new Problem('origin-not-allowed', 'no Origin header');
    const key = idempotencyKey(c);
    const request = await readCheckoutRequest(c);
    const { signal } = c.req.raw; // aborts when the client disconnects
    const create = (gone: AbortSignal) => createCheckout(origin, request, gone);
    const created = await (key ? idempotency.once({ origin, key, request, signal }, create) : create(signal));
    c.set('checkoutIntentId', created.checkoutIntentId);
    return c.json(created, 201);
  };
}

/** `GET /v1/checkouts/{checkoutIntentId}` */
export function getOutcome({
  outcomes,
  limits,
  config,
}: {
  readonly outcomes: Pick<OutcomeReader, 'read'>;
  readonly limits: RateLimits;
  readonly config: TrustedProxies;
}): Handler<HonoEnv> {
  return async (c) => {
    const id = c.req.param('checkoutIntentId') ?? '';
    if (/^\d{1,10}$/.test(id)) c.set('checkoutIntentId', Number(id));
    await limits.read(clientOf(c, config));
    return c.json(await outcomes.read(id, stateToken(c)));
  };
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

/** The caller's random UUID, so that no two callers share a key by chance; `undefined` when absent. */
function idempotencyKey(c: Context): string | undefined {
  const key = c.req.header(IDEMPOTENCY_KEY_HEADER);
  if (key === undefined || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) return key;
  throw new Problem('idempotency-key-invalid', 'the Idempotency-Key is not a UUID');
}

/** The page chooses the keys of `metadata`, and no response repeats what was sent. */
function jsonPointer(path: readonly PropertyKey[]): string {
  const known = path[0] === 'metadata' ? path.slice(0, 1) : path;
  return known.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const STATE_CREDENTIALS = new RegExp(`^${STATE_SCHEME} +(\\S+)$`, 'i');

function stateToken(c: Context): string {
  const [, authorization] = STATE_CREDENTIALS.exec(c.req.header('authorization') ?? '') ?? [];
  const token = c.req.header(STATE_HEADER) || authorization;
  if (!token) throw new Problem('token-invalid', 'no State authorization');
  return token;
}
