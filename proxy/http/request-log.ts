import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Problem } from '../problem.ts';
import type { HonoEnv } from './hono-env.ts';
import { namesOf } from './problem.ts';

/**
 * Logs one line for each request, with the route's pattern and, of a problem, its code. The address itself may contain personal
 * data. Counts it too.
 */
export function logRequests(log: Log, metrics: Pick<Metrics, 'request'>): MiddlewareHandler<HonoEnv> {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const ms = performance.now() - start;
    const { method } = c.req;
    const problem = c.error && { code: Problem.from(c.error).code };
    const request = { method, route: routePath(c, -1), status: c.res.status, ...problem };
    metrics.request({ ...request, ms });
    log.info({ ...namesOf(c), ...request, ms: Math.round(ms) }, 'request');
  };
}
