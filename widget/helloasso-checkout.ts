import { html, nothing } from 'lit/html.js';
import { CheckoutController, type CheckoutState } from './checkout-controller.ts';
import { renderAmount, renderPayer, renderQuantity } from './checkout-fields.ts';
import type { CheckoutErrorCode } from './errors.ts';
import { HelloassoSubmitEvent } from './events.ts';
import { amountOf, boundsOf, type FormValues, OTHER, requestOf, totalOf } from './form-values.ts';
import { HelloassoElement } from './helloasso-element.ts';
import { readDraft } from './last-checkout.ts';
import type { FieldFault, Messages } from './messages.ts';
import { parseEuros } from './money.ts';
import type { PricedOffer } from './priced-offer.ts';
import type { ReturnState } from './return-controller.ts';
import { fill, money } from './wording.ts';

/** No use in trying again: the page must be mended. */
const PERMANENT: readonly CheckoutErrorCode[] = [
  'proxy-missing',
  'offer-unknown',
  'signed-offer-required',
  'signed-offer-invalid',
];

/** Its fields by name, where there are such fields. */
type Form = HTMLFormElement & { readonly email?: HTMLInputElement };

/**
 * A payment form that sends the payer to HelloAsso, and tells them the outcome when they come back.
 *
 * @slot - Shown when the form cannot work: a link to a page that works without it.
 * @slot heading - Replaces the heading, which is the name of the offer.
 * @slot before - Between the heading and the form.
 * @slot after - Below the form.
 * @fires {HelloassoReadyEvent} helloasso-ready - The offer is loaded and the form can be used.
 * @fires {HelloassoSubmitEvent} helloasso-submit - The payer has filled in the form without a fault; cancel it to send nothing.
 * @fires {HelloassoRedirectEvent} helloasso-redirect - The checkout is ready; cancel it to open `url` yourself.
 * @fires {HelloassoErrorEvent} helloasso-error - Loading, sending or verifying has failed; the payer has been told.
 * @fires {HelloassoOutcomeEvent} helloasso-outcome - The proxy has verified a payer's return.
 * @csspart submit - The submit button.
 * @cssproperty [--helloasso-checkout-accent=#4c40cf] - Colour of the button, the choices and the links. The button's text is
 *   white: choose a colour that carries it (4.5:1).
 */
export class HelloassoCheckout extends HelloassoElement {
  static override attributes = {
    ...HelloassoElement.attributes,
    offer: 'offer',
    amount: 'amount',
    'return-path': 'returnPath',
    metadata: 'metadata',
    'signed-offer': 'signedOffer',
  };

  /** What to pay for: an id of the proxy's catalogue. Without it, the only offer that there is. */
  offer = '';

  /** An amount to begin with, in euros as a person writes them. */
  amount = '';

  /** Path and query of the page that shows the outcome; without it, this page. */
  returnPath = '';

  /** What your own system wants to find again with the payment: texts, as JSON in the attribute, under keys that the offer declares. */
  metadata: Readonly<Record<string, string>> | null = null;

  /** A price that your own server has signed, as a JWT: for carts. It takes the place of the offer's own price. */
  signedOffer = '';

  readonly showsAnyReturn = false;
  readonly #checkout = new CheckoutController(this, () => this.prepareReturn());
  /** What the fields hold; undefined until there is an offer to fill them for. */
  #values: FormValues | undefined;
  /** Fields that the payer has changed and left: only these may show a fault. */
  #visited = new Set<string>();
  /** When the payments on screen were planned: the payer agrees to those days, not to later ones. */
  #shownAt = new Date();

  /** Where the element stands: the payer's return while it takes the place of the form, else the form. */
  get state(): CheckoutState['name'] | ReturnState['name'] {
    return (this.#isReturning && this.returning?.state.name) || this.#checkout.state.name;
  }

  acceptsReturn(offer: string | undefined): boolean {
    return this.offer === '' || this.offer === offer;
  }

  get #form(): Form | null {
    return this.renderRoot.querySelector<Form>('form');
  }

  /** Whether a return takes the place of the form. */
  get #isReturning(): boolean {
    return this.isIncomplete || this.returning?.allowsForm === false;
  }

  /** Does what the button does. */
  submit(): void {
    this.#form?.requestSubmit();
  }

  /** Empties the form and ends a return. */
  reset(): void {
    this.returning?.reset();
    this.#checkout.reopen();
    this.empty();
  }

  /** Empties the form, and leaves a return as it is. */
  empty(): void {
    this.#values = undefined;
    this.#visited.clear();
    this.requestUpdate();
  }

  /** Moves focus to the first field. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('input, select, button')?.focus(options);
  }

  /** Whether the form could be sent as it is. Shows nothing. */
  checkValidity(): boolean {
    const { state } = this.#checkout;
    return 'offer' in state && this.#faults(state.offer).size === 0;
  }

  override attributeChangedCallback(attribute: string, before: string | null, text: string | null): void {
    if (attribute === 'metadata') this.metadata = readJson(text ?? '');
    else super.attributeChangedCallback(attribute, before, text);
  }

  protected override willUpdate(changed: ReadonlySet<string>): void {
    if (changed.has('proxy') || changed.has('offer') || changed.has('signedOffer')) void this.#load();
    const { state } = this.#checkout;
    if (state.name === 'loading') this.#values = undefined;
    if (state.name === 'loading' || state.name === 'failed') this.#shownAt = new Date();
    if ('offer' in state) this.#values ??= readDraft(state.offer.id) ?? this.#firstValues(state.offer);
  }

  protected renderForm(messages: Messages): unknown {
    const { state, options } = this.#checkout;
    if (this.#isReturning || !('offer' in state)) return nothing;
    const { offer } = state;
    const values = this.#values ?? {};
    const faults = this.#shownFaults(offer, messages);
    return html`
      <slot name="heading"><h2>${offer.itemName}</h2></slot>
      ${options?.renderTest(offer, messages)}
      <slot name="before"></slot>
      <form novalidate @submit=${this.#onSubmit} @focusin=${this.prepareReturn} @input=${this.#onInput} @change=${this.#onChange}>
        ${renderAmount(offer, values, faults, messages)}
        ${renderQuantity(offer, values, messages)}
        ${options?.renderInstalments(offer, values, this.#shownAt, messages)}
        ${renderPayer(values, faults, messages)}
        <small>${messages.contribution}</small>
        <button part="submit" aria-disabled=${state.name === 'sending'} @mousedown=${stayInField}>
          ${this.#renderVerb(offer, values, messages)} ${options?.renderTimes(offer, values, messages)}
        </button>
      </form>
      <slot name="after"></slot>
    `;
  }

  protected describeForm(messages: Messages): unknown {
    const { state } = this.#checkout;
    if (this.#isReturning || state.name === 'ready') return nothing;
    const exact = 'error' in state && this.returning?.describeError(state.error.code, messages);
    return exact || messages[state.name];
  }

  protected override renderFallback(messages: Messages): unknown {
    const { state } = this.#checkout;
    if (this.#isReturning || state.name !== 'unavailable') return nothing;
    const retry = html`<button type="button" @click=${this.#retry}>${messages.retry}</button>`;
    return html`${PERMANENT.includes(state.error.code) ? nothing : retry}<slot></slot>`;
  }

  #renderVerb(offer: PricedOffer, values: FormValues, messages: Messages): readonly unknown[] {
    const [verb, verbAndTotal] = messages.submit[offer.kind];
    const total = totalOf(offer, values);
    return total === undefined ? [verb] : fill(verbAndTotal, money(total, messages));
  }

  #shownFaults(offer: PricedOffer, messages: Messages): ReadonlyMap<string, unknown> {
    const { min, max } = boundsOf(offer);
    const places = [money(min, messages), money(max, messages)];
    const shown = [...this.#faults(offer)].filter(([name]) => this.#visited.has(name));
    return new Map(shown.map(([name, fault]) => [name, fill(messages.faults[fault], ...places)]));
  }

  /** By the name of the field. The browser judges what it knows to judge. */
  #faults(offer: PricedOffer): ReadonlyMap<string, FieldFault> {
    const faults = new Map<string, FieldFault>();
    const amount = amountOf(offer, this.#values ?? {});
    if (typeof amount === 'string') faults.set('amount', amount);
    if (this.#form?.email?.validity.valid === false) faults.set('email', 'email');
    return faults;
  }

  /** The page's amount, or none: what to give is the payer's to say. */
  #firstValues({ amountCents }: PricedOffer): FormValues {
    const cents = parseEuros(this.amount);
    if (typeof cents === 'string' || typeof amountCents === 'number') return {};
    return amountCents.suggestions.includes(cents) ? { choice: String(cents) } : { choice: OTHER, amount: this.amount };
  }

  #readValues(): void {
    const form = this.#form;
    if (form) this.#values = Object.fromEntries(new FormData(form)) as FormValues;
    this.requestUpdate();
  }

  async #load(): Promise<void> {
    await this.#checkout.load(this.proxy, this.offer, this.signedOffer);
    if (this.#checkout.state.name === 'unavailable') await this.prepareReturn(); // for the exact words
  }

  async #retry(): Promise<void> {
    await this.#load();
    await this.updateComplete;
    this.focus();
  }

  #onInput({ target }: InputEvent): void {
    const other = this.#form?.querySelector<HTMLInputElement>(`[value=${OTHER}]`);
    if (other && (target as HTMLInputElement).name === 'amount') other.checked = true;
    if (this.#checkout.state.name === 'leaving') this.#checkout.reopen(); // to pay what they now fill in
    this.#readValues();
  }

  #onChange({ target }: Event): void {
    this.#visited.add((target as HTMLInputElement).name);
    this.#readValues();
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { state } = this.#checkout;
    if (state.name === 'leaving') location.assign(state.url); // they had stopped it; the same payment page will do
    if (state.name !== 'ready' && state.name !== 'failed') return;
    const { offer } = state;
    this.#readValues(); // some browsers fill fields in without an event
    const values = this.#values ?? {};
    const total = totalOf(offer, values);
    this.#visited = new Set(['amount', 'email']);
    if (total === undefined || !this.checkValidity()) {
      await this.updateComplete;
      this.#form?.querySelector<HTMLElement>('[aria-invalid=true]:not(fieldset), [aria-invalid=true] input')?.focus();
      return;
    }
    const options = this.#checkout.options?.optionsOf(offer, values, this.#shownAt);
    if (!this.dispatchEvent(new HelloassoSubmitEvent(offer.id, total, options?.instalments ?? 1))) return;
    const { metadata, signedOffer } = this;
    const returnPath = this.returnPath || location.pathname + location.search;
    const request = {
      ...requestOf(offer, values, returnPath),
      ...options,
      ...(metadata && { metadata }),
      ...(signedOffer && { signedOffer }),
    };
    await this.#checkout.pay({ offer, request, draft: values });
  }
}

/** Null where it is not JSON. */
function readJson(text: string): Record<string, string> | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A fault told between the press and the release would move the button from under the pointer, and lose the click. */
function stayInField(event: MouseEvent): void {
  event.preventDefault();
}

declare global {
  interface HTMLElementTagNameMap {
    'helloasso-checkout': HelloassoCheckout;
  }
}
