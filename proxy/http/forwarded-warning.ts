import type { MiddlewareHandler } from 'hono';
import type { Config } from '../config/config.ts';
import type { Log } from '../log.ts';
import type { Bindings } from './app.ts';
import { isLoopback, isTrusted } from './client-address.ts';

/**
 * Whether the configuration forgets the server in front: pages of the web cannot reach loopback without one, and where it is not
 * named all payers are one address, with one limit.
 */
export function forgetsReverseProxy({ host, trustedProxies, allowedOrigins }: Config): boolean {
  const isPublic = allowedOrigins.some((origin) => !isLoopback(new URL(origin).hostname));
  return isLoopback(host) && isPublic && trustedProxies.rules.length === 0;
}

/** Tells the operator once of requests that say they were forwarded, by somebody who is not trusted. Names no address. */
export function warnOfReverseProxy({ trustedProxies }: Config, log: Log): MiddlewareHandler<{ Bindings: Bindings }> {
  let isDue = true;
  return async (c, next) => {
    const isForwarded = c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined;
    if (isDue && isForwarded && !isTrusted(c.env.clientAddress, trustedProxies)) {
      isDue = false;
      log.warn(
        {},
        'a request was forwarded by a server that TRUSTED_PROXIES does not name: if it is yours, add its address, or its payers share one limit',
      );
    }
    await next();
  };
}
