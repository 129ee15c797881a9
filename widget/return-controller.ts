/** What comes after the button: a file of its own, loaded when a payer has pressed it or may be coming back. */
import type { nothing, ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import type { CheckoutOutcome } from '../proxy/contract/checkout.ts';
import type { CheckoutError, CheckoutErrorCode } from './errors.ts';
import type { Messages, ReturnTopic } from './messages.ts';
import { claimReturn, giveBackReturn, type Return } from './return.ts';
import { forgetReturn } from './return-marks.ts';
import { returnStyles } from './return-styles.ts';
import { describeError, describeReturn, renderReturn } from './return-view.ts';
import { verify } from './verification.ts';

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

/** An element that can show a return. */
export interface ReturnHost extends ReactiveControllerHost, EventTarget {
  readonly proxy: string;
  readonly shadowRoot: ShadowRoot | null;
  readonly showsAnyReturn: boolean;
  acceptsReturn(offer: string | undefined): boolean;
}

/** After these the payer may pay: nothing was paid, and nothing is to be waited for. */
const UNPAID: ReadonlySet<ReturnTopic> = new Set(['refused', 'abandoned', 'back', 'error']);

/** From a payer's return to the outcome that the proxy has verified. */
export class ReturnController implements ReactiveController {
  readonly host: ReturnHost;
  #state: ReturnState = { name: 'none' };
  #verification = new AbortController();
  /** The heading that had focus last. */
  #told: string | undefined;

  constructor(host: ReturnHost) {
    this.host = host;
    if (returnStyles.styleSheet) host.shadowRoot?.adoptedStyleSheets.push(returnStyles.styleSheet);
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
    return this.#state.name === 'none' || (this.#state.name === 'verified' && UNPAID.has(this.#state.topic));
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

  /** Moves focus to what the payer is told, unless they are busy in a field. */
  hostUpdated(): void {
    const heading = this.host.shadowRoot?.querySelector<HTMLElement>('.return h2');
    if (heading?.innerText === this.#told) return;
    this.#told = heading?.innerText;
    if (heading && !isBusyInField()) heading.focus();
  }

  /** Asks the proxy what became of a checkout. Only the latest call lands. */
  receiveReturn(returned: Return): void {
    this.#verification.abort();
    this.#verification = new AbortController();
    this.#enter({ name: 'verifying', returned });
    void verify(this.host, returned, this.#verification.signal, (state) => this.#enter(state));
  }

  /** Asks once more about the same return. */
  verifyAgain(): void {
    if (this.#state.name !== 'none') this.receiveReturn(this.#state.returned);
  }

  /** Ends the return: the payer goes on. */
  dismiss(): void {
    this.#verification.abort();
    forgetReturn();
    this.#enter({ name: 'none' });
  }

  render(messages: Messages): TemplateResult | typeof nothing {
    return renderReturn(this, messages);
  }

  /** For the live region. */
  describeState(messages: Messages): unknown {
    return describeReturn(this, messages);
  }

  /** A failure in the payer's words. */
  describeError(code: CheckoutErrorCode, messages: Messages): string {
    return describeError(code, messages);
  }

  #enter(state: ReturnState): void {
    this.#state = state;
    this.host.requestUpdate();
  }
}

function isBusyInField(): boolean {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches('input, textarea, select, [contenteditable]') ?? false;
}
