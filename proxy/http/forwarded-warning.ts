import type { Context, MiddlewareHandler } from 'hono';
import type { Config } from '../config/config.ts';
import { isLoopback } from '../contract/loopback.ts';
import type { Log } from '../log.ts';
import { clientOf, forwardingOf, isTrusted } from './client-address.ts';
import type { HonoEnv } from './hono-env.ts';

/**
 * Whether `TRUSTED_PROXIES` lacks the server in front. Public pages reach a loopback address, or a Unix socket, only through one; when it
 * is not listed, all payers count as one address and share one rate limit.
 */
export function lacksTrustedProxy({
  host,
  trustedProxies,
  allowedOrigins,
}: Pick<Config, 'host' | 'trustedProxies' | 'allowedOrigins'>): boolean {
  const isPublic = allowedOrigins.some((origin) => !isLoopback(new URL(origin).hostname));
  return (isLoopback(host) || host.startsWith('/')) && isPublic && trustedProxies.rules.length === 0;
}

/** Logs one warning at the first request that an unlisted server forwarded. The line contains no address. */
export function warnOfForwardedRequests(
  { trustedProxies }: Pick<Config, 'trustedProxies'>,
  log: Log,
): MiddlewareHandler<HonoEnv> {
  let isDue = true;
  return async (c, next) => {
    const isForwarded = c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined;
    if (isDue && isForwarded && !isTrusted(c.env.clientAddress, trustedProxies)) {
      isDue = false;
      log.warn(
        {},
        'a request was forwarded by a server that is not in TRUSTED_PROXIES: if it is yours, add its address, or its payers share one rate limit',
      );
    }
    await next();
  };
}

/**
 * Logs one warning at the first request that a listed server forwarded without the address of its client. A program on the machine of
 * that server, such as `doctor`, has a loopback address, and may ask.
 */
export function warnOfMissingAddresses(config: Pick<Config, 'trustedProxies'>, log: Log): MiddlewareHandler<HonoEnv> {
  const { trustedProxies } = config;
  let isDue = true;
  const isMissing = (c: Context<HonoEnv>) => {
    if (forwardingOf(c.env.clientAddress, c.req.raw.headers, trustedProxies) === 'without-address') return true;
    const client = clientOf(c, config);
    return isTrusted(client, trustedProxies) && !isLoopback(client);
  };
  return async (c, next) => {
    if (isDue && isMissing(c)) {
      isDue = false;
      log.warn(
        {},
        'a server in TRUSTED_PROXIES forwarded a request without X-Forwarded-For: configure it there, or its payers share one rate limit',
      );
    }
    await next();
  };
}
