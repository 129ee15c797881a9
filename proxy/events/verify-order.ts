import type { CheckoutClaims, CheckoutTokens } from '../checkouts/tokens.ts';
import type { Config } from '../config/config.ts';
import { type OwnMetadata, ownMetadataIn, pageMetadataIn } from '../helloasso/intent-metadata.ts';
import { isOfCheckout } from '../helloasso/payment-state.ts';
import type { CheckoutIntent, Order } from '../helloasso/response-schemas.ts';
import type { Log } from '../log.ts';
import { findOrganization, organizationsOf, slugsOf } from '../organization.ts';

/** An order that was read from HelloAsso and is one of ours, whole. */
export interface OwnOrder {
  readonly claims: CheckoutClaims;
  readonly checkoutIntentId: number;
  readonly order: Order;
  /** What the page had attached, unverified. */
  readonly pageMetadata: Readonly<Record<string, string>> | undefined;
  /** What the association's own server had signed the offer with. */
  readonly signedReference: string | undefined;
}

/** Tells what is ours from what is not, wherever HelloAsso speaks of it. */
export class Truth {
  readonly #config: Config;
  readonly #tokens: CheckoutTokens;
  readonly #log: Log;

  constructor(config: Config, tokens: CheckoutTokens, log: Log) {
    this.#config = config;
    this.#tokens = tokens;
    this.#log = log;
  }

  /** The checkout that some metadata speaks of, when our MAC says so. Costs no call. */
  claimsIn(metadata: unknown): CheckoutClaims | undefined {
    const own = ownMetadataIn(metadata);
    if (!own) return undefined;
    return organizationsOf(this.#config)
      .flatMap(slugsOf)
      .map((slug) => this.#claimsOf(own, slug))
      .find((claims) => this.#tokens.verifyMac(own, claims));
  }

  /**
   * The order of an intent as HelloAsso gave it, when metadata, organisation and amounts are those of one of our checkouts.
   * @throws Error for what carries our name and fails: an error in the log too, never silently foreign.
   */
  ownOrder({ id, metadata, order }: CheckoutIntent): OwnOrder | undefined {
    const own = ownMetadataIn(metadata);
    if (!order || !own) return undefined;
    const claims = this.claimsIn(metadata);
    const organization = claims && findOrganization(this.#config, claims.organization);
    if (organization && isOfCheckout(order, { ...claims, organizationSlugs: slugsOf(organization) })) {
      const pageMetadata = pageMetadataIn(metadata);
      return { claims, checkoutIntentId: id, order, pageMetadata, signedReference: own.signedReference };
    }
    this.#log.error({ checkoutIntentId: id }, 'an intent with our metadata fails verification');
    throw new Error('an intent with our metadata fails verification');
  }

  #claimsOf({ reference, offer, totalCents, initialCents }: OwnMetadata, organization: string): CheckoutClaims {
    const { environment } = this.#config.helloasso;
    return { reference, offer, totalCents, initialCents, organization, environment };
  }
}
