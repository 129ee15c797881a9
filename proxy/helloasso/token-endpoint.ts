import * as oauth from 'oauth4webapi';
import { Problem } from '../problem.ts';
import { responseText } from './response-text.ts';

/** HelloAsso's documented lifetime, for a response without `expires_in`. */
const DEFAULT_LIFETIME_S = 1800;

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
   * @throws Problem `helloasso-credentials` when HelloAsso refuses them (or the refresh token), `helloasso-unavailable` otherwise.
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
      const response = new Response((await responseText(sent)) || null, sent);
      if (response.status === 429 || response.status >= 500) throw unavailable(response);
      const parsed = await (refreshToken === undefined
        ? oauth.processClientCredentialsResponse(server, client, response)
        : oauth.processRefreshTokenResponse(server, client, response));
      return grantOf(parsed);
    } catch (cause) {
      throw asProblem(cause);
    }
  }
}

function grantOf(response: oauth.TokenEndpointResponse): Grant {
  // Checked here, because the error that `fetch` throws for such a header quotes the token.
  if (!/^[\x21-\x7e]+$/.test(response.access_token)) throw new TypeError('the token has invalid characters');
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token,
    lifetimeMs: (response.expires_in ?? DEFAULT_LIFETIME_S) * 1000,
  };
}

function unavailable({ status, headers }: Response): Problem {
  const retryAfter = headers.get('retry-after');
  const isSeconds = /^\d{1,5}$/.test(retryAfter ?? '');
  return new Problem('helloasso-unavailable', `the token endpoint answered ${status}`, {
    ...(isSeconds && { headers: { 'retry-after': String(retryAfter) } }),
  });
}

/** Every 4xx of the token endpoint but 429 means wrong credentials: HelloAsso's statuses for them vary. */
function asProblem(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  const status = cause instanceof oauth.ResponseBodyError ? cause.status : statusOf(cause);
  if (status !== undefined && status >= 400 && status < 500) {
    return new Problem('helloasso-credentials', `the token endpoint answered ${status}`);
  }
  return new Problem('helloasso-unavailable', 'the token endpoint gave no usable response', { cause });
}

function statusOf(error: unknown): number | undefined {
  const response = error instanceof oauth.OperationProcessingError ? error.cause : undefined;
  return response instanceof Response ? response.status : undefined;
}
