import type { CheckoutRequest } from '../../proxy/contract/checkout.ts';
import { IDEMPOTENCY_MS } from '../../proxy/contract/lifetimes.ts';
import type { Payer } from '../../proxy/contract/payer.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import { fromJson } from '../core/json.ts';
import type { PricedOffer } from '../core/priced-offer.ts';
import { amountOf, quantityOf } from '../form/form-values.ts';
import { typedPayer } from '../form/typed-payer.ts';

/** What the page adds to what the payer has filled in. */
export interface PageValues {
  readonly payer: Payer | string;
  readonly metadata: Readonly<Record<string, string>> | string;
  readonly signedOffer: string;
  readonly returnPath: string;
}

/** What is submitted: the offer on screen, filled in without an error. */
export interface CheckoutSubmission {
  readonly offer: PricedOffer;
  readonly values: FormValues;
  /** How the payer has chosen to pay, where there was a choice. */
  readonly plan: Pick<CheckoutRequest, 'instalments' | 'firstTermDate'> | undefined;
  readonly page: PageValues;
}

/** The body of `POST /v1/checkouts`. What the page knows of the payer counts where the form does not ask. */
export function checkoutRequest({ offer, values, plan, page }: CheckoutSubmission): CheckoutRequest {
  const { signedOffer, returnPath } = page;
  const metadata = fromJson(page.metadata);
  return {
    offer: offer.id,
    ...(offer.revision && { revision: offer.revision }),
    amountCents: amountOf(offer, values) as number,
    ...(offer.maxQuantity > 1 && { quantity: quantityOf(offer, values) }),
    ...plan,
    payer: { ...fromJson(page.payer), ...typedPayer(offer, values) },
    ...(metadata && { metadata }),
    ...(signedOffer && { signedOffer }),
    returnPath: returnPath || location.pathname + location.search,
  };
}

/**
 * The `Idempotency-Key`, under which the proxy knows a request. The same request keeps its key, as after a broken network, where
 * the first may have arrived. Another request has another key, and so has the same one after a payment page.
 */
export class IdempotencyKey {
  #key = '';
  #body: string | undefined;
  /** ms */
  #createdAt = 0;

  of(body: string): string {
    if (body !== this.#body || Date.now() - this.#createdAt > IDEMPOTENCY_MS) {
      this.#key = crypto.randomUUID();
      this.#body = body;
      this.#createdAt = Date.now();
    }
    return this.#key;
  }

  /** The request has got its payment page: the same one again is another payment. */
  renew(): void {
    this.#body = undefined;
  }
}
