import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { errors, type JWTHeaderParameters, jwtVerify } from 'jose';
import { z } from 'zod';
import type { OwnMetadata } from '../helloasso/intent-metadata.ts';
import { Problem } from '../problem.ts';

/** What the proxy knew of a checkout when it made it; signed, so that it need not be stored. */
export interface CheckoutClaims {
  /** 128 random bits, base64url. */
  readonly reference: string;
  /** Id of the offer. */
  readonly offer: string;
  /** Slug of the organisation. */
  readonly organization: string;
  readonly environment: 'sandbox' | 'production';
  readonly totalCents: number;
  /** The first payment. */
  readonly initialCents: number;
}

/** Claims that were verified. */
export interface IssuedClaims extends CheckoutClaims {
  /** When the checkout was made, in seconds since 1970. */
  readonly iat: number;
  /** Only in a state token: the one intent that it opens. */
  readonly checkoutIntentId?: number;
}

const MAX_AGE = '30 days';

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

/** Each kind of signature has a key of its own, so that one can never pass for another. */
interface Keys {
  /** Tells which secret signed, and nothing of the secret. */
  readonly id: string;
  readonly return: KeyObject;
  readonly state: KeyObject;
  readonly metadata: KeyObject;
}

type TokenKind = 'return' | 'state';

const TYP: Record<TokenKind, string> = { return: 'helloasso-return+jwt', state: 'helloasso-state+jwt' };

/**
 * Signs and verifies the three things that bind a return to its checkout: the return token (in the returning address), the
 * state token (in the browser's storage) and the MAC in HelloAsso's metadata.
 */
export class CheckoutTokens {
  readonly #keys: readonly [Keys, ...Keys[]];
  readonly #now: () => number;

  /** The first secret signs, all verify. `now` in ms. */
  constructor(secrets: readonly Uint8Array[], now: () => number) {
    const [first, ...others] = secrets.map(deriveKeys);
    if (!first) throw new TypeError('at least one signing secret is needed');
    this.#keys = [first, ...others];
    this.#now = now;
  }

  /** The token that goes into the returning address, before the intent has an id. */
  signReturn(checkout: CheckoutClaims): string {
    return this.#sign('return', checkout);
  }

  /** The token that only the paying browser holds. */
  signState(checkout: CheckoutClaims, checkoutIntentId: number): string {
    return this.#sign('state', { ...checkout, checkoutIntentId });
  }

  /**
   * Verifies either token.
   * @throws Problem `token-expired` when it was ours and is too old, `token-invalid` for anything else.
   */
  async verify(token: string): Promise<IssuedClaims> {
    try {
      const { payload } = await jwtVerify(token, (header) => this.#keyFor(header), {
        algorithms: ['HS256'],
        maxTokenAge: MAX_AGE,
        clockTolerance: '1 minute',
        currentDate: new Date(this.#now()),
      });
      return issuedClaims.parse(payload);
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new Problem('token-expired', 'the token is too old', { cause });
      throw new Problem('token-invalid', 'the token is not ours', { cause });
    }
  }

  /** The MAC that HelloAsso keeps for us in the intent's metadata. Never sent to a browser or a receiver. */
  mac(checkout: CheckoutClaims, signedReference: string | undefined): string {
    return macWith(this.#keys[0], checkout, signedReference).toString('base64url');
  }

  /** Whether the MAC is ours for this checkout, whichever of our secrets signed it. */
  verifyMac({ mac, signedReference }: Pick<OwnMetadata, 'mac' | 'signedReference'>, checkout: CheckoutClaims): boolean {
    const given = Buffer.from(mac, 'base64url');
    return this.#keys.some((keys) => {
      const expected = macWith(keys, checkout, signedReference);
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }

  /**
   * A JWT, by Node's own HMAC. That of `jose` is computed in another thread, and a payer waits for both ways there: twenty times
   * as long. Whatever comes back is for `jose` to believe.
   */
  #sign(kind: TokenKind, payload: CheckoutClaims & { readonly checkoutIntentId?: number }): string {
    const [keys] = this.#keys;
    const header = { alg: 'HS256', typ: TYP[kind], kid: keys.id };
    const signed = `${base64urlJson(header)}.${base64urlJson({ ...payload, iat: Math.floor(this.#now() / 1000) })}`;
    return `${signed}.${createHmac('sha256', keys[kind]).update(signed).digest('base64url')}`;
  }

  #keyFor({ typ, kid }: JWTHeaderParameters): KeyObject {
    const keys = this.#keys.find((candidate) => candidate.id === kid);
    if (keys && typ === TYP.return) return keys.return;
    if (keys && typ === TYP.state) return keys.state;
    throw new errors.JWSInvalid('no key for this header');
  }
}

function deriveKeys(secret: Uint8Array): Keys {
  const derive = (label: string, bytes: number) =>
    new Uint8Array(hkdfSync('sha256', secret, '', `helloasso-checkout ${label}`, bytes));
  const key = (label: string) => createSecretKey(derive(label, 32));
  return {
    id: Buffer.from(derive('key id', 6)).toString('base64url'),
    return: key('return token'),
    state: key('state token'),
    metadata: key('metadata mac'),
  };
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
