import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { parseJson } from '../json.ts';
import { Problem } from '../problem.ts';
import { isWebPage, responseText, webPage } from './response-text.ts';

/** HelloAsso's documented lifetime is the longest that is believed, and that of a response that names none. */
const LIFETIME_S = { min: 60, max: 1800 };

/** Absent, null and empty are the same for what is optional. HelloAsso documents `expires_in` as a text. */
const tokenResponse = z.object({
  // Checked here, because the error that `fetch` throws for such a header quotes the token.
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z
    .string()
    .regex(/^(bearer)?$/i)
    .nullish(),
  expires_in: z.coerce.number().positive().catch(LIFETIME_S.max),
  refresh_token: z.string().min(1).optional().catch(undefined),
});

/** The API client of the organisation, and where its tokens come from. */
interface Account {
  readonly apiOrigin: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A token pair: the access token is valid for half an hour, the refresh token for one use. */
export interface Grant {
  readonly accessToken: string;
  /** Absent in some responses to partners. */
  readonly refreshToken: string | undefined;
  readonly lifetimeMs: number;
}

/** HelloAsso's token endpoint: form-encoded, id and secret in the body, no redirect followed. */
export class TokenEndpoint {
  readonly #account: Account;
  readonly #fetch: typeof globalThis.fetch;

  constructor(account: Account, fetch: typeof globalThis.fetch) {
    this.#account = account;
    this.#fetch = fetch;
  }

  /**
   * Requests a token pair: by refresh token when one is given, else by client credentials.
   * @throws Problem `helloasso-credentials` when HelloAsso refuses them (or the refresh token), with any 4xx: its statuses for that
   * vary. `helloasso-unavailable` otherwise.
   */
  async request(refreshToken: string | undefined, signal: AbortSignal): Promise<Grant> {
    const { apiOrigin, clientId, clientSecret } = this.#account;
    const server: oauth.AuthorizationServer = { issuer: apiOrigin, token_endpoint: `${apiOrigin}/oauth2/token` };
    const client: oauth.Client = { client_id: clientId };
    const authentication = oauth.ClientSecretPost(clientSecret);
    const options = {
      [oauth.customFetch]: this.#fetch,
      [oauth.allowInsecureRequests]: apiOrigin.startsWith('http:'),
      signal,
    };
    try {
      const sent = await (refreshToken === undefined
        ? oauth.clientCredentialsGrantRequest(server, client, authentication, {}, options)
        : oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, options));
      const text = await responseText(sent);
      const { ok, status } = sent;
      if (!ok && (status < 400 || status === 429 || status >= 500)) throw unavailable(sent);
      if (isWebPage(sent, text)) throw webPage(status);
      if (!ok) throw new Problem('helloasso-credentials', `the token endpoint answered ${status}`);
      return grantOf(tokenResponse.parse(parseJson(text)));
    } catch (cause) {
      throw cause instanceof Problem
        ? cause
        : new Problem('helloasso-unavailable', 'the token endpoint gave no usable response', { cause });
    }
  }
}

function grantOf(response: z.infer<typeof tokenResponse>): Grant {
  const seconds = Math.min(Math.max(response.expires_in, LIFETIME_S.min), LIFETIME_S.max);
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token,
    lifetimeMs: seconds * 1000,
  };
}

function unavailable({ status, headers }: Response): Problem {
  const retryAfter = headers.get('retry-after');
  const isSeconds = /^\d{1,5}$/.test(retryAfter ?? '');
  return new Problem('helloasso-unavailable', `the token endpoint answered ${status}`, {
    ...(isSeconds && { headers: { 'retry-after': String(retryAfter) } }),
  });
}
