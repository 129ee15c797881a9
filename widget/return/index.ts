/** Everything after HelloAsso: a chunk of its own, loaded when a payer enters the form, may be coming back, or meets a failure. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { isHopeless } from '../core/failure-kinds.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import { isTrustedUrl } from '../core/trusted-url.ts';
import { describeError } from '../messages/error-text.ts';
import { withReturnMessages } from '../messages/fr-return.ts';
import type { Messages, ReturnTopic } from '../messages/messages.ts';
import { OutcomeFocus } from './focus.ts';
import { pageToKeep } from './fragment.ts';
import { pollOutcome } from './outcome-polling.ts';
import { type OutcomeRequest, requestOutcome } from './outcome-request.ts';
import { describeOutcome, renderFailureTitle, renderOutcome, renderRetry } from './outcome-view.ts';
import { findPossiblyPaid } from './possibly-paid.ts';
import { forgetDrafts, readDraft, saveCheckout, saveDraft, unsettledCheckouts } from './previous-checkout.ts';
import {
  closeResultDialog,
  isInClosedDialog,
  isInResultDialog,
  nameResultDialog,
  removeCopiedDialog,
} from './result-dialog.ts';
import returnStyles from './return.css?inline';
import {
  claimReturn,
  dismissReturn,
  markSeen,
  moveToDialog,
  type ReturnClaimant,
  withdrawClaim,
} from './return-registry.ts';
import type { CheckoutReturn, ReturnState } from './return-state.ts';
import { forgetReturn } from './return-url.ts';
import { findPaidSilently } from './silent-check.ts';
import { mayPayAgain, topicOf } from './topic.ts';
import { isInViewAfterScroll, isVisible } from './visibility.ts';

/** An element that can show a return. */
export type ReturnHost = HTMLElement &
  ReactiveControllerHost &
  ReturnClaimant['host'] & { readonly proxy: string; readonly renderRoot: HTMLElement | DocumentFragment };

/** Receives a payer who comes back, up to the outcome that the proxy has verified. */
export class ReturnController implements ReactiveController, ReturnClaimant {
  readonly host: ReturnHost;
  /** For the form, whose script contains neither the sentences of errors nor their kinds. */
  readonly describeError = describeError;
  readonly withMessages = withReturnMessages;
  readonly isHopeless = isHopeless;
  /** For sending. */
  readonly isTrustedUrl = isTrustedUrl;
  readonly renderFailureTitle = renderFailureTitle;
  readonly renderRetry = renderRetry;
  readonly #focus: OutcomeFocus;
  #state: ReturnState = { name: 'none' };
  #polling = new AbortController();
  /** The heading of the outcome on screen. */
  #heading: Element | null = null;
  /** The last proxy that the page has named: some pages name it late. */
  #proxy: string;
  /** The payer has asked for the receipt of a payment that this tab has found by itself. */
  #showsReceipt = false;
  /** The payer has read that the outcome cannot be known, and means to pay all the same. */
  #paysAnyway = false;

  constructor(host: ReturnHost) {
    this.host = host;
    this.#proxy = host.proxy;
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

  async hostConnected(): Promise<void> {
    if (self !== top) document.addEventListener('visibilitychange', this.#onVisible);
    if (this.#state.name !== 'none' || removeCopiedDialog(this.host)) return;
    const { proxy, offer } = this.host;
    const checkouts = unsettledCheckouts(proxy, offer); // before the wait, during which the payer may send another
    const isReturn = await claimReturn(this);
    if (!isReturn) await findPaidSilently(checkouts);
  }

  /** What this element shows survives it: another element of the page takes it over, or the same one when it is put back. */
  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#polling.abort();
    const state = this.#state;
    const isOver = state.name === 'none' || isInClosedDialog(this.host);
    withdrawClaim(this, isOver ? undefined : { checkout: state.checkout, outcome: this.outcome });
    if (state.name !== 'none') this.#enter({ name: 'none' });
  }

  /** From a frame the payment goes on in another page: this one asks when the payer is back at it. */
  readonly #onVisible = (): void => {
    const { proxy, offer } = this.host;
    if (!document.hidden && this.#state.name === 'none') void findPaidSilently(unsettledCheckouts(proxy, offer));
  };

  /** A proxy that the page names late is asked what is still unknown. */
  hostUpdate(): void {
    const { proxy } = this.host;
    if (proxy === this.#proxy) return;
    this.#proxy = proxy;
    if (this.#state.name === 'none') void this.hostConnected();
    else if (this.#state.name !== 'verified') this.receiveReturn(this.#state.checkout);
  }

  hostUpdated(): void {
    const heading = this.host.renderRoot.querySelector('.return h2');
    if (heading && heading !== this.#heading) void this.#checkView(heading);
    this.#heading = heading;
  }

  /** Asks the proxy what became of a checkout, unless another element has shown it. Only the latest call counts. */
  receiveReturn(checkout: CheckoutReturn, shown?: CheckoutOutcome): void {
    if (shown) this.follow({ checkout, answer: Promise.resolve(shown) }, topicOf(shown, checkout.step));
    else this.follow(requestOutcome(this.host.proxy, checkout));
  }

  /** An outcome that no payer can see is shown in a dialog. */
  async #checkView(heading: Element): Promise<void> {
    const isInView = (await isInViewAfterScroll(heading)) && isVisible(this.host, { opacityProperty: true });
    const state = this.#state;
    if (heading !== this.#heading || state.name === 'none') return;
    if (isInView) return markSeen();
    if (moveToDialog(this, { checkout: state.checkout, outcome: this.outcome })) this.#enter({ name: 'none' });
  }

  /** The last checkout of this tab for that offer, where it may have been paid and the payer does not mean to pay all the same. */
  async findPossiblyPaid(offer: string): Promise<OutcomeRequest | undefined> {
    this.#focus.reset(); // the outcome on screen is old now
    return this.#paysAnyway ? undefined : findPossiblyPaid(this.host.proxy, offer);
  }

  /** Shows what became of a checkout, and follows it. `reported` is what an event has already reported of it. */
  follow(request: OutcomeRequest, reported?: ReturnTopic): void {
    this.#polling.abort();
    this.#polling = new AbortController();
    this.#enter({ name: 'verifying', checkout: request.checkout });
    void pollOutcome(this.host, request, {
      signal: this.#polling.signal,
      enter: (state) => this.#enter(state),
      reported,
    });
  }

  /** What the payer had typed for that offer. */
  readDraft(offer: string): FormValues | undefined {
    return readDraft(this.host.proxy, offer);
  }

  /** Keeps what was typed for when the page is loaded again. */
  keepDraft(offer: string, draft: FormValues): void {
    saveDraft(this.host.proxy, offer, draft);
  }

  /** Keeps a checkout that leaves this tab, and forgets the return before it. */
  remember(checkout: CheckoutReturn, draft: FormValues): void {
    this.#paysAnyway = false;
    saveCheckout({ ...checkout, proxy: this.host.proxy, page: pageToKeep(), draft, savedAt: Date.now() });
    forgetReturn();
  }

  /** Ends the return, and forgets what was typed. */
  reset(): void {
    forgetDrafts(this.host.proxy);
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
    const close = () => closeResultDialog(this.host);
    nameResultDialog(this.host, withReturnMessages(messages).dialog);
    const showReceipt = () => {
      this.#showsReceipt = true;
      this.host.requestUpdate();
    };
    const actions = {
      verifyAgain,
      ...('offer' in this.host && { backToForm }),
      ...(isInResultDialog(this.host) && { close }),
      ...(!this.#showsReceipt && { showReceipt }),
    };
    return renderOutcome(this.#state, this.host.proxy, actions, messages);
  }

  /** For the live region. */
  describe(messages: Messages): string {
    return describeOutcome(this.#state, this.#focus.isAnnounced, messages);
  }

  #dismiss(): void {
    this.#polling.abort();
    dismissReturn();
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
