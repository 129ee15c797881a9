import { hkdfSync } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

const TYP = 'helloasso-form+jwt';
/** How long a page may stay open before it is sent. */
const MAX_AGE_S = 7200;

const formClaims = z.object({
  offer: z.string(),
  nonce: z.uuid(),
  revision: z.string().exactOptional(),
  firstTermDate: z.iso.date().exactOptional(),
  iat: z.int(),
});

/** What a page has shown to its payer. */
export interface ShownForm {
  /** Id of the offer. */
  readonly offer: string;
  /** The same for every submission of one page. */
  readonly nonce: string;
  readonly revision?: string | undefined;
  /** `YYYY-MM-DD`: the day of the second payment, where there are several. */
  readonly firstTermDate?: string | undefined;
}

/** Signs and verifies the hidden field that proves that a form is from this proxy, and says what its payer saw. */
export class FormTokens {
  readonly #keys: readonly [Uint8Array, ...Uint8Array[]];
  readonly #now: () => number;

  /** The first secret signs, all verify. `now` in ms. */
  constructor(secrets: readonly Uint8Array[], now: () => number) {
    const [first, ...others] = secrets.map(deriveKey);
    if (!first) throw new TypeError('at least one signing secret is needed');
    this.#keys = [first, ...others];
    this.#now = now;
  }

  sign({ offer, nonce, revision, firstTermDate }: ShownForm): Promise<string> {
    return new SignJWT({ offer, nonce, ...(revision && { revision }), ...(firstTermDate && { firstTermDate }) })
      .setProtectedHeader({ alg: 'HS256', typ: TYP })
      .setIssuedAt(new Date(this.#now()))
      .sign(this.#keys[0]);
  }

  /** `undefined` for a token that is not one of ours. */
  async read(token: string): Promise<(ShownForm & { readonly isExpired: boolean }) | undefined> {
    for (const key of this.#keys) {
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], typ: TYP });
        const { iat, ...shown } = formClaims.parse(payload);
        return { ...shown, isExpired: this.#now() / 1000 - iat > MAX_AGE_S };
      } catch {} // not signed with this key
    }
    return undefined;
  }
}

function deriveKey(secret: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'helloasso-checkout form token', 32));
}
