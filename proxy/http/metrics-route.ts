import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Handler } from 'hono';
import type { Config } from '../config/config.ts';
import { isLoopback } from '../contract/loopback.ts';
import { CountedMetrics } from '../counted-metrics.ts';
import type { Log } from '../log.ts';
import { CONTENT_TYPE } from '../prometheus.ts';
import { clientAddress, isTrusted } from './client-address.ts';
import type { HonoEnv } from './hono-env.ts';

type MetricsConfig = Pick<Config, 'metrics' | 'offers' | 'trustedProxies' | 'allowedOrigins'>;

/** Metrics that are counted, and the route that gives them. */
export interface ServedMetrics {
  readonly metrics: CountedMetrics;
  /** `GET /metrics` */
  readonly route: Handler<HonoEnv>;
}

/** Warns when nobody could read them. */
export function serveMetrics(config: MetricsConfig, log: Log): ServedMetrics {
  const metrics = new CountedMetrics(config.offers.keys());
  const isTokenBearer = tokenCheck(config.metrics?.token);
  if (!config.metrics?.token && !mayBeLocal('127.0.0.1', config)) {
    log.warn({}, 'METRICS=true, but nobody can read /metrics: set METRICS_TOKEN');
  }
  return {
    metrics,
    route: (c) => {
      if (!isTokenBearer(c) && !isLocal(c, config)) return c.notFound();
      return c.body(metrics.text(), 200, { 'content-type': CONTENT_TYPE });
    },
  };
}

/** Compares hashes: their comparison takes the same time whatever was sent, and however long it is. */
function tokenCheck(token: string | undefined): (c: Context) => boolean {
  const expected = token !== undefined && hashOf(token);
  return (c) => {
    const [, sent] = /^bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    return expected !== false && sent !== undefined && timingSafeEqual(hashOf(sent), expected);
  };
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** What servers in front add to a request. A program on this machine that asks by itself sends none of them. */
const FORWARDING = /^(forwarded|via|x-real-ip|x-forwarded-.*|(.+-)?(client|connecting)-ip)$/i;

/** Whether a program on this machine asks for itself. A header can only refuse: none can make a client local. */
function isLocal(c: Context<HonoEnv>, config: MetricsConfig): boolean {
  const isForwarded = [...c.req.raw.headers.keys()].some((name) => FORWARDING.test(name));
  return !isForwarded && mayBeLocal(clientAddress(c.env.clientAddress, undefined, config.trustedProxies), config);
}

/**
 * Whether the peer of this address is on this machine, and is surely not a server in front, which may forward requests without any trace.
 * Public pages need https, so they reach the proxy through such a server. Where `TRUSTED_PROXIES` does not name it, it may be any peer.
 */
function mayBeLocal(address: string, { trustedProxies, allowedOrigins }: MetricsConfig): boolean {
  const isFrontKnown =
    trustedProxies.rules.length > 0 || allowedOrigins.every((origin) => isLoopback(new URL(origin).hostname));
  return isFrontKnown && isLoopback(address) && !isTrusted(address, trustedProxies);
}
