import { randomBytes } from 'node:crypto';
import type { CheckoutClaims, CheckoutTokens } from './checkout-tokens.ts';
import type { Config } from './config.ts';
import type { CheckoutCreated, CheckoutRequest } from './contract/checkout.ts';
import { PAYER_FIELD_NAMES } from './contract/payer.ts';
import type { HelloAssoApi } from './helloasso/api.ts';
import type { CallShares } from './helloasso/call-shares.ts';
import { intentBody } from './helloasso/intent-body.ts';
import type { Offer } from './offer.ts';
import { organizationOf } from './organization.ts';
import { price } from './price.ts';
import { Problem } from './problem.ts';
import { statusOf } from './public-offer.ts';
import { pageAddress, returnAddresses } from './return-address.ts';
import { verifySignedOffer } from './signed-offers.ts';

/** The life of HelloAsso's payment page (official documentation). */
const INTENT_LIFETIME_MS = 15 * 60_000;
/** All that one creation may take, turn and repeat included; a token that must be asked for first has its own five seconds. */
const CREATE_BUDGET_MS = 12_000;

interface Dependencies {
  readonly config: Config;
  readonly api: HelloAssoApi;
  readonly shares: CallShares;
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
  { config, api, shares, tokens, now }: Dependencies,
  origin: string,
  request: CheckoutRequest,
): Promise<CheckoutCreated> {
  const offer = config.offers.get(request.offer);
  if (!offer) throw new Problem('offer-unknown', 'no offer of that id');
  assertOpen(offer, now());
  const undeclared = Object.keys(request.metadata ?? {}).some((key) => !offer.metadataKeys.includes(key));
  if (undeclared) throw new Problem('metadata-not-declared', 'the offer does not declare a key of the metadata');
  assertComplete(offer, request);
  const page = pageAddress(origin, request.returnPath);
  const signed =
    request.signedOffer === undefined
      ? undefined
      : await verifySignedOffer(request.signedOffer, offer, { config, now });
  const priced = price(offer, request, signed, new Date(now()));
  const claims: CheckoutClaims = {
    reference: randomBytes(16).toString('base64url'),
    offer: offer.id,
    organization: organizationOf(offer, config).slug,
    environment: config.helloasso.environment,
    totalCents: priced.totalCents,
    initialCents: priced.plan.initialCents,
  };
  const addresses = returnAddresses(page, tokens.signReturn(claims));

  const createdAt = now();
  const body = intentBody({
    offer,
    price: priced,
    claims,
    mac: tokens.mac(claims, signed?.reference),
    addresses,
    payer: request.payer,
    pageMetadata: request.metadata,
    signedReference: signed?.reference,
    now: new Date(createdAt),
  });
  const signal = AbortSignal.timeout(CREATE_BUDGET_MS);
  const intent = await shares.checkouts.run(signal, () => api.createIntent(claims.organization, body, signal));
  return {
    checkoutIntentId: intent.id,
    redirectUrl: intent.redirectUrl,
    expiresAt: new Date(createdAt + INTENT_LIFETIME_MS).toISOString(),
    stateToken: tokens.signState(claims, intent.id),
  };
}

/** @throws Problem `offer-not-open` or `offer-closed`. */
function assertOpen(offer: Offer, now: number): void {
  const status = statusOf(offer, now);
  if (status === 'not-open') throw new Problem('offer-not-open', 'the offer cannot be paid for yet');
  if (status === 'closed') throw new Problem('offer-closed', 'the offer can no longer be paid for');
}

/** @throws Problem `payer-incomplete` that points to each missing field. */
function assertComplete({ payer: rules }: Offer, { payer = {} }: CheckoutRequest): void {
  const missing = PAYER_FIELD_NAMES.filter((field) => rules[field] === 'required' && payer[field] === undefined);
  if (missing.length === 0) return;
  throw new Problem('payer-incomplete', 'the offer requires more of the payer', {
    errors: missing.map((field) => ({ pointer: `/payer/${field}`, code: 'required' })),
  });
}
