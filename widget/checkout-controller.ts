import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CheckoutRequest } from '../proxy/contract/checkout.ts';
import type { PublicOffer } from '../proxy/contract/offer.ts';
import { createCheckout, fetchOffer } from './client.ts';
import { CheckoutError } from './errors.ts';
import { HelloassoErrorEvent, HelloassoReadyEvent, HelloassoRedirectEvent } from './events.ts';
import type { FormValues } from './form-values.ts';
import { dropDraft, saveLastCheckout } from './last-checkout.ts';
import { isTrustedUrl } from './redirect-url.ts';
import type { Return } from './return.ts';
import { forgetReturn } from './return-marks.ts';

/** The file that few offers need. */
export type Options = typeof import('./options.ts');

export type CheckoutState =
  | { readonly name: 'loading' }
  | { readonly name: 'unavailable'; readonly error: CheckoutError }
  | { readonly name: 'ready' | 'sending'; readonly offer: PublicOffer }
  | { readonly name: 'leaving'; readonly offer: PublicOffer; readonly left: Return }
  | { readonly name: 'failed'; readonly offer: PublicOffer; readonly error: CheckoutError };

/** From the offer to HelloAsso's page. It knows no markup. */
export class CheckoutController implements ReactiveController {
  readonly #host: ReactiveControllerHost & EventTarget;
  readonly #onRestored: (left: Return) => void;
  #state: CheckoutState = { name: 'loading' };
  #options: Options | undefined;

  /** `onRestored` hears that the browser has brought back a page that had left for HelloAsso. */
  constructor(host: ReactiveControllerHost & EventTarget, onRestored: (left: Return) => void) {
    this.#host = host;
    this.#onRestored = onRestored;
    host.addController(this);
  }

  get state(): CheckoutState {
    return this.#state;
  }

  /** Undefined when the offer needs none. */
  get options(): Options | undefined {
    return this.#options;
  }

  hostConnected(): void {
    window.addEventListener('pageshow', this.#onPageShow);
  }

  /** A payer whose form has left the page must not be sent away. */
  hostDisconnected(): void {
    window.removeEventListener('pageshow', this.#onPageShow);
    if (this.#state.name === 'sending') this.#enter({ name: 'ready', offer: this.#state.offer });
  }

  /** Loads the offer. Only the latest call lands. */
  async load(proxy: string, offerId: string): Promise<void> {
    const loading: CheckoutState = { name: 'loading' };
    this.#enter(loading);
    try {
      const offer = await fetchOffer(proxy, offerId);
      const hasOptions = offer.mode === 'test' || offer.maxQuantity > 1 || offer.instalments.length > 1;
      const options = hasOptions ? await import('./options.ts') : undefined;
      if (this.#state !== loading) return;
      this.#options = options;
      this.#enter({ name: 'ready', offer });
      this.#host.dispatchEvent(new HelloassoReadyEvent(offer));
    } catch (cause) {
      if (this.#state === loading) this.#fail({ name: 'unavailable', error: CheckoutError.from(cause) });
    }
  }

  /** Sends the payer to HelloAsso. Ignored while a first call is on its way: nobody pays twice by pressing twice. */
  async pay(proxy: string, request: CheckoutRequest, draft: FormValues): Promise<void> {
    if (this.#state.name !== 'ready' && this.#state.name !== 'failed') return;
    const { offer } = this.#state;
    const sending: CheckoutState = { name: 'sending', offer };
    this.#enter(sending);
    try {
      const { checkoutIntentId, redirectUrl, stateToken } = await createCheckout(proxy, request);
      if (this.#state !== sending) return;
      if (!isTrustedUrl(redirectUrl, location.hostname)) throw new CheckoutError('redirect-refused', redirectUrl);
      const url = new URL(redirectUrl);
      const left: Return = { step: 'back', token: stateToken, offer: offer.id, checkoutIntentId };
      saveLastCheckout({ ...left, draft, savedAt: Date.now() });
      forgetReturn();
      this.#enter({ name: 'leaving', offer, left });
      if (this.#host.dispatchEvent(new HelloassoRedirectEvent(url))) window.location.assign(url);
      else this.#enter({ name: 'ready', offer });
    } catch (cause) {
      if (this.#state === sending) this.#fail({ name: 'failed', offer, error: CheckoutError.from(cause) });
    }
  }

  /** Ends a failure that the payer has read. */
  reset(): void {
    dropDraft();
    if (this.#state.name === 'failed') this.#enter({ name: 'ready', offer: this.#state.offer });
  }

  readonly #onPageShow = ({ persisted }: PageTransitionEvent): void => {
    if (!persisted || this.#state.name !== 'leaving') return;
    const { offer, left } = this.#state;
    this.#enter({ name: 'ready', offer });
    this.#onRestored(left);
  };

  #fail(state: CheckoutState & { error: CheckoutError }): void {
    this.#enter(state);
    this.#host.dispatchEvent(new HelloassoErrorEvent(state.error));
  }

  #enter(state: CheckoutState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}
