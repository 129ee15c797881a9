import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { Config } from '../config/config.ts';
import { IDEMPOTENCY_KEY_HEADER } from '../contract/return-parameters.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';

const PREFLIGHT_CACHE_S = 600;

/** CORS for what every page may read. */
export function anyOrigin(): MiddlewareHandler {
  return cors({ origin: '*', allowMethods: ['GET'], allowHeaders: ['*'], maxAge: PREFLIGHT_CACHE_S });
}

/** CORS for `ALLOWED_ORIGINS`. Refuses every other origin before the route runs. */
export function listedOriginsOnly({ allowedOrigins }: Pick<Config, 'allowedOrigins'>, log: Log): MiddlewareHandler {
  const isListed = (origin: string) => allowedOrigins.includes(origin);
  const preflight = cors({
    origin: (origin) => (isListed(origin) ? origin : null),
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type', IDEMPOTENCY_KEY_HEADER],
    maxAge: PREFLIGHT_CACHE_S,
  });
  return async (c, next) => {
    const origin = c.req.header('origin');
    const isUnlisted = origin !== undefined && !isListed(origin);
    if (isUnlisted)
      log.warn({ origin: origin.slice(0, 100) }, 'a page whose origin is not in ALLOWED_ORIGINS was refused');
    if (c.req.method === 'OPTIONS') return preflight(c, next);
    if (isUnlisted) {
      throw new Problem('origin-not-allowed', 'the origin is not listed', { headers: { vary: 'Origin' } });
    }
    await next();
    // `cors` would set them before there is a response: Hono then copies the response, and sends its text as a stream.
    const { headers } = c.res;
    headers.append('Vary', 'Origin');
    headers.set('Access-Control-Expose-Headers', 'Retry-After');
    if (origin !== undefined) headers.set('Access-Control-Allow-Origin', origin);
  };
}
