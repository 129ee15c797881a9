import { timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { Clock } from '../clock.ts';
import type { Switches } from '../switches.ts';
import { CallLimits } from './call-limits.ts';
import { ACCESS_TOKEN_LIFETIME_MS, MAX_ACTIVE_TOKENS, type Tokens } from './tokens.ts';

interface Dependencies {
  readonly client: Client;
  readonly clock: Clock;
  readonly switches: Readonly<Switches>;
  readonly tokens: Tokens;
}

/** The only API client of the simulator. */
interface Client {
  readonly id: string;
  readonly secret: string;
}

/** `POST /oauth2/token`: client credentials and refresh tokens, form-encoded. */
export function tokenRoute({ client, clock, switches, tokens }: Dependencies): Hono {
  const limits = new CallLimits();
  const route = new Hono();

  route.post('/oauth2/token', async (c) => {
    c.header('Cache-Control', 'no-store');
    if (switches.limits) {
      const waitMs = limits.admit(clock.now());
      if (waitMs !== undefined) return tooManyCalls(c, waitMs);
    }

    if (!c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded')) {
      // Only that JSON does not work is known; status and message are invented.
      return oauthError(c, 400, 'invalid_request', 'The body must be application/x-www-form-urlencoded.');
    }
    const form = new URLSearchParams(await c.req.text());
    const credentials = basicCredentials(c.req.header('authorization')) ?? {
      id: form.get('client_id'),
      secret: form.get('client_secret'),
    };

    switch (form.get('grant_type')) {
      case 'client_credentials':
        if (!isClient(credentials, client)) return invalidClient(c, switches);
        break;
      case 'refresh_token':
        // Known clients send id and secret, only the id, or neither: what is sent must be correct.
        if (!isClient({ id: credentials.id ?? client.id, secret: credentials.secret ?? client.secret }, client)) {
          return invalidClient(c, switches);
        }
        if (!tokens.consumeRefreshToken(form.get('refresh_token') ?? '')) {
          // Known by name: HelloAsso's own Python client recovers from exactly this code. The status is not known.
          return oauthError(c, 400, 'access_denied', 'The refresh token is unknown, used or expired.');
        }
        break;
      default:
        // The standard OAuth code; HelloAsso's own response is not known.
        return oauthError(c, 400, 'unsupported_grant_type', 'Use client_credentials or refresh_token.');
    }

    const active = tokens.active();
    const oldest = active[0];
    if (switches.limits && oldest && active.length >= MAX_ACTIVE_TOKENS) {
      return tooManyCalls(c, oldest.expiresAt - clock.now()); // only the number is known, not the response
    }
    const { accessToken, refreshToken } = await tokens.issue(switches.privileges);
    const expiresIn = ACCESS_TOKEN_LIFETIME_MS / 1_000;
    return c.json({
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: 'bearer',
      expires_in: switches.expiresInAs === 'string' ? String(expiresIn) : expiresIn,
    });
  });

  return route;
}

/** The body of a 429 is not known. */
function tooManyCalls(c: Context, waitMs: number): Response {
  return c.body(null, 429, { 'Retry-After': String(Math.ceil(waitMs / 1_000)) });
}

function invalidClient(c: Context, { invalidClientStatus }: Readonly<Switches>): Response {
  return invalidClientStatus === 401
    ? c.json({ error: 'invalid_client' }, 401)
    : oauthError(c, 400, 'unauthorized_client', 'Invalid client');
}

function oauthError(c: Context, status: 400, error: string, description: string): Response {
  return c.json({ error, error_description: description }, status);
}

type Credentials = { readonly id: string | null; readonly secret: string | null };

function isClient({ id, secret }: Credentials, client: Client): boolean {
  return equal(id, client.id) && equal(secret, client.secret);
}

function equal(given: string | null, expected: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** HTTP Basic works: a published client uses it. */
function basicCredentials(authorization: string | undefined): Credentials | undefined {
  const encoded = /^Basic ([\w+/]+=*)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id: decodeFormComponent(id), secret: decodeFormComponent(secret.join(':')) };
}

/** OAuth form-encodes id and secret before joining them (RFC 6749 §2.3.1). */
function decodeFormComponent(text: string): string {
  return new URLSearchParams(`_=${text.replaceAll('&', '%26')}`).get('_') ?? '';
}
