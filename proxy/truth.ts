import type { CheckoutClaims, CheckoutTokens } from './checkout-tokens.ts';
import type { Config } from './config.ts';
import type { CheckoutIntent, Order } from './helloasso/answers.ts';
import { isOfCheckout } from './helloasso/outcome.ts';
import { type OwnMetadata, ownMetadataIn, pageMetadataIn } from './helloasso/own-metadata.ts';
import type { Log } from './log.ts';

/** An order that was read from HelloAsso and is one of ours, whole. */
export interface OwnOrder {
  readonly claims: CheckoutClaims;
  readonly checkoutIntentId: number;
  readonly order: Order;
  /** What the page had attached, unverified. */
  readonly pageMetadata: Readonly<Record<string, string>> | undefined;
}

/** Tells what is ours from what is not, wherever HelloAsso speaks of it. */
export class Truth {
  readonly #config: Config['helloasso'];
  readonly #tokens: CheckoutTokens;
  readonly #log: Log;

  constructor(config: Config['helloasso'], tokens: CheckoutTokens, log: Log) {
    this.#config = config;
    this.#tokens = tokens;
    this.#log = log;
  }

  /** The checkout that some metadata speaks of, when our MAC says so. Costs no call. */
  claimsIn(metadata: unknown): CheckoutClaims | undefined {
    const own = ownMetadataIn(metadata);
    if (!own) return undefined;
    const claims = this.#claimsOf(own);
    return this.#tokens.verifyMac(own.mac, claims) ? claims : undefined;
  }

  /**
   * The order of an intent as HelloAsso gave it, when metadata, organisation and amounts are those of one of our checkouts.
   * @throws Error for what carries our name and fails: an error in the log too, never silently foreign.
   */
  ownOrder({ id, metadata, order }: CheckoutIntent): OwnOrder | undefined {
    if (!order || !ownMetadataIn(metadata)) return undefined;
    const claims = this.claimsIn(metadata);
    if (claims && isOfCheckout(order, claims))
      return { claims, checkoutIntentId: id, order, pageMetadata: pageMetadataIn(metadata) };
    this.#log.error({ checkoutIntentId: id }, 'an intent with our metadata fails verification');
    throw new Error('an intent with our metadata fails verification');
  }

  #claimsOf({ reference, offer, totalCents, initialCents }: OwnMetadata): CheckoutClaims {
    const { organization, environment } = this.#config;
    return { reference, offer, totalCents, initialCents, organization, environment };
  }
}
