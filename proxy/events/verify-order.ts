import type { CheckoutClaims } from '../checkout-claims.ts';
import type { Config } from '../config/config.ts';
import { type IntentMetadata, mayBeOurs, readIntentMetadata, readPageMetadata } from '../helloasso/intent-metadata.ts';
import { isOfCheckout } from '../helloasso/payment-state.ts';
import type { CheckoutIntent, Order } from '../helloasso/response-schemas.ts';
import type { Log } from '../log.ts';
import { findOrganization, organizationsOf, slugsOf } from '../organization.ts';

/** An order read from HelloAsso that belongs to one of our checkouts. */
export interface VerifiedOrder {
  readonly claims: CheckoutClaims;
  readonly checkoutIntentId: number;
  readonly order: Order;
  /** The metadata that the page attached, not verified. */
  readonly pageMetadata: Readonly<Record<string, string>> | undefined;
  /** The reference in the signed offer, when there was one. */
  readonly signedReference: string | undefined;
}

/** Checks the MAC in our metadata. */
interface MacVerifier {
  verifyMac(metadata: Pick<IntentMetadata, 'mac' | 'signedReference'>, claims: CheckoutClaims): boolean;
}

/** Decides which orders and notifications of HelloAsso belong to our checkouts. */
export class OrderVerifier {
  readonly #config: Pick<Config, 'helloasso' | 'offers'>;
  readonly #tokens: MacVerifier;
  readonly #log: Log;

  constructor(config: Pick<Config, 'helloasso' | 'offers'>, tokens: MacVerifier, log: Log) {
    this.#config = config;
    this.#tokens = tokens;
    this.#log = log;
  }

  /** The checkout that the metadata names, when our MAC covers it; otherwise `undefined`. Makes no call. */
  verifyMetadata(metadata: unknown): CheckoutClaims | undefined {
    const ours = readIntentMetadata(metadata);
    if (!ours) return undefined;
    return organizationsOf(this.#config)
      .flatMap(slugsOf)
      .map((slug) => this.#claimsOf(ours, slug))
      .find((claims) => this.#tokens.verifyMac(ours, claims));
  }

  /**
   * The order of an intent read from HelloAsso, when metadata, organisation and amounts are those of one of our checkouts;
   * `undefined` when the intent has no metadata of ours.
   * @throws Error while HelloAsso shows no order that can be read; and for metadata of ours that fails verification, after an error in
   * the log: such an intent is never ignored.
   */
  verifyOrder({ id, metadata, order }: CheckoutIntent): VerifiedOrder | undefined {
    if (!mayBeOurs(metadata)) return undefined;
    const ours = readIntentMetadata(metadata);
    if (!order) throw new Error('HelloAsso does not show the order yet');
    if (order === 'unreadable') throw new Error('the order cannot be read');
    const claims = this.verifyMetadata(metadata);
    const organization = claims && findOrganization(this.#config, claims.organization);
    if (ours && organization && isOfCheckout(order, { ...claims, organizationSlugs: slugsOf(organization) })) {
      const pageMetadata = readPageMetadata(metadata);
      return { claims, checkoutIntentId: id, order, pageMetadata, signedReference: ours.signedReference };
    }
    this.#log.error({ checkoutIntentId: id }, 'an intent with our metadata fails verification');
    throw new Error('an intent with our metadata fails verification');
  }

  #claimsOf({ reference, offer, totalCents, initialCents }: IntentMetadata, organization: string): CheckoutClaims {
    const { environment } = this.#config.helloasso;
    return { reference, offer, totalCents, initialCents, organization, environment };
  }
}
