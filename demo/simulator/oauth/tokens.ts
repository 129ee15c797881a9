import { randomBytes, randomUUID } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { type Clock, DAY_MS, MINUTE_MS } from '../clock.ts';
import type { Privilege } from '../switches.ts';

export const ACCESS_TOKEN_LIFETIME_MS = 30 * MINUTE_MS;
const REFRESH_TOKEN_LIFETIME_MS = 30 * DAY_MS;

/** How many access tokens of one client may live at once. */
export const MAX_LIVING_TOKENS = 20;

/** Bounds memory when the limits are off: beyond it, the oldest refresh token is forgotten. */
const MAX_REFRESH_TOKENS = 1_000;

export interface AccessToken {
  readonly id: string;
  readonly privileges: readonly Privilege[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** The tokens that are alive. An access token is a JWT in form; the simulator believes its own list, not the signature. */
export class Tokens {
  readonly #clock: Clock;
  readonly #access = new Map<string, AccessToken>();
  readonly #refreshExpiry = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The living access tokens, oldest first. */
  living(): readonly AccessToken[] {
    const now = this.#clock.now();
    return [...this.#access.values()].filter(({ expiresAt }) => expiresAt > now);
  }

  /** What an access token allows; undefined when it is dead or was never ours. */
  privilegesOf(accessToken: string): readonly Privilege[] | undefined {
    const token = this.#access.get(accessToken);
    return token && token.expiresAt > this.#clock.now() ? token.privileges : undefined;
  }

  async issue(privileges: readonly Privilege[]): Promise<TokenPair> {
    const now = this.#clock.now();
    this.#forgetDead(now);
    const token: AccessToken = {
      id: randomUUID(),
      privileges: [...privileges],
      issuedAt: now,
      expiresAt: now + ACCESS_TOKEN_LIFETIME_MS,
    };
    const accessToken = await this.#sign(token);
    const refreshToken = randomBytes(32).toString('base64url');
    this.#access.set(accessToken, token);
    this.#refreshExpiry.set(refreshToken, now + REFRESH_TOKEN_LIFETIME_MS);
    return { accessToken, refreshToken };
  }

  /** Uses a refresh token up, and says whether it was alive. Whether HelloAsso kills it at once is not known. */
  spend(refreshToken: string): boolean {
    const expiresAt = this.#refreshExpiry.get(refreshToken) ?? 0;
    this.#refreshExpiry.delete(refreshToken);
    return expiresAt > this.#clock.now();
  }

  /** Kills every access token, as if half an hour had passed for them alone. */
  expireAccessTokens(): void {
    this.#access.clear();
  }

  /** Kills every refresh token. */
  expireRefreshTokens(): void {
    this.#refreshExpiry.clear();
  }

  #forgetDead(now: number): void {
    for (const [token, { expiresAt }] of this.#access) if (expiresAt <= now) this.#access.delete(token);
    for (const [token, expiresAt] of this.#refreshExpiry) {
      if (expiresAt > now && this.#refreshExpiry.size < MAX_REFRESH_TOKENS) break; // oldest first
      this.#refreshExpiry.delete(token);
    }
  }

  /** `jti` and `cps` are the only claims seen in public; `iat` and `exp` are what any such token has. */
  async #sign({ id, privileges, issuedAt, expiresAt }: AccessToken): Promise<string> {
    signingKey ??= generateKeyPair('RS256').then(({ privateKey }) => privateKey);
    return new SignJWT({ cps: privileges })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setJti(id)
      .setIssuedAt(Math.floor(issuedAt / 1_000))
      .setExpirationTime(Math.floor(expiresAt / 1_000))
      .sign(await signingKey);
  }
}

/** One for all simulators of a process: it takes a tenth of a second to make, and nobody verifies what it signs. */
let signingKey: Promise<CryptoKey> | undefined;
