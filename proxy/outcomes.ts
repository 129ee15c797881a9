import { LRUCache } from 'lru-cache';
import type { CheckoutTokens, IssuedClaims } from './checkout-tokens.ts';
import type { Config } from './config.ts';
import type { CheckoutOutcome } from './contract/checkout.ts';
import type { Words } from './contract/offer.ts';
import { isHelloAssoAddress } from './helloasso/address.ts';
import type { CheckoutIntent } from './helloasso/answers.ts';
import type { HelloAssoApi } from './helloasso/api.ts';
import type { CallShares } from './helloasso/call-shares.ts';
import { looksPaid, type Verdict, verdictOf } from './helloasso/outcome.ts';
import { ownMetadataIn } from './helloasso/own-metadata.ts';
import type { Log } from './log.ts';
import type { Offer } from './offer.ts';
import { findOrganization, type Organization, slugsOf } from './organization.ts';
import { Problem } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';

/** How long an answer of HelloAsso is good for. A paid intent changes rarely, any other may change at any moment. */
const FRESH_MS = { paid: 60_000, other: 1_000 };
const MAX_REMEMBERED = 1_000;
/** All that one reading may take, its turn included. */
const READ_BUDGET_MS = 5_000;

interface Dependencies {
  readonly config: Config;
  readonly api: HelloAssoApi;
  readonly shares: CallShares;
  readonly tokens: CheckoutTokens;
  readonly limits: RateLimits;
  readonly log: Log;
  /** ms */
  readonly now: () => number;
}

/** Answers what became of a checkout: read from HelloAsso, and believed only when it is the checkout of the token. */
export class Outcomes {
  readonly #deps: Dependencies;
  /** An id that HelloAsso does not know is remembered too. */
  readonly #intents: LRUCache<string, { readonly intent: CheckoutIntent | undefined }>;

  constructor(deps: Dependencies) {
    this.#deps = deps;
    this.#intents = new LRUCache({
      max: MAX_REMEMBERED,
      ttl: FRESH_MS.other,
      ttlResolution: 0,
      perf: { now: deps.now },
      ignoreFetchAbort: true, // who is pushed out of a full memory still gets their answer
      fetchMethod: async (name, _stale, { options }) => {
        const [organization = '', id] = name.split(' ');
        const signal = AbortSignal.timeout(READ_BUDGET_MS);
        const intent = await deps.shares.returns.run(signal, () =>
          deps.api.readIntent(organization, Number(id), signal),
        );
        if (intent && looksPaid(intent)) options.ttl = FRESH_MS.paid;
        return { intent };
      },
    });
  }

  /**
   * @throws Problem `checkout-unknown`, the same for every intent that is not the token's own, and those of the upstream.
   */
  async read(checkoutIntentId: number, claims: IssuedClaims): Promise<CheckoutOutcome> {
    const { config, limits, log } = this.#deps;
    const organization = this.#organizationOf(claims);
    if (!organization || !isOpenTo(claims, checkoutIntentId)) {
      throw new Problem('checkout-unknown', 'the token is of another checkout');
    }
    const judge = () => this.#verdict(checkoutIntentId, claims, organization);
    const verdict = isStateToken(claims) ? await judge() : await limits.guess(claims.reference, judge);
    if (!verdict) throw new Problem('checkout-unknown', 'the intent is not the one of the token');
    if (verdict.unknownStates.length > 0) log.warn({ states: verdict.unknownStates }, 'unknown payment states');
    const { receiptUrl } = verdict;
    const offer = config.offers.get(claims.offer);
    const itemName = verdict.itemName ?? offer?.itemName ?? claims.offer;
    const labels = offer && labelsOf(offer, itemName);
    return {
      outcome: verdict.outcome,
      ...(verdict.reason && { reason: verdict.reason }),
      offer: claims.offer,
      reference: claims.reference,
      ...(offer && { kind: offer.kind }),
      itemName,
      ...(labels && { labels }),
      amountCents: claims.totalCents,
      instalments: verdict.instalments,
      refundedCents: verdict.refundedCents,
      ...(isStateToken(claims) && receiptUrl && isHelloAssoAddress(receiptUrl, config.helloasso) && { receiptUrl }),
    };
  }

  /** The organisation that the token was issued for, when it is one of ours and the environment is the one that we ask. */
  #organizationOf({ organization, environment }: IssuedClaims): Organization | undefined {
    const { config } = this.#deps;
    return environment === config.helloasso.environment ? findOrganization(config, organization) : undefined;
  }

  async #verdict(id: number, claims: IssuedClaims, organization: Organization): Promise<Verdict | undefined> {
    const { intent } = (await this.#intents.fetch(`${organization.slug} ${id}`)) ?? {};
    if (!intent || !this.#isBound(intent, claims)) return undefined;
    const expected = { ...claims, organizationSlugs: slugsOf(organization), issuedAt: claims.iat * 1000 };
    return verdictOf(intent, expected, this.#deps.now());
  }

  /** Whether the intent's metadata is what we sent with this checkout. */
  #isBound({ id, metadata }: CheckoutIntent, claims: IssuedClaims): boolean {
    const own = ownMetadataIn(metadata);
    if (own?.reference !== claims.reference) return false;
    const isBound = own.offer === claims.offer && this.#deps.tokens.verifyMac(own, claims);
    if (!isBound) this.#deps.log.error({ checkoutIntentId: id }, 'metadata with our reference fails verification');
    return isBound;
  }
}

function isStateToken(claims: IssuedClaims): boolean {
  return claims.checkoutIntentId !== undefined;
}

/** A state token opens its own intent only; a return token was issued before the intent had an id. */
function isOpenTo(claims: IssuedClaims, checkoutIntentId: number): boolean {
  return !isStateToken(claims) || claims.checkoutIntentId === checkoutIntentId;
}

/** The labels of an offer, with the quantity that stands before the item's name. None where another name was signed. */
function labelsOf({ itemName, labels }: Offer, named: string): Words | undefined {
  const [, quantity, name] = /^(\d+ × )?(.*)$/.exec(named) ?? [];
  if (!labels || name !== itemName) return undefined;
  return Object.fromEntries(Object.entries(labels).map(([language, label]) => [language, (quantity ?? '') + label]));
}
