import { randomBytes } from 'node:crypto';
import type { CheckoutClaims, CheckoutTokens } from './checkout-tokens.ts';
import type { Config } from './config.ts';
import type { CheckoutCreated, CheckoutRequest } from './contract/checkout.ts';
import type { HelloAssoApi } from './helloasso/api.ts';
import { intentBody } from './helloasso/intent-body.ts';
import { price } from './price.ts';
import { Problem } from './problem.ts';
import { pageAddress, returnAddresses } from './return-address.ts';

/** The life of HelloAsso's payment page (official documentation). */
const INTENT_LIFETIME_MS = 15 * 60_000;

interface Dependencies {
  readonly config: Config;
  readonly api: HelloAssoApi;
  readonly tokens: CheckoutTokens;
  /** ms */
  readonly now: () => number;
}

/**
 * Makes one checkout for a page on `origin`: prices it, signs what must be known again on return, and creates the intent. All
 * that can be refused is refused before HelloAsso is called.
 * @throws Problem
 */
export async function createCheckout(
  { config, api, tokens, now }: Dependencies,
  origin: string,
  request: CheckoutRequest,
): Promise<CheckoutCreated> {
  const offer = config.offers.get(request.offer);
  if (!offer) throw new Problem('offer-unknown', 'no offer of that id');
  const undeclared = Object.keys(request.metadata ?? {}).some((key) => !offer.metadataKeys.includes(key));
  if (undeclared) throw new Problem('metadata-not-declared', 'the offer does not declare a key of the metadata');
  const page = pageAddress(origin, request.returnPath);
  const priced = price(offer, request, new Date(now()));
  const claims: CheckoutClaims = {
    reference: randomBytes(16).toString('base64url'),
    offer: offer.id,
    organization: config.helloasso.organization,
    environment: config.helloasso.environment,
    totalCents: priced.totalCents,
    initialCents: priced.plan.initialCents,
  };
  const addresses = returnAddresses(page, await tokens.signReturn(claims));

  const createdAt = now();
  const intent = await api.createIntent(
    intentBody({
      offer,
      price: priced,
      claims,
      mac: tokens.mac(claims),
      addresses,
      payer: request.payer,
      pageMetadata: request.metadata,
    }),
  );
  return {
    checkoutIntentId: intent.id,
    redirectUrl: intent.redirectUrl,
    expiresAt: new Date(createdAt + INTENT_LIFETIME_MS).toISOString(),
    stateToken: await tokens.signState(claims, intent.id),
  };
}
