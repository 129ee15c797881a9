import type { CheckoutClaims } from '../checkout-claims.ts';
import type { Config } from '../config/config.ts';
import type { CheckoutCreated, CheckoutRequest } from '../contract/checkout.ts';
import { PAYMENT_PAGE_MS } from '../contract/lifetimes.ts';
import { PAYER_FIELD_NAMES } from '../contract/payer.ts';
import type { HelloAssoClient } from '../helloasso/client.ts';
import type { CallLane } from '../helloasso/concurrency.ts';
import type { IntentMetadata } from '../helloasso/intent-metadata.ts';
import { intentRequest } from '../helloasso/intent-request.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Offer } from '../offer.ts';
import { organizationOf } from '../organization.ts';
import { Problem } from '../problem.ts';
import { newReference } from './new-reference.ts';
import { price } from './price.ts';
import { revisionOf, statusOf } from './public-offer.ts';
import { pageAddress, returnAddresses } from './return-address.ts';
import { verifySignedOffer } from './signed-offers.ts';
import type { CheckoutTokens } from './tokens.ts';

/** All that one creation may take from its turn on, a repeat included. Requesting a token first has five seconds of its own. */
const CREATE_BUDGET_MS = 12_000;

interface Dependencies {
  readonly config: Pick<Config, 'helloasso' | 'offers' | 'offerKeys'>;
  readonly helloAsso: Pick<HelloAssoClient, 'createIntent' | 'prepare'>;
  readonly lane: CallLane;
  readonly tokens: Pick<CheckoutTokens, 'mac' | 'signReturn' | 'signState'>;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'checkout'>;
  /** ms */
  readonly now: () => number;
}

/**
 * Creates one checkout for a page on `origin`: prices it, signs what the return must prove, and creates the intent. Every check
 * of the request comes before the call of HelloAsso. When `gone` aborts while the creation waits for its turn, none is made.
 * @throws Problem
 */
export async function createCheckout(
  deps: Dependencies,
  origin: string,
  request: CheckoutRequest,
  gone: AbortSignal,
): Promise<CheckoutCreated> {
  const { config, metrics } = deps;
  const offer = config.offers.get(request.offer);
  if (!offer) throw new Problem('offer-unknown', 'no offer of that id');
  try {
    const created = await createFor(offer, deps, { origin, request, gone });
    metrics.checkout(offer.id, 'created');
    return created;
  } catch (cause) {
    const { code } = Problem.from(cause);
    metrics.checkout(offer.id, code === 'busy' && gone.aborted ? 'gone' : code);
    throw cause;
  }
}

async function createFor(
  offer: Offer,
  { config, helloAsso, lane, tokens, log, now }: Dependencies,
  { origin, request, gone }: { readonly origin: string; readonly request: CheckoutRequest; readonly gone: AbortSignal },
): Promise<CheckoutCreated> {
  assertOpen(offer, now());
  if (request.revision !== undefined && request.revision !== revisionOf(offer, config, now())) {
    throw new Problem('offer-changed', 'the offer is no longer what the payer saw');
  }
  const undeclared = Object.keys(request.metadata ?? {}).some((key) => !offer.metadataKeys.includes(key));
  if (undeclared) throw new Problem('metadata-not-declared', 'the offer does not declare a key of the metadata');
  assertComplete(offer, request);
  const page = pageAddress(origin, request.returnPath);
  const signed =
    request.signedOffer === undefined
      ? undefined
      : await verifySignedOffer(request.signedOffer, offer, { config, helloAsso, log, now });
  const priced = price(offer, request, signed, new Date(now()));
  const claims: CheckoutClaims = {
    reference: newReference(),
    offer: offer.id,
    organization: organizationOf(offer, config).slug,
    environment: config.helloasso.environment,
    totalCents: priced.totalCents,
    initialCents: priced.plan.initialCents,
  };
  const create = async (): Promise<CheckoutCreated> => {
    const createdAt = now(); // the time at HelloAsso, known since the token came
    const body = intentRequest({
      offer,
      price: priced,
      addresses: returnAddresses(page, tokens.signReturn(claims)),
      payer: request.payer,
      metadata: metadataOf(claims, signed?.reference, tokens),
      pageMetadata: request.metadata,
      now: new Date(createdAt),
    });
    const intent = await helloAsso.createIntent(claims.organization, body, AbortSignal.timeout(CREATE_BUDGET_MS));
    return {
      checkoutIntentId: intent.id,
      redirectUrl: intent.redirectUrl,
      expiresAt: new Date(createdAt + PAYMENT_PAGE_MS).toISOString(),
      stateToken: tokens.signState(claims, intent.id),
    };
  };
  return lane.run(gone, create, () => helloAsso.prepare());
}

/** Our part of the intent's metadata, signed. */
function metadataOf(
  claims: CheckoutClaims,
  signedReference: string | undefined,
  tokens: Pick<CheckoutTokens, 'mac'>,
): IntentMetadata {
  const { reference, offer, totalCents, initialCents } = claims;
  const mac = tokens.mac(claims, signedReference);
  return { reference, offer, totalCents, initialCents, ...(signedReference !== undefined && { signedReference }), mac };
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
