import { z } from 'zod';
import type { Environment } from '../environment.ts';
import { parseJson } from '../json.ts';
import type { Metrics } from '../metrics.ts';
import { Problem } from '../problem.ts';
import { exclusively } from '../state/exclusively.ts';
import type { State } from '../state/state.ts';
import { repeatBroken } from './broken-connection.ts';
import type { TokenCallStore } from './token-call-store.ts';
import type { Grant, TokenEndpoint } from './token-endpoint.ts';
import { TokenRateLimit } from './token-rate-limit.ts';

/** All that one grant may take. */
const TIMEOUT_MS = 5_000;
/** Renewed this long before it expires, so that no call starts with a token about to expire. */
const MARGIN_MS = 60_000;
/** A token that HelloAsso refuses is replaced at most once in this period: HelloAsso allows twenty valid tokens. */
const REPLACE_INTERVAL_MS = 60_000;
/** For this long, the endpoint would repeat its response. */
const RESPONSE_REMEMBERED_MS = 10_000;
/** After a first failure, and after many in a row. */
const BACK_OFF_MS = 1_000;
const MAX_BACK_OFF_MS = 90_000;
/** Below HelloAsso's limits of 10 calls in 10 s, 20 in 10 min and 50 in an hour, and of 20 valid tokens. */
const LIMITS = {
  made: [
    { calls: 8, ms: 10_000 },
    { calls: 15, ms: 600_000 },
    { calls: 40, ms: 3_600_000 },
  ],
  granted: [{ calls: 18, ms: 1_800_000 }],
};

/** How long to wait for another instance that requests a token: until its lock has ended, should it have been killed. */
const PATIENCE_MS = 6_000;
const LOCK = 'token';
const KEY = 'token:pair';

/** The token pair that the instances share. */
const sharedGrant = z
  .object({ accessToken: z.string(), refreshToken: z.string().optional(), lifetimeMs: z.number() })
  .transform(({ refreshToken, ...grant }): Grant => ({ ...grant, refreshToken }));

interface Dependencies extends Pick<Environment, 'now' | 'elapsed'> {
  readonly metrics: Pick<Metrics, 'token'>;
  /** The times of this instance's calls, which outlive it. */
  readonly calls: TokenCallStore;
  readonly state: State;
  readonly instances: number;
}

interface Token {
  readonly value: string;
  /** When to request the next one, ms of `elapsed`, as all times here. */
  readonly renewAt: number;
  /** ms */
  readonly expiresAt: number;
}

interface Failure {
  readonly problem: Problem;
  /** ms */
  readonly until: number;
}

/**
 * The one access token of all instances: requested when first needed, renewed by its refresh token shortly before it expires, by one of
 * them. Concurrent callers share one request. A valid token stays in use when its renewal fails.
 */
export class AccessToken {
  readonly #endpoint: TokenEndpoint;
  readonly #now: () => number;
  readonly #elapsed: () => number;
  readonly #metrics: Pick<Metrics, 'token'>;
  readonly #state: State;
  readonly #rateLimit: TokenRateLimit;
  #token: Token | undefined;
  #refreshToken: string | undefined;
  /** The last access token that this instance has seen, whether it is still used or not. */
  #lastSeen: string | undefined;
  #pending: Promise<Token> | undefined;
  #failure: Failure | undefined;
  #failuresInARow = 0;
  #replacedAt = Number.NEGATIVE_INFINITY;

  /** Deadlines count by `elapsed`; the times of calls, which outlive the process, by `now`. */
  constructor(endpoint: TokenEndpoint, { now, elapsed, metrics, calls, state, instances }: Dependencies) {
    this.#endpoint = endpoint;
    this.#state = state;
    this.#rateLimit = new TokenRateLimit(LIMITS, { store: calls, state, instances });
    this.#now = now;
    this.#elapsed = elapsed;
    this.#metrics = metrics;
  }

  /** @throws Problem `helloasso-credentials` or `helloasso-unavailable`. */
  async get(): Promise<string> {
    if (this.#token && this.#elapsed() < this.#token.renewAt) return this.#token.value;
    try {
      this.#pending ??= this.#renew().finally(() => {
        this.#pending = undefined;
      });
      this.#token = await this.#pending;
      return this.#token.value;
    } catch (problem) {
      if (this.#validToken) return this.#validToken.value;
      throw problem;
    }
  }

  /** Reports that HelloAsso refused `value`. Returns whether the next `get` gives another token. */
  refused(value: string): boolean {
    if (this.#token?.value !== value) return true;
    if (this.#elapsed() - this.#replacedAt < REPLACE_INTERVAL_MS) return false;
    this.#replacedAt = this.#elapsed();
    this.#token = undefined;
    return true;
  }

  get #validToken(): Token | undefined {
    return this.#token && this.#elapsed() < this.#token.expiresAt ? this.#token : undefined;
  }

  async #renew(): Promise<Token> {
    if (this.#failure && this.#elapsed() < this.#failure.until) throw this.#failure.problem;
    const renew = async () => (await this.#sharedToken()) ?? (await this.#requestToken());
    const patienceMs = this.#validToken ? 0 : PATIENCE_MS;
    return exclusively(this.#state, LOCK, { patienceMs }, renew).catch((cause: unknown) => {
      const isAlone = cause instanceof Problem && cause.code === 'busy' && !this.#state.isComplete;
      if (isAlone) return this.#requestToken();
      throw cause;
    });
  }

  /** What another instance has got since this one last looked; `undefined` where that is nothing, or is to be renewed itself. */
  async #sharedToken(): Promise<Token | undefined> {
    const stored = await this.#state.get(KEY);
    const { data: grant } = sharedGrant.safeParse(parseJson(stored?.value ?? ''));
    if (!stored || !grant || grant.accessToken === this.#lastSeen) return undefined;
    const token = this.#use(grant, stored.remainingMs);
    return this.#elapsed() < token.renewAt ? token : undefined;
  }

  /** From now on, this grant is the last one. */
  #use({ accessToken, refreshToken, lifetimeMs }: Grant, remainingMs: number): Token {
    this.#lastSeen = accessToken;
    this.#refreshToken = refreshToken;
    const expiresAt = this.#elapsed() + remainingMs;
    return { value: accessToken, renewAt: expiresAt - Math.min(MARGIN_MS, lifetimeMs / 2), expiresAt };
  }

  async #requestToken(): Promise<Token> {
    try {
      const grant = await this.#request();
      this.#failuresInARow = 0;
      const token = this.#use(grant, grant.lifetimeMs);
      await this.#state.set(KEY, JSON.stringify(grant), grant.lifetimeMs);
      return token;
    } catch (cause) {
      const problem = Problem.from(cause);
      const hasResponse = problem.cause === undefined;
      const leastMs = hasResponse || this.#validToken ? RESPONSE_REMEMBERED_MS : 0;
      this.#failure = { problem, until: this.#elapsed() + Math.max(leastMs, this.#backOffMs(), retryAfterMs(problem)) };
      throw problem;
    }
  }

  /** Longer with each failure: a call without a response counts too, and some calls must be left when the endpoint is back. */
  #backOffMs(): number {
    this.#failuresInARow += 1;
    return Math.min(BACK_OFF_MS * 1.5 ** (this.#failuresInARow - 1), MAX_BACK_OFF_MS);
  }

  /**
   * By refresh token when there is one; by client credentials when that one is refused. An instance that is alone does not use it: another
   * one may have done so.
   */
  async #request(): Promise<Grant> {
    const refreshToken = this.#state.isComplete ? this.#refreshToken : undefined;
    this.#refreshToken = undefined; // valid for one use
    if (refreshToken !== undefined) {
      try {
        return await this.#call(refreshToken);
      } catch (cause) {
        if (!isRefusal(cause)) {
          this.#refreshToken = refreshToken;
          throw cause;
        }
      }
    }
    return this.#call(undefined);
  }

  /** Repeats no call while the endpoint fails: some calls must be left when it is back. */
  #call(refreshToken: string | undefined): Promise<Grant> {
    const signal = timeout(TIMEOUT_MS);
    const call = () => this.#callOnce(refreshToken, signal);
    return this.#failuresInARow === 0 ? repeatBroken(call) : call();
  }

  async #callOnce(refreshToken: string | undefined, signal: AbortSignal): Promise<Grant> {
    const at = this.#now();
    const grant = refreshToken === undefined ? 'client_credentials' : 'refresh_token';
    if (!(await this.#rateLimit.take(at))) {
      this.#metrics.token(grant, 'withheld');
      throw new Problem('helloasso-unavailable', 'no more token requests for now: HelloAsso limits them');
    }
    try {
      const granted = await this.#endpoint.request(refreshToken, signal);
      this.#metrics.token(grant, 'granted');
      return granted;
    } catch (cause) {
      this.#metrics.token(grant, isRefusal(cause) ? 'refused' : 'unavailable');
      await this.#rateLimit.releaseGrant(at);
      throw cause;
    }
  }
}

/**
 * A time-out that lets what has arrived be read first: thousands of payers at once keep this process busy for seconds, and a token that
 * HelloAsso has given counts.
 */
function timeout(ms: number): AbortSignal {
  const controller = new AbortController();
  const time = AbortSignal.timeout(ms);
  time.addEventListener('abort', () => setImmediate(() => controller.abort(time.reason)));
  return controller.signal;
}

function isRefusal(cause: unknown): boolean {
  return cause instanceof Problem && cause.code === 'helloasso-credentials';
}

function retryAfterMs({ headers }: Problem): number {
  return Number(headers['retry-after'] ?? 0) * 1000;
}
