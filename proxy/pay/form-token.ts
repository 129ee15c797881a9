import { hkdfSync } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { FORM_MS } from '../contract/lifetimes.ts';

const TYP = 'helloasso-form+jwt';

const formClaims = z.object({
  offer: z.string(),
  nonce: z.uuid(),
  revision: z.string().exactOptional(),
  firstTermDate: z.iso.date().exactOptional(),
  generation: z.string().exactOptional(),
  isWarned: z.literal(true).exactOptional(),
  iat: z.int(),
});

/** What a page has shown to its payer. */
export interface FormClaims {
  /** Id of the offer. */
  readonly offer: string;
  /** The same for every submission of one page. */
  readonly nonce: string;
  readonly revision?: string | undefined;
  /** `YYYY-MM-DD`: the day of the second payment, where there are several. */
  readonly firstTermDate?: string | undefined;
  /** Names the memory in which the checkouts of this page are; absent where that was not known. */
  readonly generation?: string | undefined;
  /** The payer has read that earlier checkouts of this page may have been forgotten. */
  readonly isWarned?: true | undefined;
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

  sign(claims: FormClaims): Promise<string> {
    return new SignJWT({ ...claims }) // without those that are undefined
      .setProtectedHeader({ alg: 'HS256', typ: TYP })
      .setIssuedAt(new Date(this.#now()))
      .sign(this.#keys[0]);
  }

  /** `undefined` for a token that is not one of ours. */
  async read(token: string): Promise<(FormClaims & { readonly isExpired: boolean }) | undefined> {
    for (const key of this.#keys) {
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], typ: TYP });
        const { iat, ...claims } = formClaims.parse(payload);
        return { ...claims, isExpired: this.#now() - iat * 1000 > FORM_MS };
      } catch {} // not signed with this key
    }
    return undefined;
  }
}

function deriveKey(secret: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'helloasso-checkout form token', 32));
}
