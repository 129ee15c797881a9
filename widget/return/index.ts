/** Everything after HelloAsso: a chunk of its own, loaded when a payer enters the form, may be coming back, or meets a failure. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { isHopeless } from '../core/failure-kinds.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import { describeError } from '../messages/error-text.ts';
import type { Messages } from '../messages/messages.ts';
import { OutcomeFocus } from './focus.ts';
import { pageToKeep } from './fragment.ts';
import { findPossiblyPaid, mayPayAgain } from './may-pay-again.ts';
import { pollOutcome } from './outcome-polling.ts';
import { type OutcomeRequest, requestOutcome } from './outcome-request.ts';
import { describeOutcome, renderOutcome } from './outcome-view.ts';
import { forgetDraft, readDraft, saveDraft, savePreviousCheckout } from './previous-checkout.ts';
import { returnStyles } from './return.css.ts';
import { claimReturn, type ReturnClaimant, withdrawClaim } from './return-registry.ts';
import type { CheckoutReturn, ReturnState } from './return-state.ts';
import { forgetReturn } from './return-url.ts';

/** An element that can show a return. */
export type ReturnHost = HTMLElement &
  ReactiveControllerHost &
  ReturnClaimant['host'] & { readonly proxy: string; readonly renderRoot: HTMLElement | DocumentFragment };

/** Receives a payer who comes back, up to the outcome that the proxy has verified. */
export class ReturnController implements ReactiveController, ReturnClaimant {
  readonly host: ReturnHost;
  /** For the form, whose script contains neither the sentences of errors nor their kinds. */
  readonly describeError = describeError;
  readonly isHopeless = isHopeless;
  readonly readDraft = readDraft;
  readonly keepDraft = saveDraft;
  readonly #focus: OutcomeFocus;
  #state: ReturnState = { name: 'none' };
  #polling = new AbortController();
  /** The payer has read that the outcome cannot be known, and means to pay all the same. */
  #paysAnyway = false;

  constructor(host: ReturnHost) {
    this.host = host;
    addStyles(host, returnStyles);
    this.#focus = new OutcomeFocus(host);
    host.addController(this);
  }

  get state(): ReturnState {
    return this.#state;
  }

  /** The last outcome that the proxy has verified. */
  get outcome(): CheckoutOutcome | undefined {
    return this.#state.name === 'verified' ? this.#state.outcome : undefined;
  }

  /** Whether the payer may fill in the form. */
  get allowsForm(): boolean {
    return this.#state.name === 'none' || (this.#state.name === 'verified' && mayPayAgain(this.#state.topic));
  }

  hostConnected(): void {
    if (this.#state.name === 'none') void claimReturn(this);
  }

  hostDisconnected(): void {
    this.#polling.abort();
    const state = this.#state;
    const isOpen = state.name === 'verifying' || (state.name === 'verified' && state.isPolling);
    withdrawClaim(this, isOpen ? state.checkout : undefined);
    if (isOpen) this.#enter({ name: 'none' });
  }

  /** Asks the proxy what became of a checkout. Only the latest call counts. */
  receiveReturn(checkout: CheckoutReturn): void {
    this.follow(requestOutcome(this.host.proxy, checkout));
  }

  /** The last checkout of this tab for that offer, where it may have been paid and the payer does not mean to pay all the same. */
  async findPossiblyPaid(offer: string): Promise<OutcomeRequest | undefined> {
    this.#focus.reset(); // the outcome on screen is old now
    return this.#paysAnyway ? undefined : findPossiblyPaid(this.host.proxy, offer);
  }

  /** Shows what became of a checkout, and follows it. */
  follow(request: OutcomeRequest): void {
    this.#polling.abort();
    this.#polling = new AbortController();
    this.#enter({ name: 'verifying', checkout: request.checkout });
    void pollOutcome(this.host, request, this.#polling.signal, (state) => this.#enter(state));
  }

  /** Keeps a checkout that leaves this tab, and forgets the return before it. */
  remember(checkout: CheckoutReturn, draft: FormValues): void {
    this.#paysAnyway = false;
    savePreviousCheckout({ ...checkout, page: pageToKeep(), draft, savedAt: Date.now() });
    forgetReturn();
  }

  /** Ends the return, and forgets what was typed. */
  reset(): void {
    forgetDraft();
    this.#dismiss();
  }

  render(messages: Messages): unknown {
    const verifyAgain = () => {
      if (this.#state.name !== 'none') this.receiveReturn(this.#state.checkout);
    };
    const backToForm = () => {
      this.#paysAnyway = true;
      this.#dismiss();
    };
    return renderOutcome(this.#state, { verifyAgain, ...('offer' in this.host && { backToForm }) }, messages);
  }

  /** For the live region. */
  describe(messages: Messages): string {
    return describeOutcome(this.#state, this.#focus.isAnnounced, messages);
  }

  #dismiss(): void {
    this.#polling.abort();
    forgetReturn();
    this.#enter({ name: 'none' });
  }

  #enter(state: ReturnState): void {
    this.#focus.reset();
    this.#state = state;
    this.host.requestUpdate();
  }
}

/** Adds a style sheet to those of the element. */
function addStyles({ shadowRoot }: HTMLElement, text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  shadowRoot?.adoptedStyleSheets.push(sheet);
}
