import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { isActionable, shownAs } from '../core/failure-kinds.ts';
import { isTrustedUrl } from '../core/trusted-url.ts';
import type { CheckoutError } from '../errors.ts';
import { formatDay } from '../messages/days.ts';
import { describeError, describeRequest } from '../messages/error-text.ts';
import { fill } from '../messages/format.ts';
import { frReturn, withReturnMessages } from '../messages/fr-return.ts';
import type { Messages, ReturnMessages } from '../messages/messages.ts';
import { payments } from '../messages/payments.ts';
import { labelOf, money } from '../messages/templates.ts';
import { renderIcon } from './icons.ts';
import { HAS_PAYMENT, otherTexts, ownTexts, shownCents } from './outcome-text.ts';
import { readDraft, recordOf } from './previous-checkout.ts';
import type { ReturnState } from './return-state.ts';
import { mayPayAgain } from './topic.ts';

/** Each topic has a place of its own in the template: the next one is drawn anew, so no page translator holds a part of it. */
const PLACES = Object.keys(frReturn).filter((key) => key.startsWith('return-'));

/** What the buttons do. */
export interface OutcomeActions {
  verifyAgain(): void;
  /** Absent where there is no form. */
  backToForm?(): void;
  /** In a dialog. */
  close?(): void;
  /** Shows the link to the receipt; absent once it was pressed. */
  showReceipt?(): void;
}

/** What a payer who came back reads. Thanks are only for an outcome that the proxy has verified, and for a checkout of this tab. */
export function renderOutcome(state: ReturnState, proxy: string, actions: OutcomeActions, messages: Messages): unknown {
  const words = withReturnMessages(messages);
  const isOwn = state.name !== 'none' && recordOf(state.checkout, proxy) !== undefined;
  if (state.name === 'unverified') return renderUnverified(state, isOwn, actions, words);
  if (state.name === 'verifying' && actions.close) return renderButton(words.close, actions.close);
  if (state.name !== 'verified') return nothing;
  const { topic, outcome, isPolling, checkout } = state;
  const [title, text] = isOwn ? ownTexts(topic, outcome, words) : otherTexts(topic, words);
  const receipt =
    outcome.receiptUrl && isTrustedUrl(outcome.receiptUrl, location.hostname) ? outcome.receiptUrl : undefined;
  const showReceipt = checkout.isFound ? actions.showReceipt : undefined;
  const section = html`<section class="return ${topic}" part="outcome">
    ${renderIcon(topic)}
    <h2 tabindex="-1" aria-describedby="outcome-text">${title}</h2>
    <p id="outcome-text">${fillOutcome(text, outcome, words)}</p>
    ${HAS_PAYMENT.has(topic) ? renderPayment(outcome, words) : nothing}
    ${mayPayAgain(topic) && readDraft(proxy, outcome.offer) ? html`<p>${words.kept}</p>` : nothing}
    ${topic === 'paid' ? renderDetails(outcome, words) : nothing}
    ${topic === 'paid' && receipt ? renderReceipt(receipt, showReceipt, words) : nothing}
    ${topic === 'settling' && !isPolling ? renderButton(words.verifyAgain, actions.verifyAgain) : nothing}
    ${actions.close ? renderButton(words.close, actions.close) : nothing}
  </section>`;
  return PLACES.map((place) => (place === `return-${topic}` ? section : nothing));
}

function renderUnverified(
  { error }: ReturnState & { name: 'unverified' },
  isOwn: boolean,
  { verifyAgain, backToForm, close }: OutcomeActions,
  words: Messages & ReturnMessages,
): TemplateResult {
  const isUnknown = shownAs(error.code) === 'checkout-unknown';
  const [title, text] = words['return-unverified'];
  return html`<section class="return unverified" part="outcome">
    ${renderIcon('unverified')}
    <h2 tabindex="-1" aria-describedby="outcome-text">${title}</h2>
    ${isActionable(error.code) ? html`<p>${describeError(error, words)}</p>` : nothing}
    <p id="outcome-text">${isUnknown ? describeError(error, words) : isOwn ? text : words['other-unverified']}</p>
    ${!isUnknown && !isActionable(error.code) ? renderRequest(error, words) : nothing}
    ${isUnknown ? nothing : renderButton(words.verifyAgain, verifyAgain)}
    ${backToForm ? renderButton(words.backToForm, backToForm) : nothing}
    ${close ? renderButton(words.close, close) : nothing}
  </section>`;
}

function renderRequest(error: CheckoutError, words: Messages): TemplateResult | typeof nothing {
  const text = describeRequest(error, words);
  return text ? html`<p>${text}</p>` : nothing;
}

/** The outcome is the first payment's, and so is the amount: of several payments it must not promise the total. */
function fillOutcome(text: string, outcome: CheckoutOutcome, words: Messages & ReturnMessages): readonly unknown[] {
  const { amountCents, instalments } = outcome;
  const first = instalments.find(({ number }) => number === 1);
  const day = first && formatDay(first.date, words);
  const amounts = [shownCents(outcome), amountCents].map((cents) => money(cents, words));
  return fill(text, amounts[0], labelOf(outcome, words), amounts[1], day);
}

/** What a payer may want to print or to quote. */
function renderPayment(outcome: CheckoutOutcome, words: Messages & ReturnMessages): TemplateResult {
  const first = outcome.instalments.find(({ number }) => number === 1);
  return html`<dl>
    <dt>${words.amount}</dt><dd>${money(shownCents(outcome), words)}</dd>
    <dt>${words.item}</dt><dd>${labelOf(outcome, words)}</dd>
    ${first ? html`<dt>${words.date}</dt><dd>${formatDay(first.date, words, true)}</dd>` : nothing}
    <dt>${words.reference}</dt><dd class="reference" translate="no">${outcome.reference}</dd>
  </dl>`;
}

function renderDetails(
  { instalments, refundedCents }: CheckoutOutcome,
  words: Messages & ReturnMessages,
): TemplateResult {
  const due = instalments.filter(({ state }) => state === 'due');
  return html`
    ${due.length > 0 ? html`<p>${fill(words.due, payments(due, words))}</p>` : nothing}
    ${refundedCents > 0 ? html`<p>${fill(words.refunded, money(refundedCents, words))}</p>` : nothing}
  `;
}

/** The link may show a name: where the payer has not come back by themselves, only after a press. */
function renderReceipt(url: string, onShow: (() => void) | undefined, words: ReturnMessages): TemplateResult {
  if (onShow) return renderButton(words.receipt, onShow);
  return html`<p><a href=${url}>${words.receipt}</a><br /><small>${words.receiptNote}</small></p>`;
}

function renderButton(label: string, onClick: () => void): TemplateResult {
  return html`<button type="button" part="button" @click=${onClick}>${label}</button>`;
}

/** Another try, after a form that could not come. */
export function renderRetry(onClick: () => void, messages: Messages): TemplateResult {
  return renderButton(withReturnMessages(messages).retry, onClick);
}

/** The title of the box of a failure, whose sentence the live region has. */
export function renderFailureTitle(state: string, messages: Messages): TemplateResult | typeof nothing {
  if (state !== 'failed' && state !== 'unavailable') return nothing;
  return html`${renderIcon('unverified')}<b>${withReturnMessages(messages)[state]}</b>`;
}

/** What the live region announces: that there is no answer yet, and an outcome that focus does not go to. */
export function describeOutcome(state: ReturnState, isAnnounced: boolean, messages: Messages): string {
  const words = withReturnMessages(messages);
  if (state.name === 'verifying') return words.verifying;
  if (state.name === 'none' || !isAnnounced) return '';
  return words[`return-${state.name === 'verified' ? state.topic : 'unverified'}`][0];
}
