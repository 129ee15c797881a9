import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { isActionable, shownAs } from '../core/failure-kinds.ts';
import { isTrustedUrl } from '../core/trusted-url.ts';
import { describeError } from '../messages/error-text.ts';
import { fill, labelOf, money, payments } from '../messages/format.ts';
import { frReturn, withReturnMessages } from '../messages/fr-return.ts';
import type { Messages, ReturnMessages, ReturnTopic } from '../messages/messages.ts';
import { mayPayAgain } from './may-pay-again.ts';
import { readDraft } from './previous-checkout.ts';
import type { ReturnState } from './return-state.ts';

/** Each topic has a place of its own in the template: the next one is drawn anew, so no page translator holds a part of it. */
const PLACES = Object.keys(frReturn).filter((key) => key.startsWith('return-'));

/** What the buttons do. */
export interface OutcomeActions {
  verifyAgain(): void;
  /** Absent where there is no form. */
  backToForm?(): void;
}

/** What a payer who came back reads. Thanks are only for an outcome that the proxy has verified. */
export function renderOutcome(state: ReturnState, actions: OutcomeActions, messages: Messages): unknown {
  const words = withReturnMessages(messages);
  if (state.name === 'unverified') return renderUnverified(state, actions, words);
  if (state.name !== 'verified') return nothing;
  const { topic, outcome, isPolling } = state;
  const [title] = textsOf(topic, outcome, words);
  const section = html`<section class="return ${topic}">
    <h2 tabindex="-1">${title}</h2>
    <p>${renderText(topic, outcome, words)}</p>
    ${mayPayAgain(topic) && readDraft(outcome.offer) ? html`<p>${words.kept}</p>` : nothing}
    ${topic === 'paid' ? renderDetails(outcome, words) : nothing}
    ${topic === 'settling' && !isPolling ? renderButton(words.verifyAgain, actions.verifyAgain) : nothing}
  </section>`;
  return PLACES.map((place) => (place === `return-${topic}` ? section : nothing));
}

function renderUnverified(
  { error }: ReturnState & { name: 'unverified' },
  { verifyAgain, backToForm }: OutcomeActions,
  words: Messages & ReturnMessages,
): TemplateResult {
  const isUnknown = shownAs(error.code) === 'checkout-unknown';
  const [title, text] = words['return-unverified'];
  return html`<section class="return unverified">
    <h2 tabindex="-1">${title}</h2>
    ${isActionable(error.code) ? html`<p>${describeError(error, words)}</p>` : nothing}
    <p>${isUnknown ? describeError(error, words) : text}</p>
    ${isUnknown ? nothing : renderButton(words.verifyAgain, verifyAgain)}
    ${backToForm ? renderButton(words.backToForm, backToForm) : nothing}
  </section>`;
}

/** The outcome is the first payment's, and so is the amount: of several payments it must not promise the total. */
function renderText(
  topic: ReturnTopic,
  outcome: CheckoutOutcome,
  words: Messages & ReturnMessages,
): readonly unknown[] {
  const { amountCents, instalments } = outcome;
  const first = instalments.find(({ number }) => number === 1);
  const paid = instalments.filter(({ state }) => state === 'paid');
  const isWhole = paid.reduce((sum, instalment) => sum + instalment.amountCents, 0) >= amountCents;
  const shownCents = first && !isWhole ? first.amountCents : amountCents;
  const text = topic === 'paid' && shownCents < amountCents ? words.paidFirst : textsOf(topic, outcome, words)[1];
  return fill(text, money(shownCents, words), labelOf(outcome, words), money(amountCents, words));
}

/** A gift and a membership are thanked for as such, where the proxy knows the kind. */
function textsOf(topic: ReturnTopic, { kind }: CheckoutOutcome, words: ReturnMessages): readonly [string, string] {
  if (topic === 'paid' && (kind === 'gift' || kind === 'membership')) return words[`return-paid-${kind}`];
  return words[`return-${topic}`];
}

function renderDetails(
  { instalments, refundedCents, receiptUrl }: CheckoutOutcome,
  words: Messages & ReturnMessages,
): TemplateResult {
  const due = instalments.filter(({ state }) => state === 'due');
  const hasReceipt = receiptUrl && isTrustedUrl(receiptUrl, location.hostname);
  return html`
    ${due.length > 0 ? html`<p>${fill(words.due, payments(due, words))}</p>` : nothing}
    ${refundedCents > 0 ? html`<p>${fill(words.refunded, money(refundedCents, words))}</p>` : nothing}
    ${hasReceipt ? html`<p><a href=${receiptUrl}>${words.receipt}</a><br /><small>${words.receiptNote}</small></p>` : nothing}
  `;
}

function renderButton(label: string, onClick: () => void): TemplateResult {
  return html`<button type="button" @click=${onClick}>${label}</button>`;
}

/** What the live region announces: that there is no answer yet, and an outcome that focus does not go to. */
export function describeOutcome(state: ReturnState, isAnnounced: boolean, messages: Messages): string {
  const words = withReturnMessages(messages);
  if (state.name === 'verifying') return words.verifying;
  if (state.name === 'none' || !isAnnounced) return '';
  return words[`return-${state.name === 'verified' ? state.topic : 'unverified'}`][0];
}
