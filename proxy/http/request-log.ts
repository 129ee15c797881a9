import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import type { HonoEnv } from './hono-env.ts';
import { namesOf } from './problem.ts';

/**
 * Logs one line for each request, with the route's pattern and, of a problem, its code. The address itself may contain personal
 * data.
 */
export function logRequests(log: Log): MiddlewareHandler<HonoEnv> {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const ms = Math.round(performance.now() - start);
    const { method } = c.req;
    const problem = c.error && { code: Problem.from(c.error).code };
    log.info({ ...namesOf(c), method, route: routePath(c, -1), status: c.res.status, ...problem, ms }, 'request');
  };
}
