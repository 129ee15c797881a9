import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { AMOUNT_CENTS, ITEM_NAME } from '../contract/limits.ts';
import type { Offer } from '../offer.ts';
import { organizationOf, slugsOf } from '../organization.ts';
import { Problem } from '../problem.ts';

/** The price of one payment, such as a cart, signed by the association's own server. */
export interface SignedOffer {
  /** Id of the offer, which decides everything except the price. */
  readonly offer: string;
  readonly amountCents: number;
  /** What the payer pays for; the offer's item name when absent. */
  readonly itemName?: string;
  /** Chosen by the association, such as an order number. No personal data. */
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
 * Verifies a JWT (HS256, `typ` pinned) signed by one of `OFFER_KEYS` for this offer, its organisation (`aud`) and this
 * environment, valid for an hour at most. `now` in ms.
 * @throws Problem `signed-offer-expired` for a valid one that is too old, `signed-offer-invalid` for anything else.
 */
export async function verifySignedOffer(
  jwt: string,
  offer: Offer,
  { config, now }: { readonly config: Pick<Config, 'helloasso' | 'offerKeys'>; readonly now: () => number },
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
      const isForThisOffer = signed.offer === offer.id && environment === config.helloasso.environment;
      if (isForThisOffer && exp - iat <= MAX_LIFE_S) return signed;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new Problem('signed-offer-expired', 'the signed offer is too old');
    }
  }
  throw new Problem('signed-offer-invalid', 'no key of OFFER_KEYS has signed this for this offer');
}
