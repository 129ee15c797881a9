import type { FreeAmount, PublicOffer } from '../proxy/contract/offer.ts';
import { askProxy } from './client.ts';
import { adoptStyles, type Component, type Controller } from './component.ts';
import type { Departure } from './departure.ts';
import { CheckoutError } from './errors.ts';
import { HelloassoErrorEvent, HelloassoReadyEvent } from './events.ts';
import { isAsked } from './form-values.ts';
import type { PricedOffer } from './priced-offer.ts';
import type { Return } from './return.ts';
import type { ReturnController } from './return-controller.ts';
import { mayBeReturning } from './return-marks.ts';

/** The file for offers that ask for a postal address. */
type Address = typeof import('./address.ts');

/** The file that few offers need. */
export type Options = typeof import('./options.ts');

const loadOptions = (): Promise<Options> => import('./options.ts');

export type CheckoutState =
  | { readonly name: 'loading' }
  | { readonly name: 'unavailable'; readonly error: CheckoutError }
  | { readonly name: 'ready'; readonly offer: PricedOffer }
  /** `isSlow`: it has taken so long that the payer is told. */
  | { readonly name: 'sending'; readonly offer: PricedOffer; readonly isSlow?: true }
  | { readonly name: 'leaving'; readonly offer: PricedOffer; readonly url: URL; readonly left: Return }
  | { readonly name: 'failed'; readonly offer: PricedOffer; readonly error: CheckoutError };

/** The element, as far as the controller asks it. */
export interface CheckoutHost extends Component {
  readonly proxy: string;
  readonly offer: string;
  readonly signedOffer: string;
  /** Whether the page says what the form holds at first. */
  readonly hasWishes: unknown;
  /** Loads what only payers need who are in the form or come back; nobody leaves without it. */
  prepareReturn(): Promise<ReturnController | undefined>;
}

/** From the offer to HelloAsso's page. It knows no markup. */
export class CheckoutController implements Controller {
  readonly #host: CheckoutHost;
  #state: CheckoutState = { name: 'loading' };
  #options: Options | undefined;
  #address: Address | undefined;
  /** Where the offer is from. */
  #source = '';
  #sending = new AbortController();
  /** Ends when the element leaves the page. */
  #presence = new AbortController();

  constructor(host: CheckoutHost) {
    this.#host = host;
    host.addController(this);
  }

  get state(): CheckoutState {
    return this.#state;
  }

  /** Undefined while there is no form to fill in. */
  get offer(): PricedOffer | undefined {
    return 'offer' in this.#state ? this.#state.offer : undefined;
  }

  /** Undefined when the offer needs none. */
  get options(): Options | undefined {
    return this.#options;
  }

  /** Undefined when the offer asks for no postal address. */
  get address(): Address | undefined {
    return this.#address;
  }

  hostConnected(): void {
    this.#presence = new AbortController();
    const { signal } = this.#presence;
    window.addEventListener('pageshow', this.#onPageShow, { signal });
    window.addEventListener('online', this.#onOnline, { signal });
  }

  /** A payer whose form has left the page must not be sent away. */
  hostDisconnected(): void {
    this.#presence.abort();
    if (this.#state.name === 'sending') this.#reopen();
  }

  /** Loads the offer when the page names another one. */
  follow(): void {
    const { proxy, offer, signedOffer } = this.#host;
    const source = `${proxy} ${offer} ${signedOffer}`;
    if (source === this.#source) return;
    this.#source = source;
    void this.load();
  }

  /** Loads the offer, and prices it by a signed one where there is one. Only the latest call lands. */
  async load(): Promise<void> {
    const { proxy, offer: id, signedOffer } = this.#host;
    const loading: CheckoutState = { name: 'loading' };
    this.stop();
    this.#enter(loading);
    try {
      const published = id
        ? await askProxy<PublicOffer>(proxy, `/v1/offers/${encodeURIComponent(id)}`, 'amountCents')
        : await (await loadOptions()).fetchOnlyOffer(proxy);
      const { status, opensOn, mode, instalments, payer, tax, amountCents } = published;
      if (status !== 'open') throw new CheckoutError(`offer-${status}`, id, { opensOn });
      const isPlain = mode === 'live' && instalments.length === 1 && !isAsked(payer, 'companyName') && !tax;
      const isPriced = amountCents !== 'signed' && !signedOffer;
      const isFilled = this.#host.hasWishes || (amountCents as FreeAmount).preselected;
      const options = isPlain && isPriced && !isFilled ? undefined : await loadOptions();
      const asksAddress = (['address', 'zipCode', 'city', 'country'] as const).some((name) => isAsked(payer, name));
      const address = asksAddress ? await import('./address.ts') : undefined;
      if (mayBeReturning()) await this.#host.prepareReturn(); // it keeps what was typed
      if (this.#state !== loading) return;
      const priced = options ? options.withSignedPrice(published, signedOffer) : (published as PricedOffer);
      const offer = { ...priced, plannedOn: new Date() };
      if (options && !this.#options) adoptStyles(this.#host.renderRoot, options.optionsStyles);
      this.#options = options;
      this.#address = address;
      this.#enter({ name: 'ready', offer });
      this.#host.dispatchEvent(new HelloassoReadyEvent(offer));
    } catch (cause) {
      if (this.#state !== loading) return;
      this.#enter({ name: 'unavailable', error: CheckoutError.from(cause) });
      await this.#host.prepareReturn(); // for the exact words
    }
  }

  /** Sends the payer to HelloAsso. */
  async pay(departure: Departure): Promise<void> {
    const { offer } = departure;
    this.#sending = new AbortController();
    const { signal } = this.#sending;
    this.#enter({ name: 'sending', offer });
    const returning = await this.#host.prepareReturn();
    if (signal.aborted) return;
    if (returning) await returning.depart(departure, signal, (state) => this.#enter(state));
    else this.#enter({ name: 'failed', offer, error: CheckoutError.from(new TypeError('A file does not load.')) });
  }

  /** Ends what is under way, because the payer or the page means something else now. */
  stop(): void {
    if (this.#state.name === 'leaving') window.stop();
    this.#reopen();
  }

  #reopen(): void {
    this.#sending.abort();
    if (this.offer) this.#enter({ name: 'ready', offer: this.offer });
  }

  /** The browser has brought back a page that had left for HelloAsso: what became of the payment comes before the form. */
  readonly #onPageShow = async ({ persisted }: PageTransitionEvent): Promise<void> => {
    if (!persisted) return;
    if (this.#state.name === 'leaving') (await this.#host.prepareReturn())?.receiveReturn(this.#state.left);
    this.#reopen();
  };

  /** Loading resumes by itself; a payment never does. */
  readonly #onOnline = (): void => {
    if (this.#state.name === 'unavailable') void this.load();
    void this.#host.prepareReturn();
  };

  #enter(state: CheckoutState): void {
    this.#state = state;
    this.#host.requestUpdate();
    if ('error' in state) this.#host.dispatchEvent(new HelloassoErrorEvent(state.error));
  }
}
