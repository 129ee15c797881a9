import { fetchOffer } from './client.ts';
import type { Component, Controller } from './component.ts';
import type { Departure } from './departure.ts';
import { CheckoutError } from './errors.ts';
import { HelloassoErrorEvent, HelloassoReadyEvent } from './events.ts';
import type { PricedOffer } from './priced-offer.ts';
import type { Return } from './return.ts';
import type { ReturnController } from './return-controller.ts';

/** The file that few offers need. */
export type Options = typeof import('./options.ts');

export type CheckoutState =
  | { readonly name: 'loading' }
  | { readonly name: 'unavailable'; readonly error: CheckoutError }
  | { readonly name: 'ready' | 'sending'; readonly offer: PricedOffer }
  | { readonly name: 'leaving'; readonly offer: PricedOffer; readonly url: URL; readonly left: Return }
  | { readonly name: 'failed'; readonly offer: PricedOffer; readonly error: CheckoutError };

/** From the offer to HelloAsso's page. It knows no markup. */
export class CheckoutController implements Controller {
  readonly #host: Component;
  readonly #prepareReturn: () => Promise<ReturnController | undefined>;
  #state: CheckoutState = { name: 'loading' };
  #options: Options | undefined;
  #sending = new AbortController();

  /** `prepareReturn` loads what only payers need who have pressed the button; nobody leaves without it. */
  constructor(host: Component, prepareReturn: () => Promise<ReturnController | undefined>) {
    this.#host = host;
    this.#prepareReturn = prepareReturn;
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
    this.#sending.abort();
    if (this.#state.name === 'sending') this.#enter({ name: 'ready', offer: this.#state.offer });
  }

  /** Loads the offer, and prices it by a signed one where there is one. Only the latest call lands. */
  async load(proxy: string, offerId: string, signedOffer: string): Promise<void> {
    const loading: CheckoutState = { name: 'loading' };
    this.#enter(loading);
    try {
      const published = await fetchOffer(proxy, offerId);
      const { mode, instalments, amountCents } = published;
      const hasOptions = mode === 'test' || instalments.length > 1 || signedOffer;
      const options = hasOptions ? await import('./options.ts') : undefined;
      if (this.#state !== loading) return;
      if (amountCents === 'signed' && !signedOffer)
        throw new CheckoutError('signed-offer-required', 'Set `signed-offer`.');
      const offer =
        signedOffer && options ? options.withSignedPrice(published, signedOffer) : (published as PricedOffer);
      this.#options = options;
      this.#enter({ name: 'ready', offer });
      this.#host.dispatchEvent(new HelloassoReadyEvent(offer));
    } catch (cause) {
      if (this.#state === loading) this.#fail({ name: 'unavailable', error: CheckoutError.from(cause) });
    }
  }

  /** Sends the payer to HelloAsso. Ignored while a first call is on its way: nobody pays twice by pressing twice. */
  async pay(departure: Departure): Promise<void> {
    if (this.#state.name !== 'ready' && this.#state.name !== 'failed') return;
    const { offer } = departure;
    this.#sending = new AbortController();
    const { signal } = this.#sending;
    this.#enter({ name: 'sending', offer });
    try {
      const returning = await this.#prepareReturn();
      if (signal.aborted) return;
      if (!returning) throw new TypeError('A file of the widget does not load.');
      await returning.depart(departure, signal, (state) => this.#enter(state));
    } catch (cause) {
      if (!signal.aborted) this.#fail({ name: 'failed', offer, error: CheckoutError.from(cause) });
    }
  }

  /** Ends a failure that the payer has read, and a departure that they have stopped. */
  reopen(): void {
    if (this.#state.name === 'failed' || this.#state.name === 'leaving') {
      this.#enter({ name: 'ready', offer: this.#state.offer });
    }
  }

  /** The browser has brought back a page that had left for HelloAsso: what became of the payment comes before the form. */
  readonly #onPageShow = async ({ persisted }: PageTransitionEvent): Promise<void> => {
    if (!persisted || this.#state.name !== 'leaving') return;
    const { left } = this.#state;
    (await this.#prepareReturn())?.receiveReturn(left);
    this.reopen();
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
