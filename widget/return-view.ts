import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckoutOutcome } from '../proxy/contract/checkout.ts';
import { areAcceptedNames } from '../proxy/contract/payer-names.ts';
import type { CheckoutState } from './checkout-controller.ts';
import type { CheckoutError } from './errors.ts';
import { toldAs, wordsFor } from './failures.ts';
import type { FormValues } from './form-values.ts';
import { readDraft } from './last-checkout.ts';
import { frAfter } from './messages/fr-after.ts';
import type { AfterMessages, FieldFault, Messages, ReturnTopic } from './messages.ts';
import { dayOf, payments } from './options.ts';
import type { PricedOffer } from './priced-offer.ts';
import { isTrustedUrl } from './redirect-url.ts';
import type { ReturnController } from './return-controller.ts';
import { fill, money } from './wording.ts';

/** What a payer who came back is told. Thanks are only for an outcome that the proxy has verified. */
export function renderReturn(controller: ReturnController, messages: Messages): TemplateResult | typeof nothing {
  const words = wordsOf(messages);
  const { state, host } = controller;
  switch (state.name) {
    case 'verified': {
      const { topic, outcome, isPolling } = state;
      const [title] = words[`return-${topic}`];
      return html`<section class="return ${topic}">
        <h2 tabindex="-1">${title}</h2>
        <p>${renderText(topic, outcome, messages)}</p>
        ${controller.allowsForm && readDraft(outcome.offer) ? html`<p>${words.kept}</p>` : nothing}
        ${topic === 'paid' ? renderDetails(outcome, messages, words) : nothing}
        ${topic === 'settling' && !isPolling ? renderAction(words.verifyAgain, () => controller.verifyAgain()) : nothing}
      </section>`;
    }
    case 'unverified': {
      const isUntraced = toldAs(state.error.code) === 'checkout-unknown';
      const [title, text] = words['return-unverified'];
      return html`<section class="return unverified">
        <h2 tabindex="-1">${title}</h2>
        <p>${isUntraced ? describeError(state.error, messages) : text}</p>
        ${isUntraced ? nothing : renderAction(words.verifyAgain, () => controller.verifyAgain())}
        ${'offer' in host ? renderAction(words.backToForm, () => controller.backToForm()) : nothing}
      </section>`;
    }
    default:
      return nothing;
  }
}

/** What is wrong with a field, in the payer's words. */
export function describeFault(fault: FieldFault, { amountCents }: PricedOffer, messages: Messages): unknown {
  const { min, max } = typeof amountCents === 'number' ? { min: amountCents, max: amountCents } : amountCents;
  return fill(wordsOf(messages)[`fault-${fault}`], money(min, messages), money(max, messages));
}

/** What the live region says of a form that is slow, has failed, or leaves. */
export function describeForm(state: CheckoutState, messages: Messages): unknown {
  if ('error' in state) return describeError(state.error, messages);
  const { sending, slow, leaving } = wordsOf(messages);
  if (state.name === 'leaving') return leaving;
  return state.name === 'sending' && state.isSlow ? slow : sending;
}

/** A failure in the payer's words. */
function describeError({ code, details: { retryAfterS, opensOn } }: CheckoutError, messages: Messages): unknown {
  const words = wordsOf(messages);
  if (retryAfterS && (code === 'rate-limited' || code === 'busy')) {
    const minute = Math.ceil((Date.now() + retryAfterS * 1000) / 60_000) * 60_000;
    const time = new Date(minute).toLocaleTimeString(messages.locale, { hour: '2-digit', minute: '2-digit' });
    return fill(words[`retry-at-${code}`], time);
  }
  if (code === 'offer-not-open' && opensOn) return fill(words.opensOn, dayOf(opensOn, messages, 'numeric'));
  return wordsFor(code, words);
}

/** Names that HelloAsso would refuse, once they were typed and left: the payer may go on all the same. */
export function adviseOnNames(
  values: FormValues | undefined,
  visited: ReadonlySet<string>,
  messages: Messages,
): ReadonlyMap<string, string> {
  const told = (name: 'firstName' | 'lastName') => (visited.has(name) && values?.[name]?.trim()) || undefined;
  const [first, last] = [told('firstName'), told('lastName')];
  const isFirstFine = areAcceptedNames(first, undefined);
  const isLastFine = areAcceptedNames(isFirstFine ? first : undefined, last);
  const doubtful = [isFirstFine ? [] : 'firstName', isLastFine ? [] : 'lastName'].flat();
  return new Map(doubtful.map((name) => [name, wordsOf(messages).nameAdvice]));
}

function wordsOf(messages: Messages): AfterMessages {
  return { ...frAfter, ...messages };
}

/** The outcome is the first payment's, and so is the amount: of several payments it must not promise the total. */
function renderText(topic: ReturnTopic, { amountCents, itemName, instalments }: CheckoutOutcome, messages: Messages) {
  const words = wordsOf(messages);
  const first = instalments.find(({ number }) => number === 1);
  const paid = instalments.filter(({ state }) => state === 'paid');
  const isWhole = paid.reduce((sum, instalment) => sum + instalment.amountCents, 0) >= amountCents;
  const toldCents = first && !isWhole ? first.amountCents : amountCents;
  const text = topic === 'paid' && toldCents < amountCents ? words.paidFirst : words[`return-${topic}`][1];
  return fill(text, money(toldCents, messages), itemName, money(amountCents, messages));
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
    ${hasReceipt ? html`<p><a href=${receiptUrl}>${words.receipt}</a></p>` : nothing}
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
export function describeReturn({ state, isToldAloud }: ReturnController, messages: Messages): unknown {
  const words = wordsOf(messages);
  if (state.name === 'verifying') return words.verifying;
  if (state.name === 'none' || !isToldAloud) return nothing;
  const [title] = words[`return-${state.name === 'verified' ? state.topic : 'unverified'}`];
  return html`<span class="aloud">${title}</span>`;
}
