/** What comes after the first field: a file of its own, loaded when a payer enters the form, may be coming back, or meets a failure. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckoutOutcome } from '../proxy/contract/checkout.ts';
import type { CheckoutState } from './checkout-controller.ts';
import { adoptStyles, type Component, type Controller } from './component.ts';
import { type Departure, depart, RequestKey } from './departure.ts';
import { CheckoutError } from './errors.ts';
import { isHopeless } from './failures.ts';
import { totalOf } from './form-values.ts';
import { readDraft, readLastCheckout, saveDraft, saveLastCheckout } from './last-checkout.ts';
import type { Messages, ReturnTopic } from './messages.ts';
import { renewedOffer } from './renewed-offer.ts';
import { claimReturn, forgetReturn, giveBackReturn, type Return } from './return.ts';
import { returnStyles } from './return-styles.ts';
import { describeReturn, renderRetry, renderReturn } from './return-view.ts';
import { adviseOnNames, describeForm } from './sentences.ts';
import { HelloassoSubmitEvent } from './submit-event.ts';
import { ask, findPaidAttempt, mayPayAfter, type Question, verify } from './verification.ts';
import type { WrittenElement } from './webmaster.ts';
import { WebmasterAdvice } from './webmaster-advice.ts';

/** By then a payer who has pressed the button wonders. */
const SLOW_MS = 4_000;

export type ReturnState =
  | { readonly name: 'none' }
  | { readonly name: 'verifying'; readonly returned: Return }
  | {
      readonly name: 'verified';
      readonly returned: Return;
      readonly outcome: CheckoutOutcome;
      readonly topic: ReturnTopic;
      /** Whether the outcome is being asked for again. */
      readonly isPolling: boolean;
    }
  | { readonly name: 'unverified'; readonly returned: Return; readonly error: CheckoutError };

/** An element that can show a return: that of its offer, or without a form that of any. */
export interface ReturnHost extends Component, WrittenElement {
  /** Empties its form. */
  empty?(): void;
}

/** Sends a payer to HelloAsso, and receives who comes back: up to the outcome that the proxy has verified. */
export class ReturnController implements Controller {
  readonly host: ReturnHost;
  /** What there is to say in the form by now: the words came with this file. */
  readonly adviseOnNames = adviseOnNames;
  readonly draftFor = readDraft;
  readonly #webmaster: WebmasterAdvice;
  readonly #requestKey = new RequestKey();
  #state: ReturnState = { name: 'none' };
  #verification = new AbortController();
  /** The heading and the failure that were shown last. */
  #heading: Element | null = null;
  #failure: Element | null = null;
  #isToldAloud = false;
  /** What held the focus before the last drawing, and whether a drawing has taken it away. */
  #focused: Element | null = null;
  #owesFocus = false;
  /** Whether the payer has read that nobody can tell, and means to pay all the same. */
  #goesOn = false;

  constructor(host: ReturnHost) {
    this.host = host;
    this.#webmaster = new WebmasterAdvice(host);
    adoptStyles(host.renderRoot, returnStyles);
    tellEveryChange(host.renderRoot);
    host.addController(this);
  }

  get state(): ReturnState {
    return this.#state;
  }

  /** Whether the outcome is spoken, because focus stays where the visitor is busy. */
  get isToldAloud(): boolean {
    return this.#isToldAloud;
  }

  /** The last outcome that the proxy has verified. */
  get outcome(): CheckoutOutcome | undefined {
    return this.#state.name === 'verified' ? this.#state.outcome : undefined;
  }

  /** Whether the payer may fill in the form. */
  get allowsForm(): boolean {
    return this.#state.name === 'none' || (this.#state.name === 'verified' && mayPayAfter(this.#state.topic));
  }

  hostConnected(): void {
    if (this.#state.name === 'none') void claimReturn(this);
  }

  hostDisconnected(): void {
    this.#verification.abort();
    const state = this.#state;
    const isOpen = state.name === 'verifying' || (state.name === 'verified' && state.isPolling);
    giveBackReturn(this, isOpen ? state.returned : undefined);
    if (isOpen) this.#enter({ name: 'none' });
  }

  /**
   * Moves focus to what the payer is told, unless they are busy in a field, and to the form where a control that had focus is
   * gone. A failure to send is only brought into view.
   */
  hostUpdated(): void {
    const root = this.host.renderRoot;
    const failure = root.querySelector('.failed');
    if (failure !== this.#failure) failure?.scrollIntoView({ block: 'nearest' });
    this.#failure = failure;
    if (this.#focused && !this.#focused.isConnected) this.#owesFocus = true;
    const heading = root.querySelector<HTMLElement>('.return h2');
    if (heading && heading !== this.#heading) this.#tell(heading);
    else if (this.#owesFocus && isNowhere(document.activeElement)) this.host.focus({ preventScroll: true });
    this.#heading = heading;
    this.#owesFocus &&= isNowhere(document.activeElement);
  }

  #tell(heading: HTMLElement): void {
    this.#isToldAloud = isBusyInField();
    if (this.#isToldAloud) {
      this.host.requestUpdate();
      return;
    }
    heading.focus({ preventScroll: true });
    heading.closest('section')?.scrollIntoView({ block: 'nearest' });
  }

  /** Sends the payer to HelloAsso, unless the last payment of this tab may have been made: then they are told of that one. */
  async depart(departure: Departure, signal: AbortSignal, enter: (state: CheckoutState) => void): Promise<void> {
    const { offer } = departure;
    this.#isToldAloud = false;
    const slow = setTimeout(() => enter({ name: 'sending', offer, isSlow: true }), SLOW_MS);
    signal.addEventListener('abort', () => clearTimeout(slow));
    try {
      const isWanted = await this.#isWanted(departure);
      if (signal.aborted) return;
      if (!isWanted) return enter({ name: 'ready', offer });
      const paid = this.#goesOn ? undefined : await findPaidAttempt(this.host.proxy, offer.id);
      if (signal.aborted) return;
      if (paid) {
        this.#follow(paid);
        enter({ name: 'ready', offer });
      } else {
        await depart(this.host, departure, this.#requestKey, signal, enter);
        this.#goesOn = false;
      }
    } catch (cause) {
      if (signal.aborted) return;
      const error = CheckoutError.from(cause);
      if (error.code === 'signed-offer-expired') saveDraft(offer.id, departure.values); // the page must be loaded anew
      const renewed = await renewedOffer(this.host, offer, error);
      if (!signal.aborted) enter({ name: 'failed', offer: renewed, error });
    } finally {
      clearTimeout(slow);
    }
  }

  /** Whether the page lets the payment go on. */
  async #isWanted({ offer, values, plan }: Departure): Promise<boolean> {
    const submission = new HelloassoSubmitEvent(offer.id, totalOf(offer, values) ?? 0, plan?.instalments ?? 1);
    return this.host.dispatchEvent(submission) && (await submission.consent());
  }

  /** Asks the proxy what became of a checkout. Only the latest call lands. */
  receiveReturn(returned: Return): void {
    this.#follow(ask(this.host.proxy, returned));
  }

  /** Asks once more about the same return. */
  verifyAgain(): void {
    if (this.#state.name !== 'none') this.receiveReturn(this.#state.returned);
  }

  /** Ends a return of which nobody can tell the outcome: the payer goes on. */
  backToForm(): void {
    this.#goesOn = true;
    this.#dismiss();
  }

  /** Ends the return, and forgets what was typed. */
  reset(): void {
    const last = readLastCheckout();
    if (last?.draft) saveLastCheckout({ ...last, draft: undefined });
    this.#dismiss();
  }

  /** What a payer who came back is told. Called before each drawing. */
  render(messages: Messages): TemplateResult {
    this.#focused = this.host.renderRoot.activeElement;
    const state = this.#state;
    return html`${renderReturn(this, messages)} ${state.name === 'unverified' ? this.#webmaster.render(state.error, true, messages) : nothing}`;
  }

  /** For the live region. */
  describeState(messages: Messages): string {
    return describeReturn(this, messages);
  }

  /** What the live region says of the form, where there is one. */
  describeForm(state: CheckoutState, messages: Messages): string {
    return this.allowsForm ? describeForm(state, messages) : '';
  }

  /** Below a form that has failed, or that could not come: another try, word to the webmaster, and the page's own way out. */
  renderWayOut(state: CheckoutState, load: () => void, messages: Messages): TemplateResult | typeof nothing {
    if (!this.allowsForm || state.name === 'loading') return nothing;
    const error = 'error' in state ? state.error : undefined;
    const isShut = state.name === 'unavailable';
    const hasNoUse = error !== undefined && isHopeless(error.code);
    return html`
      ${isShut && !hasNoUse ? renderRetry(load, messages) : nothing}
      ${this.#webmaster.render(error, state.name === 'failed', messages)}
      ${isShut || hasNoUse || error?.code === 'unreachable' ? html`<slot dir="auto"></slot>` : nothing}
    `;
  }

  #follow(question: Question): void {
    this.#verification.abort();
    this.#verification = new AbortController();
    this.#enter({ name: 'verifying', returned: question.returned });
    void verify(this.host, question, this.#verification.signal, (state) => this.#enter(state));
  }

  #dismiss(): void {
    this.#verification.abort();
    forgetReturn();
    this.#enter({ name: 'none' });
  }

  #enter(state: ReturnState): void {
    this.#isToldAloud = false;
    this.#state = state;
    this.host.requestUpdate();
  }
}

/** A browser tells no change of a field that was typed in and holds again what it held; its fault must be told all the same. */
function tellEveryChange(root: ShadowRoot): void {
  let typed: EventTarget | null = null;
  root.addEventListener('input', ({ target }) => {
    typed = target;
  });
  root.addEventListener('change', () => {
    typed = null;
  });
  root.addEventListener('focusout', ({ target }) => {
    if (target === typed) target?.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

function isBusyInField(): boolean {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches('input, textarea, select, [contenteditable]') ?? false;
}

/** Where focus falls when what had it is gone. */
function isNowhere(active: Element | null): boolean {
  return active === null || active === document.body;
}
