import * as oauth from 'oauth4webapi';
import type { Config } from '../config/config.ts';
import { Problem } from '../problem.ts';
import { boundedText } from './response-text.ts';

const TIMEOUT_MS = 5_000;
/** HelloAsso's documented lifetime, for an answer that does not say. */
const DEFAULT_LIFETIME_S = 1800;

/** What HelloAsso grants: good for half an hour, and renewed by a refresh token that may be used once. */
export interface Grant {
  readonly accessToken: string;
  /** Absent in some answers to partners. */
  readonly refreshToken: string | undefined;
  readonly lifetimeMs: number;
}

/** HelloAsso's token endpoint: form-encoded, id and secret in the body, no redirect followed. */
export class TokenEndpoint {
  readonly #config: Config['helloasso'];
  readonly #fetch: typeof globalThis.fetch;

  constructor(config: Config['helloasso'], fetch: typeof globalThis.fetch) {
    this.#config = config;
    this.#fetch = fetch;
  }

  /**
   * Asks for a grant: by refresh token when there is one, else by client credentials.
   * @throws Problem `helloasso-credentials` when HelloAsso refuses them (or the refresh token), `helloasso-unavailable` otherwise.
   */
  async request(refreshToken: string | undefined): Promise<Grant> {
    const { apiOrigin, clientId, clientSecret } = this.#config;
    const server: oauth.AuthorizationServer = { issuer: apiOrigin, token_endpoint: `${apiOrigin}/oauth2/token` };
    const client: oauth.Client = { client_id: clientId };
    const authentication = oauth.ClientSecretPost(clientSecret);
    const options = {
      [oauth.customFetch]: this.#fetch,
      [oauth.allowInsecureRequests]: apiOrigin.startsWith('http:'),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    try {
      const answered = await (refreshToken === undefined
        ? oauth.clientCredentialsGrantRequest(server, client, authentication, {}, options)
        : oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, options));
      const response = new Response((await boundedText(answered)) || null, answered);
      if (response.status === 429 || response.status >= 500) throw troubled(response);
      const answer = await (refreshToken === undefined
        ? oauth.processClientCredentialsResponse(server, client, response)
        : oauth.processRefreshTokenResponse(server, client, response));
      return grantOf(answer);
    } catch (cause) {
      throw asProblem(cause);
    }
  }
}

function grantOf(answer: oauth.TokenEndpointResponse): Grant {
  // What cannot stand in a header is no token; the platform's own error would quote it.
  if (!/^[\x21-\x7e]+$/.test(answer.access_token)) throw new TypeError('the token has characters that none may have');
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    lifetimeMs: (answer.expires_in ?? DEFAULT_LIFETIME_S) * 1000,
  };
}

function troubled({ status, headers }: Response): Problem {
  const retryAfter = headers.get('retry-after');
  const isSeconds = /^\d{1,5}$/.test(retryAfter ?? '');
  return new Problem('helloasso-unavailable', `the token endpoint answered ${status}`, {
    ...(isSeconds && { headers: { 'retry-after': String(retryAfter) } }),
  });
}

/** Every 4xx of the token endpoint but 429 speaks of the credentials: HelloAsso's statuses for them vary. */
function asProblem(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  const status = cause instanceof oauth.ResponseBodyError ? cause.status : statusOf(cause);
  if (status !== undefined && status >= 400 && status < 500) {
    return new Problem('helloasso-credentials', `the token endpoint answered ${status}`);
  }
  return new Problem('helloasso-unavailable', 'the token endpoint gave no usable answer', { cause });
}

function statusOf(error: unknown): number | undefined {
  const response = error instanceof oauth.OperationProcessingError ? error.cause : undefined;
  return response instanceof Response ? response.status : undefined;
}
