import * as oauth from 'oauth4webapi';
import type { Config } from '../config.ts';
import { Problem } from '../problem.ts';

/** Renewed this long before it expires, so that no call starts with a dying token. */
const MARGIN_MS = 60_000;
/** A token that HelloAsso refuses is replaced at most once in this time: it allows twenty tokens alive. */
const REPLACE_INTERVAL_MS = 60_000;
const TIMEOUT_MS = 5_000;
/** HelloAsso's documented lifetime, for an answer that does not say. */
const DEFAULT_LIFETIME_S = 1800;

/** A failure is not asked for again at once: the token endpoint allows a handful of calls an hour. */
const FAILURE_REMEMBERED_MS = 10_000;

interface Token {
  readonly value: string;
  /** When to ask for the next one, ms. */
  readonly renewAt: number;
}

interface Failure {
  readonly problem: Problem;
  /** ms */
  readonly until: number;
}

/**
 * The one access token of this process: asked for when first needed, kept until shortly before it expires, and renewed in
 * one flight however many callers wait.
 */
export class AccessToken {
  readonly #config: Config['helloasso'];
  readonly #fetch: typeof globalThis.fetch;
  readonly #now: () => number;
  #token: Token | undefined;
  #pending: Promise<Token> | undefined;
  #failure: Failure | undefined;
  #replacedAt = Number.NEGATIVE_INFINITY;

  /** `now` in ms. */
  constructor(config: Config['helloasso'], fetch: typeof globalThis.fetch, now: () => number) {
    this.#config = config;
    this.#fetch = fetch;
    this.#now = now;
  }

  /** @throws Problem `helloasso-credentials` or `helloasso-unavailable`. */
  async get(): Promise<string> {
    if (this.#token && this.#now() < this.#token.renewAt) return this.#token.value;
    if (this.#failure && this.#now() < this.#failure.until) throw this.#failure.problem;
    this.#pending ??= this.#request().finally(() => {
      this.#pending = undefined;
    });
    this.#token = await this.#pending;
    return this.#token.value;
  }

  /** Tells that HelloAsso refused `value`. Answers whether the next `get` brings another one. */
  refused(value: string): boolean {
    if (this.#token?.value !== value) return true;
    if (this.#now() - this.#replacedAt < REPLACE_INTERVAL_MS) return false;
    this.#replacedAt = this.#now();
    this.#token = undefined;
    return true;
  }

  async #request(): Promise<Token> {
    const { apiOrigin, clientId, clientSecret } = this.#config;
    const server: oauth.AuthorizationServer = { issuer: apiOrigin, token_endpoint: `${apiOrigin}/oauth2/token` };
    const client: oauth.Client = { client_id: clientId };
    try {
      const response = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        oauth.ClientSecretPost(clientSecret),
        {},
        {
          [oauth.customFetch]: this.#fetch,
          [oauth.allowInsecureRequests]: apiOrigin.startsWith('http:'),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        },
      );
      if (response.status === 429 || response.status >= 500) {
        throw new Problem('helloasso-unavailable', `the token endpoint answered ${response.status}`);
      }
      const answer = await oauth.processClientCredentialsResponse(server, client, response);
      // What cannot stand in a header is no token; the platform's own error would quote it.
      if (!/^[\x21-\x7e]+$/.test(answer.access_token))
        throw new TypeError('the token has characters that none may have');
      const lifetimeMs = (answer.expires_in ?? DEFAULT_LIFETIME_S) * 1000;
      return { value: answer.access_token, renewAt: this.#now() + lifetimeMs - Math.min(MARGIN_MS, lifetimeMs / 2) };
    } catch (cause) {
      const problem = asProblem(cause);
      // A broken connection has cost the endpoint nothing; what it answered, it would answer again.
      if (cause instanceof Problem || problem.code === 'helloasso-credentials') {
        this.#failure = { problem, until: this.#now() + FAILURE_REMEMBERED_MS };
      }
      throw problem;
    }
  }
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
