import { html, nothing } from 'lit/html.js';
import type { Payer, PayerField } from '../proxy/contract/payer.ts';
import { CheckoutController, type CheckoutState } from './checkout-controller.ts';
import { type Remarks, renderAmount, renderPayer, renderQuantity } from './checkout-fields.ts';
import { HelloassoChangeEvent } from './events.ts';
import { amountOf, chosen, type FormValues, OTHER, totalOf } from './form-values.ts';
import { HelloassoElement } from './helloasso-element.ts';
import type { FieldFault, Messages } from './messages.ts';
import type { PricedOffer } from './priced-offer.ts';
import type { ReturnState } from './return-controller.ts';
import { describeFault, fill, labelOf, money } from './wording.ts';

/**
 * A payment form that sends the payer to HelloAsso, and tells them the outcome when they come back.
 *
 * @attribute {string} proxy - The address of your proxy.
 * @attribute {string} offer - What to pay for: an id of the proxy's catalogue. Without it, the only offer that there is.
 * @attribute {string} lang - The language of the texts; without it, the nearest ancestor's, else French.
 * @attribute {string} messages - Your own words in place of ours, as JSON by the names in `widget/messages.ts`.
 * @attribute {string} amount - An amount to begin with, in euros as a person writes them.
 * @attribute {string} amount-parameter - The parameter of the page's address that may say the amount: `montant` for `?montant=20`.
 * @attribute {string} quantity - A quantity to begin with.
 * @attribute {string} instalments - A number of payments to begin with.
 * @attribute {string} payer - What the page knows of the payer, as JSON.
 * @attribute {string} metadata - What your own system wants to find again, as JSON, under keys that the offer declares.
 * @attribute {string} signed-offer - A price that your own server has signed, as a JWT.
 * @attribute {string} return-path - Path and query of the page that shows the outcome; without it, this page.
 * @attribute {boolean} debug - Explains to the webmaster what is wrong with the page. On localhost it is on by itself.
 * @slot - Shown when the form cannot work: a link to a page that works without it.
 * @slot heading - Replaces the heading, which is the name of the offer.
 * @slot before - Between the heading and the form.
 * @slot after - Below the form.
 * @fires {HelloassoReadyEvent} helloasso-ready - The offer is loaded and the form can be used.
 * @fires {HelloassoChangeEvent} helloasso-change - The payer has chosen or typed something.
 * @fires {HelloassoSubmitEvent} helloasso-submit - The payer has filled in the form without a fault; cancel it to send nothing, or
 *   let it wait for a promise.
 * @fires {HelloassoRedirectEvent} helloasso-redirect - The checkout is ready; cancel it to open `url` yourself.
 * @fires {HelloassoErrorEvent} helloasso-error - Loading, sending or verifying has failed; the payer has been told.
 * @fires {HelloassoOutcomeEvent} helloasso-outcome - The proxy has verified a payer's return.
 * @csspart submit - The submit button.
 * @cssproperty [--helloasso-checkout-block-size] - The least height of the element, so that the page below does not move when its
 *   content comes or changes: the height that your form has in the end. By itself it fits a gift with three suggested amounts.
 * @cssproperty [--helloasso-checkout-accent=#4c40cf] - Colour of the button, the choices and the links. The button's text is
 *   white: choose a colour that carries it (4.5:1).
 */
export class HelloassoCheckout extends HelloassoElement {
  static override attributes = [
    ...HelloassoElement.attributes,
    'offer',
    'amount',
    'amount-parameter',
    'quantity',
    'instalments',
    'payer',
    'metadata',
    'signed-offer',
    'return-path',
  ];

  /** What to pay for: an id of the proxy's catalogue. Without it, the only offer that there is. */
  offer = '';

  /** An amount to begin with, in euros as a person writes them. */
  amount: number | string = '';

  /** The parameter of the page's address that may say the amount: `montant` for `?montant=20`. */
  amountParameter = '';

  /** A quantity to begin with. */
  quantity: number | string = '';

  /** A number of payments to begin with. */
  instalments: number | string = '';

  /** What the page knows of the payer, or JSON of it: to fill in what the form asks, and to tell HelloAsso the rest. */
  payer: Payer | string = '';

  /** What your own system wants to find again with the payment: texts under keys that the offer declares, or JSON of it. */
  metadata: Readonly<Record<string, string>> | string = '';

  /** A price that your own server has signed, as a JWT: for carts. It takes the place of the offer's own price. */
  signedOffer = '';

  /** Path and query of the page that shows the outcome; without it, this page. */
  returnPath = '';

  readonly #checkout = new CheckoutController(this);
  /** What the fields hold; undefined until there is an offer to fill them for. */
  #values: FormValues | undefined;
  /** The offer that they were filled for. */
  #filledFor: string | undefined;
  /** The text fields that hold what the program gave them: no redraw writes to them, as that rewrites what a person types. */
  #written = new WeakSet<HTMLInputElement>();
  /** Fields that the payer has changed and left: only these may show a fault. */
  #visited = new Set<string>();
  /** Whether remarks are spoken as they come. */
  #isAloud = true;

  /**
   * Where the element stands: the payer's return while it takes the place of the form, else the form.
   * @type {'loading' | 'unavailable' | 'ready' | 'sending' | 'leaving' | 'failed' | 'verifying' | 'verified' | 'unverified'}
   */
  get state(): CheckoutState['name'] | ReturnState['name'] {
    return (this.#isReturning && this.returning?.state.name) || this.#checkout.state.name;
  }

  /** Whether the page says what the form holds at first. @internal */
  get hasWishes(): unknown {
    return this.amount || this.amountParameter || this.quantity || this.instalments || this.payer;
  }

  /** What the payer would pay, in cents, once there is an amount. Set it to choose another, where the payer may. */
  get amountCents(): number | undefined {
    const { offer } = this.#checkout;
    return offer && totalOf(offer, this.#values);
  }

  set amountCents(cents: number | undefined) {
    if (!cents) return;
    this.amount = String(cents / 100);
    const rule = this.#checkout.offer?.amountCents;
    if (typeof rule !== 'object') return;
    this.#checkout.stop(); // to pay what it is now
    this.willUpdate(); // the other fields first
    this.#values = { ...this.#values, ...chosen(cents, rule) };
    this.#written = new WeakSet();
  }

  get #form(): HTMLFormElement | null {
    return this.renderRoot.querySelector('form');
  }

  /** Whether a return takes the place of the form. */
  get #isReturning(): boolean {
    return this.isIncomplete || this.returning?.allowsForm === false;
  }

  /** Does what the button does, once what the page has set is on screen. */
  async submit(): Promise<void> {
    await this.updateComplete;
    this.#form?.requestSubmit();
  }

  /** Empties the form and ends a return. */
  reset(): void {
    this.returning?.reset();
    this.#checkout.stop();
    this.empty();
  }

  /** Empties the form, and leaves a return as it is. @internal */
  empty(): void {
    this.#values = undefined;
    this.#written = new WeakSet();
    this.#visited.clear();
    this.requestUpdate();
  }

  /** Moves focus to the first field. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('input, select, button')?.focus(options);
  }

  /** Whether the form could be sent as it is. Shows nothing. */
  checkValidity(): boolean {
    const { offer } = this.#checkout;
    return offer !== undefined && !this.#isReturning && this.#faults(offer).size === 0;
  }

  protected override willUpdate(): void {
    this.#checkout.follow();
    const { offer, options } = this.#checkout;
    if (!offer) return;
    if (offer.id !== this.#filledFor) this.empty();
    this.#filledFor = offer.id;
    this.#values ??= this.returning?.draftFor(offer.id) ?? options?.firstValues(offer, this) ?? {};
  }

  /** Writes into each text field once, and again after the program has changed the values. */
  protected override updated(): void {
    for (const field of this.#fields) {
      if (!field.matches('input:not([type=radio], [type=checkbox])') || this.#written.has(field)) continue;
      field.value = this.#values?.[field.name as keyof FormValues] ?? '';
      this.#written.add(field);
    }
  }

  protected override renderForm(texts: Messages): unknown {
    const { state, offer, options, address } = this.#checkout;
    if (this.#isReturning || !offer) return nothing;
    const values = this.#values ?? {};
    const messages = address?.withAddress(texts) ?? texts;
    const remarks = this.#remarks(offer, messages);
    // The button takes no focus from a pointer: a fault told on leaving a field could move it away between press and release.
    return html`
      <slot name="heading" dir="auto"><h2>${labelOf(offer, messages)}</h2></slot>
      ${options?.renderTest(offer, messages)}
      <slot name="before" dir="auto"></slot>
      <form novalidate @submit=${this.#onSubmit} @focusin=${this.prepareReturn} @pointerdown=${this.prepareReturn} @input=${this.#onInput} @change=${this.#onChange}>
        ${renderAmount(offer, values, remarks, messages)}
        ${options?.renderTax(offer, values, messages)}
        ${renderQuantity(offer, values, messages)}
        ${options?.renderInstalments(offer, values, messages)}
        ${renderPayer(offer, values, remarks, messages, options)}
        ${address?.renderAddress(offer.payer, values, remarks, messages)}
        <small>${messages.contribution}</small>
        <button part="submit" aria-disabled=${state.name === 'sending'} @mousedown=${(event: Event) => event.preventDefault()}>
          ${this.#renderVerb(offer, values, messages)}${options?.renderTimes(offer, values, messages)}
        </button>
      </form>
      <slot name="after" dir="auto"></slot>
    `;
  }

  protected override describeForm(messages: Messages): string {
    const { state } = this.#checkout;
    if (this.returning) return this.returning.describeForm(state, messages);
    return messages[state.name as 'loading' | 'sending'] ?? ''; // there are no words yet for the others
  }

  protected override renderFallback(messages: Messages): unknown {
    const { state } = this.#checkout;
    if (this.returning) return this.returning.renderWayOut(state, () => this.#checkout.load(), messages);
    const isShut = this.isBare || state.name === 'unavailable';
    return isShut && !this.#isReturning ? html`<slot dir="auto"></slot>` : nothing;
  }

  #renderVerb(offer: PricedOffer, values: FormValues, messages: Messages): readonly unknown[] {
    const [verb, verbAndTotal] = messages[`submit-${offer.kind}`];
    const total = totalOf(offer, values);
    return total === undefined ? [verb] : fill(verbAndTotal, money(total, messages));
  }

  #remarks(offer: PricedOffer, messages: Messages): Remarks {
    const shown = [...this.#faults(offer)].filter(([name]) => this.#visited.has(name));
    const { returning } = this;
    return {
      faults: new Map(shown.map(([name, fault]) => [name, describeFault(fault, offer, messages)])),
      advice: returning?.adviseOnNames(this.#values, this.#visited, messages),
      isAloud: this.#isAloud,
    };
  }

  /** By the name of the field. The browser judges what it knows to judge. */
  #faults(offer: PricedOffer): ReadonlyMap<string, FieldFault> {
    const faults = new Map<string, FieldFault>();
    const amount = amountOf(offer, this.#values);
    if (typeof amount === 'string') faults.set('amount', amount);
    for (const { name, validity } of this.#fields) {
      if (!validity.valid) faults.set(name, validity.valueMissing ? `required-${name as PayerField}` : 'email');
    }
    return faults;
  }

  get #fields(): readonly HTMLInputElement[] {
    return [...(this.#form?.elements ?? [])] as HTMLInputElement[];
  }

  #readValues(): void {
    const form = this.#form;
    if (form) {
      const unchecked = form.querySelector('[name=isCompany]') && { isCompany: undefined };
      this.#values = { ...this.#values, ...unchecked, ...Object.fromEntries(new FormData(form)) } as FormValues;
    }
    this.requestUpdate();
  }

  #onInput({ target }: InputEvent): void {
    const other = this.#form?.querySelector<HTMLInputElement>(`[value=${OTHER}]`);
    const { name } = target as HTMLInputElement;
    if (other && name === 'amount') other.checked = true;
    this.#visited.delete(name === 'choice' ? 'amount' : name);
    const { state } = this.#checkout;
    if (state.name === 'sending' || state.name === 'leaving') this.#checkout.stop(); // to pay what they now fill in
    this.#readValues();
    this.dispatchEvent(new HelloassoChangeEvent(this.amountCents));
  }

  #onChange({ target }: Event): void {
    this.#isAloud = true;
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
    this.#visited = new Set(['amount', ...this.#fields.map(({ name }) => name)]);
    if (!this.checkValidity()) {
      this.#isAloud = false;
      await this.updateComplete;
      this.#form?.querySelector<HTMLElement>('[aria-invalid=true]:not(fieldset), [aria-invalid=true] input')?.focus();
      return;
    }
    const values = this.#values ?? {};
    await this.#checkout.pay({ offer, values, plan: this.#checkout.options?.optionsOf(offer, values), page: this });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'helloasso-checkout': HelloassoCheckout;
  }
}
