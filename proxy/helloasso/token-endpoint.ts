import { z } from 'zod';
import { parseJson } from '../json.ts';
import { Problem } from '../problem.ts';
import { type Answer, isWebPage, type Send, USER_AGENT, webPage } from './http-client.ts';

/** HelloAsso's documented lifetime is the longest that is believed, and that of a response that names none. */
const LIFETIME_S = { min: 60, max: 1800 };

/** Absent, null and empty are the same for what is optional. HelloAsso documents `expires_in` as a text. */
const tokenResponse = z.object({
  // Checked here, because the error that a client throws for such a header may quote the token.
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
  readonly #send: Send;

  constructor(account: Account, send: Send) {
    this.#account = account;
    this.#send = send;
  }

  /**
   * Requests a token pair: by refresh token when one is given, else by client credentials.
   * @throws Problem `helloasso-credentials` when HelloAsso refuses them (or the refresh token), with any 4xx: its statuses for that
   * vary. `helloasso-unavailable` otherwise.
   */
  async request(refreshToken: string | undefined, signal: AbortSignal): Promise<Grant> {
    const { apiOrigin, clientId, clientSecret } = this.#account;
    const grant =
      refreshToken === undefined
        ? { grant_type: 'client_credentials' }
        : { grant_type: 'refresh_token', refresh_token: refreshToken };
    const body = new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret });
    try {
      const answer = await this.#send(`${apiOrigin}/oauth2/token`, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          'user-agent': USER_AGENT,
        },
        body: body.toString(),
        signal,
      });
      const { status, text } = answer;
      if (status < 200 || (status >= 300 && status < 400) || status === 429 || status >= 500) throw unavailable(answer);
      if (isWebPage(answer)) throw webPage(status);
      if (status >= 400) throw new Problem('helloasso-credentials', `the token endpoint answered ${status}`);
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

function unavailable({ status, header }: Answer): Problem {
  const retryAfter = header('retry-after') ?? '';
  return new Problem('helloasso-unavailable', `the token endpoint answered ${status}`, {
    ...(/^\d{1,5}$/.test(retryAfter) && { headers: { 'retry-after': retryAfter } }),
  });
}
