import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Log } from '../log.ts';
import type { HonoEnv } from './hono-env.ts';

/** Logs one line for each request, with the route's pattern. The address itself may contain personal data. */
export function logRequests(log: Log): MiddlewareHandler<HonoEnv> {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const ms = Math.round(performance.now() - start);
    const { method } = c.req;
    log.info({ requestId: c.get('requestId'), method, route: routePath(c, -1), status: c.res.status, ms }, 'request');
  };
}
