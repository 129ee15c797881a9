import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckoutOutcome } from '../proxy/contract/checkout.ts';
import type { CheckoutErrorCode } from './errors.ts';
import { toldAs } from './failures.ts';
import { readDraft } from './last-checkout.ts';
import { frAfter } from './messages/fr-after.ts';
import type { AfterMessages, Messages, ReturnTopic } from './messages.ts';
import { payments } from './options.ts';
import { isTrustedUrl } from './redirect-url.ts';
import type { ReturnController } from './return-controller.ts';
import { describeError, wordsOf } from './sentences.ts';
import { fill, labelOf, money } from './wording.ts';

/** Failures to verify that leave the payer something to wait for, or to do. */
const PASSING: ReadonlySet<CheckoutErrorCode> = new Set<CheckoutErrorCode>(['offline', 'rate-limited', 'busy']);

/** Each topic has a place of its own: what is told next is drawn anew, and nothing of it is in a page translator's hands. */
const PLACES = Object.keys(frAfter).filter((key) => key.startsWith('return-'));

/**
 * What a payer who came back is told. Thanks are only for an outcome that the proxy has verified.
 */
export function renderReturn(controller: ReturnController, messages: Messages): unknown {
  const words = wordsOf(messages);
  const { state, host } = controller;
  switch (state.name) {
    case 'verified': {
      const { topic, outcome, isPolling } = state;
      const [title] = wordsOfTopic(topic, outcome, words);
      const section = html`<section class="return ${topic}">
        <h2 tabindex="-1">${title}</h2>
        <p>${renderText(topic, outcome, messages)}</p>
        ${controller.allowsForm && readDraft(outcome.offer) ? html`<p>${words.kept}</p>` : nothing}
        ${topic === 'paid' ? renderDetails(outcome, messages, words) : nothing}
        ${topic === 'settling' && !isPolling ? renderAction(words.verifyAgain, () => controller.verifyAgain()) : nothing}
      </section>`;
      return PLACES.map((place) => (place === `return-${topic}` ? section : nothing));
    }
    case 'unverified': {
      const isUntraced = toldAs(state.error.code) === 'checkout-unknown';
      const [title, text] = words['return-unverified'];
      return html`<section class="return unverified">
        <h2 tabindex="-1">${title}</h2>
        ${PASSING.has(state.error.code) ? html`<p>${describeError(state.error, messages)}</p>` : nothing}
        <p>${isUntraced ? describeError(state.error, messages) : text}</p>
        ${isUntraced ? nothing : renderAction(words.verifyAgain, () => controller.verifyAgain())}
        ${'offer' in host ? renderAction(words.backToForm, () => controller.backToForm()) : nothing}
      </section>`;
    }
    default:
      return nothing;
  }
}

/** The outcome is the first payment's, and so is the amount: of several payments it must not promise the total. */
function renderText(topic: ReturnTopic, outcome: CheckoutOutcome, messages: Messages): readonly unknown[] {
  const { amountCents, instalments } = outcome;
  const words = wordsOf(messages);
  const first = instalments.find(({ number }) => number === 1);
  const paid = instalments.filter(({ state }) => state === 'paid');
  const isWhole = paid.reduce((sum, instalment) => sum + instalment.amountCents, 0) >= amountCents;
  const toldCents = first && !isWhole ? first.amountCents : amountCents;
  const text = topic === 'paid' && toldCents < amountCents ? words.paidFirst : wordsOfTopic(topic, outcome, words)[1];
  return fill(text, money(toldCents, messages), labelOf(outcome, messages), money(amountCents, messages));
}

/** A payment is thanked for by its kind, where that is known. */
function wordsOfTopic(topic: ReturnTopic, { kind }: CheckoutOutcome, words: AfterMessages): readonly [string, string] {
  if (topic === 'paid' && (kind === 'gift' || kind === 'membership')) return words[`return-paid-${kind}`];
  return words[`return-${topic}`];
}

function renderDetails(
  { instalments, refundedCents, receiptUrl }: CheckoutOutcome,
  messages: Messages,
  words: AfterMessages,
) {
  const due = instalments.filter(({ state }) => state === 'due');
  const hasReceipt = receiptUrl && isTrustedUrl(receiptUrl, location.hostname);
  return html`
    ${due.length > 0 ? html`<p>${fill(words.due, payments(due, messages))}</p>` : nothing}
    ${refundedCents > 0 ? html`<p>${fill(words.refunded, money(refundedCents, messages))}</p>` : nothing}
    ${hasReceipt ? html`<p><a href=${receiptUrl}>${words.receipt}</a><br /><small>${words.receiptNote}</small></p>` : nothing}
  `;
}

/** Another try at a form that could not come. */
export function renderRetry(onClick: () => void, messages: Messages): TemplateResult {
  return renderAction(wordsOf(messages).retry, onClick);
}

function renderAction(label: string, onClick: () => void): TemplateResult {
  return html`<button type="button" @click=${onClick}>${label}</button>`;
}

/** What the live region says while there is no answer, and of an answer that focus does not go to. */
export function describeReturn({ state, isToldAloud }: ReturnController, messages: Messages): string {
  const words = wordsOf(messages);
  if (state.name === 'verifying') return words.verifying;
  if (state.name === 'none' || !isToldAloud) return '';
  return words[`return-${state.name === 'verified' ? state.topic : 'unverified'}`][0];
}
