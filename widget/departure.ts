import type { CheckoutCreated, CheckoutRequest } from '../proxy/contract/checkout.ts';
import type { CheckoutState } from './checkout-controller.ts';
import { askProxy } from './client.ts';
import { CheckoutError } from './errors.ts';
import type { FormValues } from './form-values.ts';
import { saveLastCheckout } from './last-checkout.ts';
import type { PricedOffer } from './priced-offer.ts';
import { HelloassoRedirectEvent } from './redirect-event.ts';
import { isTrustedUrl } from './redirect-url.ts';
import { forgetReturn, type Return } from './return.ts';

/** A payer who has pressed the button. */
export interface Departure {
  readonly offer: PricedOffer;
  readonly request: CheckoutRequest;
  /** What to fill the form with, should they come back without having paid. */
  readonly draft: FormValues;
}

/** Asks for a payment page and sends the payer to it. `enter` hears of every state. */
export async function depart(
  host: EventTarget & { readonly proxy: string },
  { offer, request, draft }: Departure,
  key: RequestKey,
  signal: AbortSignal,
  enter: (state: CheckoutState) => void,
): Promise<void> {
  const { checkoutIntentId, redirectUrl, stateToken } = await createCheckout(host.proxy, request, key);
  if (signal.aborted) return;
  if (!isTrustedUrl(redirectUrl, location.hostname)) throw new CheckoutError('redirect-refused', redirectUrl);
  const url = new URL(redirectUrl);
  const left: Return = { step: 'back', token: stateToken, offer: offer.id, checkoutIntentId };
  saveLastCheckout({ ...left, draft, savedAt: Date.now() });
  forgetReturn();
  enter({ name: 'leaving', offer, url, left });
  if (host.dispatchEvent(new HelloassoRedirectEvent(url))) window.location.assign(url);
  else enter({ name: 'ready', offer });
}

/** Less than the proxy remembers. */
const KEY_LIFE_MS = 13 * 60_000;

/**
 * The key under which the proxy knows a request. It stays while the same is asked again, as after a broken network, where the
 * first may have arrived; whatever the payer has changed, and whatever follows an answer, has another.
 */
export class RequestKey {
  #key = '';
  #body: string | undefined;
  #madeAt = 0;

  of(body: string): string {
    if (body !== this.#body || Date.now() - this.#madeAt > KEY_LIFE_MS) {
      this.#key = crypto.randomUUID();
      this.#body = body;
      this.#madeAt = Date.now();
    }
    return this.#key;
  }

  /** The request was answered. */
  renew(): void {
    this.#body = undefined;
  }
}

async function createCheckout(proxy: string, request: CheckoutRequest, key: RequestKey): Promise<CheckoutCreated> {
  const body = JSON.stringify(request);
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key.of(body) };
  const created = await askProxy<CheckoutCreated>(proxy, '/v1/checkouts', 'redirectUrl', {
    method: 'POST',
    headers,
    body,
  });
  key.renew();
  return created;
}
