import { LRUCache } from 'lru-cache';
import type { Config } from '../config/config.ts';
import type { CheckoutOutcome } from '../contract/checkout.ts';
import type { Words } from '../contract/words.ts';
import { helloAssoAddress } from '../helloasso/address.ts';
import type { HelloAssoClient } from '../helloasso/client.ts';
import type { CallLane } from '../helloasso/concurrency.ts';
import { readIntentMetadata } from '../helloasso/intent-metadata.ts';
import { looksPaid, outcomeOf, type PaymentOutcome } from '../helloasso/payment-state.ts';
import type { CheckoutIntent } from '../helloasso/response-schemas.ts';
import type { Log } from '../log.ts';
import type { Offer } from '../offer.ts';
import { findOrganization, type Organization, slugsOf } from '../organization.ts';
import { Problem } from '../problem.ts';
import type { CheckoutTokens, IssuedClaims } from './tokens.ts';

/** How long a response of HelloAsso is cached. A paid intent changes rarely, any other may change at any moment. */
const FRESH_MS = { paid: 60_000, other: 1_000 };
const MAX_CACHED = 1_000;
/** All that one read may take, the queue included. */
const READ_BUDGET_MS = 5_000;

/** Limits reads whose intent id may be guessed. */
interface GuessLimit {
  /** Runs `lookUp`, unless too many earlier ones under `reference` found nothing. */
  guess<T>(reference: string, lookUp: () => Promise<T | undefined>): Promise<T | undefined>;
}

/** Reads an intent by its organisation and id: `asso-demo 30001`. */
type ReadIntent = (name: string) => Promise<CheckoutIntent | undefined>;

interface Dependencies {
  readonly config: Pick<Config, 'helloasso' | 'offers'>;
  readonly helloAsso: Pick<HelloAssoClient, 'readIntent'>;
  readonly lane: CallLane;
  readonly tokens: Pick<CheckoutTokens, 'verify' | 'verifyMac'>;
  readonly limits: GuessLimit;
  readonly log: Log;
  /** ms */
  readonly now: () => number;
  readonly elapsed: () => number;
}

/** Gives the outcome of a checkout: read from HelloAsso, and accepted only when it is the checkout of the token. */
export class OutcomeReader {
  readonly #deps: Dependencies;
  /** An id that HelloAsso does not know is cached too. */
  readonly #intents: LRUCache<string, { readonly intent: CheckoutIntent | undefined }>;

  constructor(deps: Dependencies) {
    this.#deps = deps;
    this.#intents = new LRUCache({
      max: MAX_CACHED,
      ttl: FRESH_MS.other,
      ttlResolution: 0,
      perf: { now: deps.elapsed },
      ignoreFetchAbort: true, // an entry evicted from a full cache still resolves for its caller
      fetchMethod: async (name, _stale, { options }) => {
        const intent = await this.#readIntent(name);
        if (intent && looksPaid(intent)) options.ttl = FRESH_MS.paid;
        return { intent };
      },
    });
  }

  /**
   * @throws Problem those of `CheckoutTokens.verify`; `checkout-unknown`, the same for every intent that is not the token's own; and
   * those of HelloAsso.
   */
  read(checkoutIntentId: string, token: string): Promise<CheckoutOutcome> {
    return this.#read(checkoutIntentId, token, async (name) => (await this.#intents.fetch(name))?.intent);
  }

  /**
   * The same for a payer who is about to pay again: without the cache, because a payment of the last second counts, and because they may
   * be back within the next one.
   */
  readBeforePayment(checkoutIntentId: string, token: string): Promise<CheckoutOutcome> {
    return this.#read(checkoutIntentId, token, (name) => {
      this.#intents.delete(name);
      return this.#readIntent(name);
    });
  }

  async #read(checkoutIntentId: string, token: string, readIntent: ReadIntent): Promise<CheckoutOutcome> {
    const { config, limits, log, tokens } = this.#deps;
    const claims = await tokens.verify(token);
    const id = intentIdOf(checkoutIntentId);
    const organization = this.#organizationOf(claims);
    if (!organization || !isGrantedFor(claims, id)) {
      throw new Problem('checkout-unknown', 'the token is of another checkout');
    }
    const verify = async () => {
      const intent = await readIntent(`${organization.slug} ${id}`);
      return intent && this.#verifiedOutcome(intent, claims, organization);
    };
    const verified = isStateToken(claims) ? await verify() : await limits.guess(claims.reference, verify);
    if (!verified) throw new Problem('checkout-unknown', 'the intent is not the one of the token');
    if (verified.unknownStates.length > 0) log.warn({ states: verified.unknownStates }, 'unknown payment states');
    const receiptUrl =
      isStateToken(claims) && verified.receiptUrl && helloAssoAddress(verified.receiptUrl, config.helloasso);
    const offer = config.offers.get(claims.offer);
    const itemName = verified.itemName ?? offer?.itemName ?? claims.offer;
    const labels = offer && labelsOf(offer, itemName);
    return {
      outcome: verified.outcome,
      ...(verified.reason && { reason: verified.reason }),
      offer: claims.offer,
      reference: claims.reference,
      ...(offer && { kind: offer.kind }),
      itemName,
      ...(labels && { labels }),
      amountCents: claims.totalCents,
      instalments: verified.instalments,
      refundedCents: verified.refundedCents,
      ...(receiptUrl && { receiptUrl }),
    };
  }

  #readIntent(name: string): Promise<CheckoutIntent | undefined> {
    const { helloAsso, lane } = this.#deps;
    const [organization = '', id] = name.split(' ');
    const signal = AbortSignal.timeout(READ_BUDGET_MS);
    return lane.run(signal, () => helloAsso.readIntent(organization, Number(id), signal));
  }

  /** The organisation of the token, when it is one of ours and the token is of this environment. */
  #organizationOf({ organization, environment }: IssuedClaims): Organization | undefined {
    const { config } = this.#deps;
    return environment === config.helloasso.environment ? findOrganization(config, organization) : undefined;
  }

  #verifiedOutcome(
    intent: CheckoutIntent,
    claims: IssuedClaims,
    organization: Organization,
  ): PaymentOutcome | undefined {
    if (!this.#isBound(intent, claims)) return undefined;
    const expected = { ...claims, organizationSlugs: slugsOf(organization), issuedAt: claims.iat * 1000 };
    return outcomeOf(intent, expected, this.#deps.now());
  }

  /** Whether the intent's metadata is what the proxy sent with this checkout. */
  #isBound({ id, metadata }: CheckoutIntent, claims: IssuedClaims): boolean {
    const ours = readIntentMetadata(metadata);
    if (ours?.reference !== claims.reference) return false;
    const isBound = ours.offer === claims.offer && this.#deps.tokens.verifyMac(ours, claims);
    if (!isBound) this.#deps.log.error({ checkoutIntentId: id }, 'metadata with our reference fails verification');
    return isBound;
  }
}

/** HelloAsso's ids are positive 32-bit integers; any other text is refused without a call. */
function intentIdOf(text: string): number {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  if (id < 1 || id > 2_147_483_647) throw new Problem('checkout-unknown', 'not the form of an intent id');
  return id;
}

function isStateToken(claims: IssuedClaims): boolean {
  return claims.checkoutIntentId !== undefined;
}

/** A state token gives access to its own intent only; a return token was signed before the intent had an id. */
function isGrantedFor(claims: IssuedClaims, checkoutIntentId: number): boolean {
  return !isStateToken(claims) || claims.checkoutIntentId === checkoutIntentId;
}

/** The labels of an offer, with the quantity in front as in the item's name. `undefined` when another name was signed. */
function labelsOf({ itemName, labels }: Offer, paidName: string): Words | undefined {
  const [, quantity, name] = /^(\d+ × )?(.*)$/.exec(paidName) ?? [];
  if (!labels || name !== itemName) return undefined;
  return Object.fromEntries(Object.entries(labels).map(([language, label]) => [language, (quantity ?? '') + label]));
}
