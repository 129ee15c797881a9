import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { errors, type JWTHeaderParameters, jwtVerify } from 'jose';
import { z } from 'zod';
import type { CheckoutClaims } from '../checkout-claims.ts';
import type { IntentMetadata } from '../helloasso/intent-metadata.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';

/** The verified claims of a token. */
export interface IssuedClaims extends CheckoutClaims {
  /** When the checkout was created, in seconds since 1970. */
  readonly iat: number;
  /** Only in a state token: the one intent that it gives access to. */
  readonly checkoutIntentId?: number;
}

const MAX_AGE_S = 30 * 86_400;
/** Clocks of several servers differ by this much. */
const TOLERANCE_S = 60;

const issuedClaims = z.object({
  reference: z.string(),
  offer: z.string(),
  organization: z.string(),
  environment: z.enum(['sandbox', 'production']),
  totalCents: z.int(),
  initialCents: z.int(),
  iat: z.int(),
  checkoutIntentId: z.int().exactOptional(),
}) satisfies z.ZodType<IssuedClaims>;

/** Each kind of signature has a key of its own, so that one is never accepted as another. */
interface Keys {
  /** Identifies the secret without revealing it. */
  readonly id: string;
  readonly return: SigningKey;
  readonly state: SigningKey;
  readonly metadata: KeyObject;
}

interface SigningKey {
  readonly key: KeyObject;
  /** The header of every token of this key, as it stands in the token. */
  readonly header: string;
}

type TokenKind = 'return' | 'state';

const TYP: Record<TokenKind, string> = { return: 'helloasso-return+jwt', state: 'helloasso-state+jwt' };

/**
 * Signs and verifies what binds a return to its checkout: the return token (in the return address), the state token (in the
 * browser's storage) and the MAC in HelloAsso's metadata.
 */
export class CheckoutTokens {
  readonly #keys: readonly [Keys, ...Keys[]];
  readonly #now: () => number;
  readonly #log: Log;

  /** The first secret signs, all verify. `now` in ms. */
  constructor(secrets: readonly Uint8Array[], now: () => number, log: Log) {
    const [first, ...others] = secrets.map(deriveKeys);
    if (!first) throw new TypeError('at least one signing secret is needed');
    this.#keys = [first, ...others];
    this.#now = now;
    this.#log = log;
  }

  /** The token for the return address, signed before the intent has an id. */
  signReturn(checkout: CheckoutClaims): string {
    return this.#sign('return', checkout);
  }

  /** The token for the paying browser alone. */
  signState(checkout: CheckoutClaims, checkoutIntentId: number): string {
    return this.#sign('state', { ...checkout, checkoutIntentId });
  }

  /**
   * Verifies either token. One of ours from the future is valid: the payer is not to blame for our clock.
   * @throws Problem `token-expired` for a token of ours that is too old, `token-invalid` for anything else.
   */
  async verify(token: string): Promise<IssuedClaims> {
    const claims = await this.#claimsOf(token);
    const ageS = Math.floor(this.#now() / 1000) - claims.iat;
    if (ageS > MAX_AGE_S + TOLERANCE_S) throw new Problem('token-expired', 'the token is too old');
    if (ageS < -TOLERANCE_S) {
      this.#log.warn({ reason: 'clock', aheadS: -ageS }, 'a token of ours is from the future: the clock was put back');
    }
    return claims;
  }

  async #claimsOf(token: string): Promise<IssuedClaims> {
    try {
      const { payload } = await jwtVerify(token, (header) => this.#keyFor(header), { algorithms: ['HS256'] });
      return issuedClaims.parse(payload);
    } catch (cause) {
      throw new Problem('token-invalid', 'the token is malformed or forged', { cause });
    }
  }

  /** The MAC for the intent's metadata at HelloAsso. Never sent to a browser or a receiver. */
  mac(checkout: CheckoutClaims, signedReference: string | undefined): string {
    return macWith(this.#keys[0], checkout, signedReference).toString('base64url');
  }

  /** Whether one of our secrets made this MAC for this checkout. */
  verifyMac(
    { mac, signedReference }: Pick<IntentMetadata, 'mac' | 'signedReference'>,
    checkout: CheckoutClaims,
  ): boolean {
    const given = Buffer.from(mac, 'base64url');
    return this.#keys.some((keys) => {
      const expected = macWith(keys, checkout, signedReference);
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }

  /**
   * A JWT, signed by Node's own HMAC: `jose` signs in another thread, which takes twenty times as long while a payer waits. `jose`
   * verifies.
   */
  #sign(kind: TokenKind, payload: CheckoutClaims & { readonly checkoutIntentId?: number }): string {
    const { header, key } = this.#keys[0][kind];
    const signed = `${header}.${base64urlJson({ ...payload, iat: Math.floor(this.#now() / 1000) })}`;
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  }

  #keyFor({ typ, kid }: JWTHeaderParameters): KeyObject {
    const keys = this.#keys.find((candidate) => candidate.id === kid);
    if (keys && typ === TYP.return) return keys.return.key;
    if (keys && typ === TYP.state) return keys.state.key;
    throw new errors.JWSInvalid('no key for this header');
  }
}

function deriveKeys(secret: Uint8Array): Keys {
  const derive = (label: string, bytes: number) =>
    new Uint8Array(hkdfSync('sha256', secret, '', `helloasso-checkout ${label}`, bytes));
  const key = (label: string) => createSecretKey(derive(label, 32));
  const id = Buffer.from(derive('key id', 6)).toString('base64url');
  const signing = (kind: TokenKind): SigningKey => ({
    key: key(`${kind} token`),
    header: base64urlJson({ alg: 'HS256', typ: TYP[kind], kid: id }),
  });
  return { id, return: signing('return'), state: signing('state'), metadata: key('metadata mac') };
}

function base64urlJson(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function macWith(keys: Keys, claims: CheckoutClaims, signedReference: string | undefined): Buffer {
  const { reference, offer, totalCents, initialCents, organization, environment } = claims;
  const covered = [reference, offer, totalCents, initialCents, organization, environment];
  if (signedReference !== undefined) covered.push(signedReference);
  return createHmac('sha256', keys.metadata).update(JSON.stringify(covered)).digest();
}
