/** What comes after the first field: a file of its own, loaded when a payer enters the form, may be coming back, or meets a failure. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckoutOutcome } from '../proxy/contract/checkout.ts';
import type { CheckoutState } from './checkout-controller.ts';
import { adoptStyles, type Component, type Controller } from './component.ts';
import { type Departure, depart, RequestKey } from './departure.ts';
import type { CheckoutError } from './errors.ts';
import { isHopeless } from './failures.ts';
import { totalOf } from './form-values.ts';
import { readDraft, readLastCheckout, saveLastCheckout } from './last-checkout.ts';
import type { Messages, ReturnTopic } from './messages.ts';
import { claimReturn, forgetReturn, giveBackReturn, type Return } from './return.ts';
import { returnStyles } from './return-styles.ts';
import {
  adviseOnNames,
  describeFault,
  describeForm,
  describeReturn,
  renderRetry,
  renderReturn,
} from './return-view.ts';
import { HelloassoSubmitEvent } from './submit-event.ts';
import { ask, findPaidAttempt, mayPayAfter, type Question, verify } from './verification.ts';

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

/** An element that can show a return. */
export interface ReturnHost extends Component {
  readonly proxy: string;
  /** What its form is for; empty where that is the only offer that there is. An element without a form shows every return. */
  readonly offer?: string;
  /** Empties its form. */
  empty?(): void;
}

/** From a payer's return to the outcome that the proxy has verified. */
export class ReturnController implements Controller {
  readonly host: ReturnHost;
  /** What there is to say in the form by now: the words came with this file. */
  readonly describeForm = describeForm;
  readonly describeFault = describeFault;
  readonly adviseOnNames = adviseOnNames;
  readonly draftFor = readDraft;
  readonly #requestKey = new RequestKey();
  #state: ReturnState = { name: 'none' };
  #verification = new AbortController();
  /** The heading and the failure that were shown last. */
  #heading: string | undefined;
  #failure: string | undefined;
  #isToldAloud = false;
  /** What the webmaster reads, and the error it speaks of; null before anything was looked at. */
  #advice: string | undefined;
  #advisedOn: CheckoutError | undefined | null = null;
  /** Whether the payer has read that nobody can tell, and means to pay all the same. */
  #goesOn = false;

  constructor(host: ReturnHost) {
    this.host = host;
    adoptStyles(host.renderRoot, returnStyles);
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

  /** Moves focus to what the payer is told, unless they are busy in a field. A failure to send is only brought into view. */
  hostUpdated(): void {
    const root = this.host.renderRoot;
    const failure = root.querySelector<HTMLElement>('.failed');
    if (failure?.innerText !== this.#failure) failure?.scrollIntoView({ block: 'nearest' });
    this.#failure = failure?.innerText;
    const heading = root.querySelector<HTMLElement>('.return h2');
    if (heading?.innerText === this.#heading) return;
    this.#heading = heading?.innerText;
    if (!heading) return;
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
    const { offer, values, plan } = departure;
    const submission = new HelloassoSubmitEvent(offer.id, totalOf(offer, values) ?? 0, plan.instalments ?? 1);
    const isWanted = this.host.dispatchEvent(submission) && (await submission.consent());
    if (signal.aborted) return;
    if (!isWanted) return enter({ name: 'ready', offer });
    const slow = setTimeout(() => enter({ name: 'sending', offer, isSlow: true }), SLOW_MS);
    signal.addEventListener('abort', () => clearTimeout(slow));
    try {
      const paid = this.#goesOn ? undefined : await findPaidAttempt(this.host.proxy, offer.id);
      if (signal.aborted) return;
      if (paid) {
        this.#follow(paid);
        enter({ name: 'ready', offer });
      } else {
        await depart(this.host, departure, this.#requestKey, signal, enter);
        this.#goesOn = false;
      }
    } finally {
      clearTimeout(slow);
    }
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
  async backToForm(): Promise<void> {
    this.#goesOn = true;
    this.#dismiss();
    await this.#focusAfter();
  }

  /** Ends the return, and forgets what was typed. */
  reset(): void {
    const last = readLastCheckout();
    if (last?.draft) saveLastCheckout({ ...last, draft: undefined });
    this.#dismiss();
  }

  render(messages: Messages): TemplateResult | typeof nothing {
    return renderReturn(this, messages);
  }

  /** For the live region. */
  describeState(messages: Messages): unknown {
    return describeReturn(this, messages);
  }

  /** Below a form that has failed, or that could not come: another try, word to the webmaster, and the page's own way out. */
  renderWayOut(state: CheckoutState, load: () => Promise<void>, messages: Messages): TemplateResult {
    const isShut = state.name === 'unavailable';
    const hasNoUse = 'error' in state && isHopeless(state.error.code);
    return html`
      ${isShut && !hasNoUse ? renderRetry(() => this.#focusAfter(load()), messages) : nothing} ${this.#renderAdvice(state, messages)}
      ${isShut || hasNoUse ? html`<slot></slot>` : nothing}
    `;
  }

  /** What the webmaster can do about what is wrong, where it is the webmaster who looks. */
  #renderAdvice(state: CheckoutState, messages: Messages): TemplateResult | typeof nothing {
    if (state.name === 'loading' || !isForWebmaster(this.host)) return nothing;
    const error = 'error' in state ? state.error : undefined;
    if (error !== this.#advisedOn) void this.#advise(error, state.name === 'failed', messages);
    return this.#advice
      ? html`<aside role="note"><b>&lt;${this.host.localName}&gt;</b> ${this.#advice}</aside>`
      : nothing;
  }

  async #advise(error: CheckoutError | undefined, wasSent: boolean, { locale }: Messages): Promise<void> {
    this.#advisedOn = error;
    const { explain } = await import('./webmaster.ts');
    const advice = await explain(this.host, error, wasSent, locale);
    if (error !== this.#advisedOn || advice === this.#advice) return;
    this.#advice = advice;
    this.host.requestUpdate();
  }

  #follow(question: Question): void {
    this.#verification.abort();
    this.#verification = new AbortController();
    this.#enter({ name: 'verifying', returned: question.returned });
    void verify(this.host, question, this.#verification.signal, (state) => this.#enter(state));
  }

  /** The button that was pressed goes: focus moves to what takes its place. */
  async #focusAfter(done?: Promise<void>): Promise<void> {
    await done;
    await this.host.updateComplete;
    this.host.focus();
  }

  #dismiss(): void {
    this.#verification.abort();
    forgetReturn();
    this.#enter({ name: 'none' });
  }

  #enter(state: ReturnState): void {
    this.#state = state;
    this.host.requestUpdate();
  }
}

/** Whether the person who looks is likely to be the one who made the page. */
function isForWebmaster(element: HTMLElement): boolean {
  return element.hasAttribute('debug') || ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
}

function isBusyInField(): boolean {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches('input, textarea, select, [contenteditable]') ?? false;
}
