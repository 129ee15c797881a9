import { randomBytes, randomUUID } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { type Clock, DAY_MS, MINUTE_MS } from '../clock.ts';
import type { Privilege } from '../switches.ts';

export const ACCESS_TOKEN_LIFETIME_MS = 30 * MINUTE_MS;
const REFRESH_TOKEN_LIFETIME_MS = 30 * DAY_MS;

/** Maximum number of active access tokens of one client. */
export const MAX_ACTIVE_TOKENS = 20;

/** Bounds memory when the limits are off: beyond it, the oldest refresh tokens are removed. */
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

/** The issued tokens. An access token is a JWT, but the simulator looks it up in its list and does not verify the signature. */
export class Tokens {
  readonly #clock: Clock;
  readonly #access = new Map<string, AccessToken>();
  readonly #refreshExpiry = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The access tokens that have not expired, oldest first. */
  active(): readonly AccessToken[] {
    const now = this.#clock.now();
    return [...this.#access.values()].filter(({ expiresAt }) => expiresAt > now);
  }

  /** The privileges of an access token; undefined if it is expired or unknown. */
  privilegesOf(accessToken: string): readonly Privilege[] | undefined {
    const token = this.#access.get(accessToken);
    return token && token.expiresAt > this.#clock.now() ? token.privileges : undefined;
  }

  async issue(privileges: readonly Privilege[]): Promise<TokenPair> {
    const now = this.#clock.now();
    this.#removeExpired(now);
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

  /** Removes a refresh token and returns whether it was valid. Whether HelloAsso invalidates it at once is not known. */
  consumeRefreshToken(refreshToken: string): boolean {
    const expiresAt = this.#refreshExpiry.get(refreshToken) ?? 0;
    this.#refreshExpiry.delete(refreshToken);
    return expiresAt > this.#clock.now();
  }

  /** Expires every access token at once. */
  expireAccessTokens(): void {
    this.#access.clear();
  }

  expireRefreshTokens(): void {
    this.#refreshExpiry.clear();
  }

  #removeExpired(now: number): void {
    for (const [token, { expiresAt }] of this.#access) if (expiresAt <= now) this.#access.delete(token);
    for (const [token, expiresAt] of this.#refreshExpiry) {
      if (expiresAt > now && this.#refreshExpiry.size < MAX_REFRESH_TOKENS) break; // oldest first
      this.#refreshExpiry.delete(token);
    }
  }

  /** Only `jti` and `cps` are known from public sources; `iat` and `exp` are standard claims. */
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

/** Shared by all simulators of a process: generating it takes 100 ms, and the signature is never verified. */
let signingKey: Promise<CryptoKey> | undefined;
