import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Tokens } from '../oauth/tokens.ts';
import type { Privilege } from '../switches.ts';

/** Answers 401 without a living token, 403 when it lacks the privilege; both bodies are empty. */
export function requirePrivilege(privilege: Privilege, tokens: Tokens): MiddlewareHandler {
  return createMiddleware(async (c, next) => {
    const privileges = tokens.privilegesOf(bearerToken(c));
    if (!privileges) return c.body(null, 401);
    if (!privileges.includes(privilege)) return c.body(null, 403);
    return await next();
  });
}

/** Answers 403 for another organisation than the client's own, whether it exists or not. */
export function requireOwnSlug(slug: string): MiddlewareHandler {
  return createMiddleware(async (c, next) => (c.req.param('slug') === slug ? await next() : c.body(null, 403)));
}

function bearerToken(c: Context): string {
  return /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
}
