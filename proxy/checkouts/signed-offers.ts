import { decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { AMOUNT_CENTS, ITEM_NAME } from '../contract/limits.ts';
import type { HelloAssoClient } from '../helloasso/client.ts';
import type { Log } from '../log.ts';
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
/** How far the clock of the site that signs may be off. */
const CLOCK_TOLERANCE_S = 120;

const claims = z.object({
  offer: z.string(),
  environment: z.enum(['sandbox', 'production']),
  amountCents: z.int().min(AMOUNT_CENTS.min).max(AMOUNT_CENTS.max),
  itemName: z.string().trim().min(1).max(ITEM_NAME.max).exactOptional(),
  reference: z.string().regex(/^[\w.:/-]{1,64}$/),
  iat: z.int(),
  exp: z.int(),
});

interface Dependencies {
  readonly config: Pick<Config, 'helloasso' | 'offerKeys'>;
  readonly helloAsso: Pick<HelloAssoClient, 'prepare'>;
  readonly log: Log;
  /** ms */
  readonly now: () => number;
}

/**
 * Verifies a JWT (HS256, `typ` pinned) signed by one of `OFFER_KEYS` for this offer, its organisation (`aud`) and this
 * environment, valid for an hour at most.
 * @throws Problem `signed-offer-expired` for a valid one that is too old, `signed-offer-invalid` for anything else, and those of
 * HelloAsso.
 */
export async function verifySignedOffer(
  jwt: string,
  offer: Offer,
  { config, helloAsso, log, now }: Dependencies,
): Promise<SignedOffer> {
  const { iat, exp, ...signed } = await readSignedOffer(jwt, offer, { config, log });
  const aheadS = () => iat - now() / 1000;
  const lateS = () => now() / 1000 - exp;
  if (Math.max(aheadS(), lateS()) >= CLOCK_TOLERANCE_S) await helloAsso.prepare(); // from here on, `now` is the time at HelloAsso
  if (aheadS() >= CLOCK_TOLERANCE_S) {
    log.warn(
      { reason: 'clock', aheadS: Math.round(aheadS()) },
      'a signed offer is from the future: check the clock of the site that signs',
    );
    throw new Problem('signed-offer-invalid', 'the signed offer is from the future');
  }
  if (lateS() >= CLOCK_TOLERANCE_S) throw new Problem('signed-offer-expired', 'the signed offer is too old');
  return signed;
}

/** Verifies everything but the time. The log names the claims that are wrong: of what is signed with a key, that helps its owner alone. */
async function readSignedOffer(jwt: string, offer: Offer, { config, log }: Pick<Dependencies, 'config' | 'log'>) {
  for (const key of config.offerKeys) {
    try {
      const { payload } = await jwtVerify(jwt, key, {
        algorithms: ['HS256'],
        typ: TYP,
        audience: [...slugsOf(organizationOf(offer, config))],
        currentDate: new Date(Number(decodeJwt(jwt).iat) * 1000),
      });
      const { data, error } = claims.safeParse(payload);
      const wrong = error ? error.issues.map(({ path }) => path.join('.')) : wrongClaims(data, offer, config);
      if (data && wrong.length === 0) {
        const { environment, ...signed } = data;
        return signed;
      }
      warn(log, wrong);
    } catch (cause) {
      if (cause instanceof errors.JWTClaimValidationFailed) warn(log, [cause.claim]);
      // else it is not signed with this key
    }
  }
  throw new Problem('signed-offer-invalid', 'no key of OFFER_KEYS has signed this for this offer');
}

function wrongClaims(
  { offer, environment, iat, exp }: z.infer<typeof claims>,
  { id }: Offer,
  { helloasso }: Dependencies['config'],
): readonly string[] {
  return [
    ...(offer === id ? [] : ['offer']),
    ...(environment === helloasso.environment ? [] : ['environment']),
    ...(exp - iat <= MAX_LIFE_S ? [] : ['exp']),
  ];
}

function warn(log: Log, wrong: readonly string[]): void {
  log.warn({ claims: wrong }, 'a signed offer has wrong claims: check what the site signs');
}
