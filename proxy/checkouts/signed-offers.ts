import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { AMOUNT_CENTS, ITEM_NAME } from '../contract/limits.ts';
import type { Offer } from '../offer.ts';
import { organizationOf, slugsOf } from '../organization.ts';
import { Problem } from '../problem.ts';

/** What the association's own server has signed for one payment, such as a cart. */
export interface SignedOffer {
  /** Id of the offer, which decides everything but the price. */
  readonly offer: string;
  readonly amountCents: number;
  /** What the payer pays for; that of the offer when absent. */
  readonly itemName?: string;
  /** The association's own: an order's number, say. No personal data. */
  readonly reference: string;
}

const TYP = 'helloasso-offer+jwt';
const MAX_LIFE_S = 3600;

const claims = z.object({
  offer: z.string(),
  environment: z.enum(['sandbox', 'production']),
  amountCents: z.int().min(AMOUNT_CENTS.min).max(AMOUNT_CENTS.max),
  itemName: z.string().trim().min(1).max(ITEM_NAME.max).exactOptional(),
  reference: z.string().regex(/^[\w.:/-]{1,64}$/),
  iat: z.int(),
  exp: z.int(),
});

/**
 * Verifies a JWT (HS256, `typ` pinned) that one of `OFFER_KEYS` has signed, for this offer, its organisation (`aud`) and this
 * environment, for an hour at the most. `now` in ms.
 * @throws Problem `signed-offer-expired` when it was ours and is too old, `signed-offer-invalid` for anything else.
 */
export async function verifySignedOffer(
  jwt: string,
  offer: Offer,
  { config, now }: { readonly config: Config; readonly now: () => number },
): Promise<SignedOffer> {
  for (const key of config.offerKeys) {
    try {
      const { payload } = await jwtVerify(jwt, key, {
        algorithms: ['HS256'],
        typ: TYP,
        audience: [...slugsOf(organizationOf(offer, config))],
        maxTokenAge: MAX_LIFE_S,
        clockTolerance: '1 minute',
        currentDate: new Date(now()),
      });
      const { environment, iat, exp, ...signed } = claims.parse(payload);
      const isForUs = signed.offer === offer.id && environment === config.helloasso.environment;
      if (isForUs && exp - iat <= MAX_LIFE_S) return signed;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new Problem('signed-offer-expired', 'the signed offer is too old');
    }
  }
  throw new Problem('signed-offer-invalid', 'no key of OFFER_KEYS has signed this for this offer');
}
