import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Tokens } from '../oauth/tokens.ts';
import type { Privilege } from '../switches.ts';

/** Returns 401 without a valid access token, 403 when the token lacks the privilege. Both bodies are empty. */
export function requirePrivilege(privilege: Privilege, tokens: Tokens): MiddlewareHandler {
  return createMiddleware(async (c, next) => {
    const privileges = tokens.privilegesOf(bearerToken(c));
    if (!privileges) return c.body(null, 401);
    if (!privileges.includes(privilege)) return c.body(null, 403);
    return await next();
  });
}

/** Returns 403 for any organisation but the client's own, whether or not it exists. */
export function requireOwnSlug(slug: string): MiddlewareHandler {
  return createMiddleware(async (c, next) => (c.req.param('slug') === slug ? await next() : c.body(null, 403)));
}

function bearerToken(c: Context): string {
  return /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
}
