import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { IDEMPOTENCY_MS } from '../proxy/contract/lifetimes.ts';
import type { Payer, PayerField } from '../proxy/contract/payer.ts';
import type { FormValues } from './core/form-values-shape.ts';
import { pointerReleased } from './core/pointer-released.ts';
import type { PricedOffer } from './core/priced-offer.ts';
import { CheckoutError } from './errors.ts';
import { HelloassoChangeEvent } from './events.ts';
import type { FormContext } from './form/form-context.ts';
import { FormController } from './form/form-controller.ts';
import { payerFieldError, renderAmount, renderQuantity } from './form/form-fields.ts';
import type { FormState } from './form/form-state.ts';
import { amountOf, amountValues, isAsked, OTHER, totalOf } from './form/form-values.ts';
import { renderPayer } from './form/payer-fields.ts';
import { HelloassoElement, TEXT } from './helloasso-element.ts';
import { loadChunk } from './load-chunk.ts';
import { fill } from './messages/format.ts';
import type { FieldErrorName, Messages } from './messages/messages.ts';
import { labelOf, money } from './messages/templates.ts';
import type { Payment } from './payment/index.ts';
import type { ReturnState } from './return/return-state.ts';

/** Drawn by us: a padlock. */
const LOCK = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 7h1V5a4 4 0 0 1 8 0v2h1v8H3zm3 0h4V5a2 2 0 0 0-4 0z" /></svg>`;

/** What the page gives for the fields. */
const INITIAL_VALUES = ['amount', 'amountParameter', 'quantity', 'instalments', 'payer'] as const;

/** Beside `signedoffer`, the usual name of an attribute for `signedOffer`. */
const HYPHENATED: readonly string[] = ['amount-parameter', 'return-path', 'signed-offer'];

/**
 * A payment form that sends the payer to HelloAsso, and shows the outcome when they come back.
 *
 * @attribute {string} proxy - The address of your proxy.
 * @attribute {string} offer - What to pay for: an id of the proxy's offers file. Without it, the only offer of the proxy.
 * @attribute {string} lang - The language of the texts; without it, the nearest ancestor's, else French.
 * @attribute {string} messages - Your own words in place of ours, as JSON by the names in `widget/messages/messages.ts`.
 * @attribute {string} amount - An amount to begin with, in euros as a person writes them.
 * @attribute {string} amount-parameter - The parameter of the page's address that may say the amount: `montant` for `?montant=20`.
 * @attribute {string} quantity - A quantity to begin with.
 * @attribute {string} instalments - A number of payments to begin with.
 * @attribute {string} payer - What the page knows of the payer, as JSON.
 * @attribute {string} metadata - What your own system finds again with the payment, as JSON, under keys that the offer declares.
 * @attribute {string} signed-offer - A price that your own server has signed, as a JWT.
 * @attribute {string} return-path - Path and query of the page that shows the outcome; without it, this page.
 * @attribute {'auto' | 'light' | 'dark'} theme - Light or dark, whatever the page is; without it, and by `auto`, as the page's
 *   `color-scheme` says.
 * @attribute {boolean} debug - Shows the page's author what is wrong with the page. On localhost it is on by itself.
 * @slot - Shown when the form cannot work: a link to a page that works without it.
 * @slot heading - Replaces the heading, which is the name of the offer.
 * @slot before - Between the heading and the form.
 * @slot after - Below the form.
 * @fires {HelloassoReadyEvent} helloasso-ready - The offer is loaded and the form can be used.
 * @fires {HelloassoChangeEvent} helloasso-change - The payer has chosen or typed something.
 * @fires {HelloassoSubmitEvent} helloasso-submit - The payer has filled in the form without an error; cancel it to send nothing, or
 *   let it wait for a promise.
 * @fires {HelloassoRedirectEvent} helloasso-redirect - The checkout is ready; cancel it to open `url` yourself.
 * @fires {HelloassoErrorEvent} helloasso-error - Loading, sending or verifying has failed; the form shows it to the payer.
 * @fires {HelloassoOutcomeEvent} helloasso-outcome - The proxy has verified a payer's return.
 * @csspart card - The box around everything.
 * @csspart heading - The name of the offer.
 * @csspart label - The name of a field, and the legend of a group of fields.
 * @csspart amounts - The grid of suggested amounts; `amount` is each of them, `amount-chosen` the chosen one.
 * @csspart amount - A suggested amount.
 * @csspart amount-chosen - The chosen amount.
 * @csspart price - The price, where the payer cannot choose it.
 * @csspart option - Another choice: a number of payments, a company; `option-chosen` is the chosen one.
 * @csspart option-chosen - The chosen number of payments.
 * @csspart tax - What a gift costs after tax.
 * @csspart input - The box that a payer types into, or a list.
 * @csspart input-invalid - The field of an amount that is wrong.
 * @csspart error - What is wrong with a field.
 * @csspart secure - The sentence about HelloAsso beside the padlock.
 * @csspart submit - The submit button.
 * @csspart button - Every other button.
 * @csspart status - What is under way, or a failure with its icon.
 * @csspart outcome - The outcome of a payment.
 * @cssproperty [--helloasso-checkout-block-size] - The least height of the element, so that the page below does not move when its
 *   content comes or changes: the height that your form has in the end. By itself it fits a gift with three suggested amounts.
 * @cssproperty [--helloasso-checkout-accent=#4c40cf] - Colour of the button, the choices and the links.
 * @cssproperty [--helloasso-checkout-accent-text] - Colour of the button's text; without it white or black, whichever can be read.
 * @cssproperty [--helloasso-checkout-surface=Canvas] - Background of the element. With a dark one, set `theme="dark"` too.
 * @cssproperty [--helloasso-checkout-text=CanvasText] - Colour of the text.
 * @cssproperty [--helloasso-checkout-border] - Colour of the lines around the element and between its parts.
 * @cssproperty [--helloasso-checkout-radius=0.5em] - Radius of the corners of fields; the element has twice as much.
 * @cssproperty [--helloasso-checkout-font=system-ui, sans-serif] - Font family.
 * @cssproperty [--helloasso-checkout-spacing=1em] - Space between the parts of the form.
 */
export class HelloassoCheckout extends HelloassoElement {
  /** HTML lowers the names of attributes: `signedOffer="…"` in a page is `signedoffer`, the one that Lit reads. */
  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit's getter registers the properties of the class that it is called on
    return [...super.observedAttributes, ...HYPHENATED];
  }

  static override properties: PropertyDeclarations = {
    offer: TEXT,
    amount: TEXT,
    amountParameter: TEXT,
    quantity: TEXT,
    instalments: TEXT,
    payer: TEXT,
    metadata: TEXT,
    signedOffer: TEXT,
    returnPath: TEXT,
    amountCents: { attribute: false, noAccessor: true },
  };

  /** What to pay for: an id of the proxy's offers file. Without it, the only offer of the proxy. */
  offer = '';

  /** An amount to begin with, in euros as a person writes them. */
  amount: number | string = '';

  /** The parameter of the page's address that may say the amount: `montant` for `?montant=20`. */
  amountParameter = '';

  /** A quantity to begin with. */
  quantity: number | string = '';

  /** A number of payments to begin with. */
  instalments: number | string = '';

  /** What the page knows of the payer, or JSON of it: prefill of what the form asks, and of HelloAsso's page for the rest. */
  payer: Payer | string = '';

  /** What your own system finds again with the payment: texts under keys that the offer declares, or JSON of them. */
  metadata: Readonly<Record<string, string>> | string = '';

  /** A price that your own server has signed, as a JWT: for carts. It takes the place of the offer's own price. */
  signedOffer = '';

  /** Path and query of the page that shows the outcome; without it, this page. */
  returnPath = '';

  readonly #form = new FormController(this);
  #payment: Payment | undefined;
  /** What the fields contain; `undefined` until there is an offer to fill them for. */
  #values: FormValues | undefined;
  /** The offer that they were filled for. */
  #filledFor: string | undefined;
  /** The text fields that contain what the program gave them. A redraw never writes to them: it would change what is typed. */
  #written = new WeakSet<HTMLInputElement>();
  /** Fields that the payer has changed: the page no longer does. */
  #touched = new Set<string>();
  /** Fields that the payer is changing. */
  #changing = new Set<string>();
  /** Fields that the payer has changed and left: only these may show an error. */
  #left = new Set<string>();
  /** Whether the whole form may be drawn, not only its first part. Stays true: later forms are drawn at once. */
  #isWhole = false;
  /** Whether messages beside fields are announced as they come. */
  #isAnnounced = true;

  /**
   * Where the element is: with the payer's return while it takes the place of the form, else with the form.
   * @type {'loading' | 'unavailable' | 'ready' | 'sending' | 'leaving' | 'failed' | 'verifying' | 'verified' | 'unverified'}
   */
  get state(): FormState['name'] | ReturnState['name'] {
    return (this.#isReturning && this.returns?.state.name) || this.#form.state.name;
  }

  /** What the payer would pay, in cents, once there is an amount. Set it to choose another, where the payer may. */
  get amountCents(): number | undefined {
    const { offer } = this.#form;
    return offer && totalOf(offer, this.#values);
  }

  set amountCents(cents: number | undefined) {
    if (!cents) return;
    this.amount = String(cents / 100);
    const rule = this.#form.offer?.amountCents;
    if (typeof rule !== 'object') return;
    this.#form.stop(); // to pay what it is now
    this.#fill(); // the other fields first
    this.#write(amountValues(cents, rule));
  }

  /** Whether the page gives values for the fields. @internal */
  get hasInitialValues(): boolean {
    return INITIAL_VALUES.some((name) => this[name]);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(HYPHENATED.includes(name) ? name.replace('-', '') : name, old, value);
  }

  get #formElement(): HTMLFormElement | null {
    return this.shadowRoot?.querySelector('form') ?? null;
  }

  get #fields(): readonly HTMLInputElement[] {
    return [...(this.#formElement?.elements ?? [])] as HTMLInputElement[];
  }

  /** Whether a return takes the place of the form. */
  get #isReturning(): boolean {
    return this.isReturnLost || this.returns?.allowsForm === false;
  }

  protected override get error(): CheckoutError | undefined {
    const { state } = this.#form;
    return super.error ?? (!this.#isReturning && 'error' in state ? state.error : undefined);
  }

  /** Does what the button does, once what the page has set is on screen. */
  async submit(): Promise<void> {
    await this.updateComplete;
    this.#formElement?.requestSubmit();
  }

  /** Empties the form and ends a return. */
  reset(): void {
    this.returns?.reset();
    this.#form.stop();
    this.empty();
  }

  /** Empties the form, and leaves a return as it is. @internal */
  empty(): void {
    this.#values = undefined;
    this.#written = new WeakSet();
    this.#left = new Set();
    this.requestUpdate();
  }

  /** Moves focus to the first field. */
  override focus(options?: FocusOptions): void {
    this.shadowRoot?.querySelector<HTMLElement>('input, select, button')?.focus(options);
  }

  /** Whether the form could be sent as it is. Shows nothing. */
  checkValidity(): boolean {
    const { offer } = this.#form;
    return this.#isWhole && offer !== undefined && !this.#isReturning && this.#errors(offer).size === 0;
  }

  protected override async loadChunks(): Promise<void> {
    const load = () => import('./payment/index.ts');
    const [{ Payment }] = await Promise.all([loadChunk(load, 'payment', this.proxy), super.loadChunks()]);
    this.#payment ??= new Payment();
    void this.#payment.complete(this.#form, this, this.#touched);
  }

  /** The box keeps the height of the form from the start, so that the page below does not move when the form comes. */
  protected override createRenderRoot(): HTMLElement {
    const box = super.createRenderRoot().appendChild(document.createElement('div'));
    box.className = 'reserved';
    return box;
  }

  /** The start of the script, the first part of the form and the rest are separate tasks: one would block a slow phone for too long. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated && !this.#isWhole) {
      await new Promise((resolve) => setTimeout(resolve));
      this.#isWhole = this.#formElement !== null;
    }
    super.scheduleUpdate();
    if (!this.#isWhole && this.#formElement) this.requestUpdate();
  }

  /** After the form's controller, which may have an offer at once. */
  protected override update(changed: PropertyValues): void {
    const isFilled = this.#values !== undefined;
    this.#fill();
    if (isFilled && INITIAL_VALUES.some((name) => changed.has(name))) void this.#fillUntouched();
    super.update(changed);
  }

  /** Writes into each text field once, and again after the program has changed its value. */
  protected override updated(): void {
    for (const field of this.#fields) {
      if (!field.matches('input:not([type=radio], [type=checkbox])') || this.#written.has(field)) continue;
      field.value = this.#values?.[field.name as keyof FormValues] ?? '';
      this.#written.add(field);
    }
  }

  protected override renderForm(messages: Messages): unknown {
    const { state, offer, onDemand, address, frame } = this.#form;
    if (this.#isReturning || !offer) return nothing;
    const values = this.#values ?? {};
    const errors = new Map([...this.#errors(offer)].filter(([name]) => this.#left.has(name)));
    const refused = this.#payment?.refusedNames(values, this.#left) ?? [];
    const hints = new Map(refused.map((name) => [name, this.returns?.withMessages(messages).nameHint ?? '']));
    const context: FormContext = { offer, values, errors, hints, isAnnounced: this.#isAnnounced, messages };
    // The button takes no focus from a pointer: an error of the field that has it is announced, not moved to.
    const rest = () => html`
        ${onDemand?.renderTax(context)}
        ${renderQuantity(context)}
        ${onDemand?.renderInstalments(context)}
        ${renderPayer(context, onDemand?.renderCompany(context))}
        ${address?.renderAddress(context)}
        <small part="secure">${LOCK}<span>${messages.contribution}</span></small>
        ${
          frame?.renderLink(this.#form, this, this.returns?.withMessages(messages)) ??
          html`<button part="submit" aria-disabled=${state.name === 'sending'} @mousedown=${(event: Event) => event.preventDefault()}>
            ${this.#renderVerb(context)}${onDemand?.renderCount(context)}
          </button>`
        }`;
    const below = () => html`${onDemand?.renderMonthly(context)}<slot name="after" dir="auto"></slot>`;
    return html`
      <slot name="heading" dir="auto"><h2 part="heading">${labelOf(offer, messages)}</h2></slot>
      ${offer.mode === 'test' ? html`<p><mark>${messages.test}</mark> <small>${messages.testMeans}</small></p>` : nothing}
      <slot name="before" dir="auto"></slot>
      <form novalidate @submit=${this.#onSubmit} @focusin=${this.loadPaymentFlow} @pointerdown=${this.#markKeyboard} @keydown=${this.#markKeyboard}
        @input=${this.#onInput} @change=${this.#onLeave} @focusout=${this.#onLeave}>
        ${renderAmount(context)}
        ${this.#isWhole ? rest() : nothing}
      </form>
      ${this.#isWhole ? below() : nothing}
    `;
  }

  protected override describeForm(messages: Messages): string {
    const { state, frame } = this.#form;
    if (this.#isReturning || state.name === 'ready') return '';
    if ('error' in state) return this.returns?.describeError(state.error, messages) ?? '';
    if (state.name === 'loading' || (state.name === 'sending' && !state.isSlow)) return messages[state.name];
    return (
      this.returns?.withMessages(messages)[state.name === 'sending' ? 'slow' : frame ? 'leavingFrame' : 'leaving'] ?? ''
    );
  }

  /** Below a form that has failed, or that could not come: another try, and the page's own way out. */
  protected override renderFallback(messages: Messages): unknown {
    const { state } = this.#form;
    if (this.#isReturning) return nothing;
    const { error } = this;
    const isShut = state.name === 'unavailable';
    const isHopeless = error && this.returns?.isHopeless(error.code);
    return html`
      ${isShut && !isHopeless ? this.returns?.renderRetry(() => this.#form.load(), messages) : nothing}
      ${this.chunkFailed || isShut || isHopeless || error?.code === 'unreachable' ? html`<slot dir="auto"></slot>` : nothing}
    `;
  }

  #renderVerb({ offer, values, messages }: FormContext): readonly unknown[] {
    const [verb, verbAndTotal] = messages[`submit-${offer.kind}`] ?? messages['submit-payment']; // a newer proxy's kind
    const total = totalOf(offer, values);
    return total === undefined ? [verb] : fill(verbAndTotal, money(total, messages));
  }

  /** Fills the values for a new offer: with what was typed before a payment, else with what the page gives. */
  #fill(): void {
    const { offer } = this.#form;
    if (!offer) return;
    if (offer.id !== this.#filledFor) this.empty();
    this.#filledFor = offer.id;
    if (this.#values) return;
    const draft = this.returns?.readDraft(offer.id);
    this.#touched = new Set(Object.keys(draft ?? {}));
    this.#values = draft ?? this.#form.onDemand?.initialValues(offer, this) ?? {};
  }

  /** Frameworks set properties late: what the page gives counts for the fields that the payer has not touched. */
  async #fillUntouched(): Promise<void> {
    const { offer } = this.#form;
    if (!offer) return;
    const values = await this.#form.initialValues(offer, this);
    this.#write(Object.fromEntries(Object.entries(values).filter(([name]) => !this.#touched.has(name))));
  }

  /** Puts other values into some of the fields. */
  #write(values: FormValues): void {
    this.#values = { ...this.#values, ...values };
    for (const field of this.#fields) if (field.name in values) this.#written.delete(field);
    this.requestUpdate();
  }

  /** By the name of the field. */
  #errors(offer: PricedOffer): ReadonlyMap<string, FieldErrorName> {
    const errors = new Map<string, FieldErrorName>();
    const amount = amountOf(offer, this.#values);
    if (typeof amount === 'string') errors.set('amount', amount);
    for (const field of this.#fields) {
      const error = isAsked(offer.payer, field.name as PayerField) && payerFieldError(field);
      if (error) errors.set(field.name, error);
    }
    return errors;
  }

  #readValues(): void {
    const form = this.#formElement;
    if (form) {
      const unchecked = form.querySelector('[name=isCompany]') && { isCompany: undefined };
      this.#values = { ...this.#values, ...unchecked, ...Object.fromEntries(new FormData(form)) } as FormValues;
    }
    this.requestUpdate();
  }

  #onInput({ target }: InputEvent): void {
    const other = this.#formElement?.querySelector<HTMLInputElement>(`[value=${OTHER}]`);
    const { name } = target as HTMLInputElement;
    if (other && name === 'amount') other.checked = true;
    this.#changing.add(name);
    this.#touched.add(name);
    if (name === 'choice' || name === 'amount') this.#touched.add('choice').add('amount');
    this.#left.delete(name === 'choice' ? 'amount' : name);
    const { state } = this.#form;
    if (state.name === 'sending' || state.name === 'leaving') this.#form.stop(); // to pay what they now fill in
    this.#readValues();
    this.dispatchEvent(new HelloassoChangeEvent(this.amountCents));
  }

  /** A field is left or its change is complete: both, because browsers report no change of a field that contains again what it did. */
  async #onLeave({ target }: Event): Promise<void> {
    const { name } = target as HTMLInputElement;
    if (!this.#changing.delete(name)) return;
    this.#isAnnounced = true;
    this.#readValues();
    const left = this.#left;
    await pointerReleased();
    left.add(name);
    this.requestUpdate();
  }

  /** WebKit does not count a radio button that arrow keys reach as `:focus-visible`. */
  #markKeyboard({ type }: Event): void {
    this.#formElement?.classList.toggle('keyboard', type === 'keydown');
    if (type === 'pointerdown') void this.loadPaymentFlow();
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { state } = this.#form;
    if (state.name === 'leaving' && Date.now() - state.leftAt < IDEMPOTENCY_MS) {
      return this.#form.open(state.url); // the payer has stopped it; the same payment page still works
    }
    if (state.name === 'sending' || !('offer' in state)) return;
    const { offer } = state;
    this.#readValues(); // some browsers fill fields in without an event
    this.#left = new Set(['amount', ...this.#fields.map(({ name }) => name)]);
    const errors = this.#errors(offer);
    const group = this.#values?.choice !== OTHER && 'choice';
    const wrong = this.#fields.find(({ name }) => errors.has(name === group ? 'amount' : name));
    if (!this.checkValidity()) {
      this.#isAnnounced = wrong === this.shadowRoot?.activeElement; // else focus moves there, and it is read
      await this.updateComplete;
      wrong?.focus();
      return;
    }
    const signal = this.#form.startSending(offer);
    await this.loadPaymentFlow();
    if (signal.aborted) return;
    if (!this.#payment || !this.returns) {
      const error = CheckoutError.from(new TypeError('chunk'));
      return this.#form.enter({ name: 'failed', offer, error });
    }
    const values = this.#values ?? {};
    const submission = { offer, values, plan: this.#form.onDemand?.planRequest(offer, values), page: this };
    await this.#payment.submit(submission, { host: this, previous: this.returns, form: this.#form, signal });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'helloasso-checkout': HelloassoCheckout;
  }
}
