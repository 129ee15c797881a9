import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import type { CheckoutRequest } from '../../proxy/contract/checkout.ts';
import type { FreeAmount, PublicOffer } from '../../proxy/contract/offer.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import { mayBeReturning } from '../core/may-be-returning.ts';
import type { PricedOffer } from '../core/priced-offer.ts';
import { CheckoutError } from '../errors.ts';
import { HelloassoErrorEvent, HelloassoReadyEvent } from '../events.ts';
import { loadChunk } from '../load-chunk.ts';
import type { ReturnMessages } from '../messages/messages.ts';
import type { CheckoutReturn } from '../return/return-state.ts';
import { carriedOffer } from './carried-offers.ts';
import type { FormContext } from './form-context.ts';
import type { FormState } from './form-state.ts';
import { asksForAddress, isAsked } from './form-values.ts';
import type { InitialValues } from './initial-values.ts';
import { fetchOffer } from './offer.ts';

/** The chunk for what few offers and pages need. */
interface OnDemandChunk {
  readonly styleSheet: CSSStyleSheet;
  withSignedPrice(offer: PublicOffer, jwt: string): PublicOffer;
  initialValues(offer: PricedOffer, page: InitialValues): FormValues;
  renderInstalments(context: FormContext): unknown;
  renderCount(context: FormContext): string;
  planRequest(offer: PricedOffer, values: FormValues): Pick<CheckoutRequest, 'instalments' | 'firstTermDate'>;
  renderTax(context: FormContext): unknown;
  renderMonthly(context: FormContext): unknown;
  renderCompany(context: FormContext): TemplateResult | undefined;
}

/** The chunk for offers that ask for a postal address. */
interface AddressChunk {
  renderAddress(context: FormContext): unknown;
  /** The same with every country, for a form that can be used. */
  readonly withCountries: AddressChunk;
}

/** The chunk for a form in a frame. */
interface FrameChunk {
  checkFrame(root: ParentNode): void;
  openAtTop(host: FormHost, url: URL): Promise<void>;
  renderLink(form: FormController, host: FormHost, words: ReturnMessages | undefined): TemplateResult | undefined;
}

/** The element, as far as the controller needs it. */
export interface FormHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly proxy: string;
  /** An id; empty for the only offer of the proxy. */
  readonly offer: string;
  /** A JWT; empty for the offer's own price. */
  readonly signedOffer: string;
  /** Whether the page gives values for the fields. */
  readonly hasInitialValues: boolean;
  /** Does what the button does. */
  submit(): Promise<void>;
  /** Loads the chunks for sending, failures and returns. */
  loadPaymentFlow(isEarly?: true): Promise<unknown>;
  /** Shows what became of a checkout, instead of the form. */
  showOutcome(checkout: CheckoutReturn): Promise<void>;
}

/** Loads the offer and holds the state of the form. It knows no markup. */
export class FormController implements ReactiveController {
  /** When the proxy gave the offer, or wrote it into the script, in ms. */
  readAt = 0;
  readonly #host: FormHost;
  #state: FormState = { name: 'loading' };
  /** `undefined` until an offer or the page needs it. */
  onDemand: OnDemandChunk | undefined;
  /** `undefined` until an offer asks for a postal address. */
  address: AddressChunk | undefined;
  /** `undefined` when the page is not in a frame. */
  frame: FrameChunk | undefined;
  /** Where the offer is from. */
  #source = '';
  #sending = new AbortController();
  /** Ends when the element leaves the page. */
  #connection = new AbortController();

  constructor(host: FormHost) {
    this.#host = host;
    host.addController(this);
  }

  get state(): FormState {
    return this.#state;
  }

  /** `undefined` while there is no form to fill in. */
  get offer(): PricedOffer | undefined {
    return 'offer' in this.#state ? this.#state.offer : undefined;
  }

  hostConnected(): void {
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    window.addEventListener('pageshow', this.#onPageShow, { signal });
    window.addEventListener('online', this.#onOnline, { signal });
  }

  /** A payer whose form has left the page must not be sent away. A form that is only moved is back at once. */
  async hostDisconnected(): Promise<void> {
    this.#connection.abort();
    await undefined;
    if (this.#state.name === 'sending' && !this.#host.isConnected) this.#reopen();
  }

  /** Loads the offer when the page names another one. */
  hostUpdate(): void {
    const { proxy, offer, signedOffer } = this.#host;
    const source = `${proxy} ${offer} ${signedOffer}`;
    if (source === this.#source) return;
    this.#source = source;
    void this.load();
  }

  /** Loads the offer. Only the latest call counts. An offer that came with the script is there at once, for the first drawing. */
  async load(): Promise<void> {
    const loading: FormState = { name: 'loading' };
    const { proxy, offer: id } = this.#host;
    const source = this.#source;
    const isFirst = this.#state.name === 'loading'; // else the proxy has said something newer
    this.stop();
    this.enter(loading);
    try {
      if (self !== top) await this.#checkFrame();
      const [published, readAt] = (isFirst && carriedOffer(proxy, id)) || [await fetchOffer(proxy, id), Date.now()];
      const chunks = this.#chunksFor(published);
      if (chunks.some(Boolean)) this.#use(await Promise.all(chunks));
      if (mayBeReturning()) await this.#host.loadPaymentFlow(); // it keeps what was typed
      if (this.#state !== loading) return;
      this.readAt = readAt;
      this.enter({ name: 'ready', offer: this.#priced(published) });
      await this.#host.updateComplete;
      whenIdle(() => this.#host.loadPaymentFlow(true)); // the page's own scripts may take long: these chunks wait for none
      await pageScripts();
      if (this.offer && source === this.#source) this.#host.dispatchEvent(new HelloassoReadyEvent(this.offer));
    } catch (cause) {
      await this.#host.loadPaymentFlow(); // for the sentence of the error: the fallback must not move when it comes
      if (this.#state !== loading) return;
      this.enter({ name: 'unavailable', error: CheckoutError.from(cause) });
    }
  }

  /**
   * The offer as the proxy has it now, with the chunks that it needs. `id` and `cache` are for an offer that is loaded again.
   * @throws CheckoutError
   */
  async fetchOffer(id = this.#host.offer, cache?: RequestCache): Promise<PricedOffer> {
    const published = await fetchOffer(this.#host.proxy, id, cache);
    this.#use(await Promise.all(this.#chunksFor(published)));
    return this.#priced(published);
  }

  /** What an offer needs, while it loads. */
  #chunksFor(published: PublicOffer) {
    const { proxy } = this.#host;
    return [
      this.#needsOnDemand(published) && loadOnDemand(proxy),
      asksForAddress(published.payer) && loadChunk(() => import('./address.ts'), 'address', proxy),
    ] as const;
  }

  #use([onDemand, address]: readonly [OnDemandChunk | false, AddressChunk | false]): void {
    if (onDemand) this.#useOnDemand(onDemand);
    this.address ??= address || undefined;
  }

  #priced(published: PublicOffer): PricedOffer {
    return (this.onDemand?.withSignedPrice(published, this.#host.signedOffer) ?? published) as PricedOffer;
  }

  /** @throws CheckoutError `frame-restricted` */
  async #checkFrame(): Promise<void> {
    this.frame ??= await loadChunk(() => import('./frame.ts'), 'frame', this.#host.proxy);
    this.frame.checkFrame(this.#host.renderRoot);
  }

  /** What the page gives for the fields, also after the form was drawn. */
  async initialValues(offer: PricedOffer, page: InitialValues): Promise<FormValues> {
    const onDemand = await loadOnDemand(this.#host.proxy);
    this.#useOnDemand(onDemand);
    return onDemand.initialValues(offer, page);
  }

  /** Kept from then on: a response that comes late takes nothing from a newer offer. */
  #useOnDemand(chunk: OnDemandChunk): void {
    if (!this.onDemand) (this.#host.shadowRoot as ShadowRoot).adoptedStyleSheets.push(chunk.styleSheet);
    this.onDemand = chunk;
  }

  #needsOnDemand({ amountCents, instalments, payer, tax, monthlyUrl }: PublicOffer): boolean {
    const { signedOffer, hasInitialValues } = this.#host;
    const isRare = instalments.length > 1 || tax || monthlyUrl || isAsked(payer, 'companyName');
    const isSigned = amountCents === 'signed' || signedOffer;
    return Boolean(isRare || isSigned || (amountCents as FreeAmount).preselected || hasInitialValues);
  }

  /** Enters `sending`. The signal aborts when the payer or the page changes anything. */
  startSending(offer: PricedOffer): AbortSignal {
    this.#sending = new AbortController();
    this.enter({ name: 'sending', offer });
    return this.#sending.signal;
  }

  /** Ends what is under way, because the payer or the page means something else now. */
  stop(): void {
    if (this.#state.name === 'leaving') window.stop();
    this.#reopen();
  }

  /** Opens the payment page. */
  open(url: URL): void {
    if (this.frame) void this.frame.openAtTop(this.#host, url);
    else window.location.assign(url);
  }

  enter(state: FormState): void {
    this.#state = state;
    this.#host.requestUpdate();
    if ('error' in state) this.#host.dispatchEvent(new HelloassoErrorEvent(state.error));
  }

  #reopen(): void {
    this.#sending.abort();
    if (this.offer) this.enter({ name: 'ready', offer: this.offer });
  }

  /** The browser has brought back a page that had left for HelloAsso: what became of the payment comes before the form. */
  readonly #onPageShow = async ({ persisted }: PageTransitionEvent): Promise<void> => {
    if (!persisted) return;
    if (this.#state.name === 'leaving') await this.#host.showOutcome(this.#state.checkout);
    this.#reopen();
  };

  /** Loading resumes by itself; a payment never does. */
  readonly #onOnline = (): void => {
    if (this.#state.name === 'unavailable') void this.load();
    void this.#host.loadPaymentFlow();
  };
}

/** Until the deferred scripts of the page's HTML have run: one of them may listen to our events. */
async function pageScripts(): Promise<void> {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (navigation?.domContentLoadedEventStart !== 0) return;
  await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));
}

/** At the latest after two seconds: a busy page may never be idle. Safari has no idle callbacks. */
function whenIdle(run: () => void): void {
  window.requestIdleCallback?.(run, { timeout: 2000 }) ?? setTimeout(run);
}

function loadOnDemand(proxy: string): Promise<OnDemandChunk> {
  return loadChunk(() => import('./on-demand.ts'), 'on-demand', proxy);
}
