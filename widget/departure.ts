import type { CheckoutCreated, CheckoutRequest } from '../proxy/contract/checkout.ts';
import type { PublicOffer } from '../proxy/contract/offer.ts';
import type { CheckoutState } from './checkout-controller.ts';
import { askProxy } from './client.ts';
import { CheckoutError } from './errors.ts';
import type { FormValues } from './form-values.ts';
import { saveLastCheckout } from './last-checkout.ts';
import { HelloassoRedirectEvent } from './redirect-event.ts';
import { isTrustedUrl } from './redirect-url.ts';
import { forgetReturn, type Return } from './return.ts';

/** A payer who has pressed the button. */
export interface Departure {
  readonly offer: PublicOffer;
  readonly request: CheckoutRequest;
  /** What to fill the form with, should they come back without having paid. */
  readonly draft: FormValues;
}

/** Asks for a payment page and sends the payer to it. `enter` hears of every state. */
export async function depart(
  host: EventTarget & { readonly proxy: string },
  { offer, request, draft }: Departure,
  signal: AbortSignal,
  enter: (state: CheckoutState) => void,
): Promise<void> {
  const { checkoutIntentId, redirectUrl, stateToken } = await createCheckout(host.proxy, request);
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

function createCheckout(proxy: string, request: CheckoutRequest): Promise<CheckoutCreated> {
  const headers = { 'Content-Type': 'application/json' };
  return askProxy(proxy, '/v1/checkouts', 'redirectUrl', { method: 'POST', headers, body: JSON.stringify(request) });
}
