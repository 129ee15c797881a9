import { html } from 'hono/html';
import { isActionable, shownAs } from '../../widget/core/failure-kinds.ts';
import { formatDay } from '../../widget/messages/days.ts';
import { describeError, describeRequest } from '../../widget/messages/error-text.ts';
import { fill, formatEuros } from '../../widget/messages/format.ts';
import type { ReturnTopic } from '../../widget/messages/messages.ts';
import { HAS_PAYMENT, otherTexts, ownTexts, shownCents } from '../../widget/return/outcome-text.ts';
import type { CheckoutOutcome } from '../contract/checkout.ts';
import type { Failure } from './failure.ts';
import { listOf } from './form-view.ts';
import type { Html } from './page.ts';
import type { Words } from './words.ts';

/** What became of a checkout, and where to go from here. */
interface OutcomeView {
  readonly topic: ReturnTopic;
  readonly outcome: CheckoutOutcome;
  /** Whether the reader is surely the payer: the page has sent this checkout itself. An address may have been passed on. */
  readonly isOwn: boolean;
  /** The same page again, to ask once more. */
  readonly verifyAgain: string;
  /** The page without a return; absent where the form is below. */
  readonly backToForm: string | undefined;
  readonly words: Words;
}

/** The title and the sentence about an outcome. */
export function outcomeTexts(
  view: Pick<OutcomeView, 'topic' | 'outcome' | 'isOwn' | 'words'>,
): readonly [string, string] {
  const { topic, outcome, isOwn, words } = view;
  const [title, text] = isOwn ? ownTexts(topic, outcome, words) : otherTexts(topic, words);
  const first = outcome.instalments.find(({ number }) => number === 1);
  const amounts = [shownCents(outcome), outcome.amountCents].map((cents) => formatEuros(cents, words));
  const sentence = fill(text, amounts[0], labelIn(outcome, words), amounts[1], first && formatDay(first.date, words));
  return [title, sentence.join('')];
}

/** An outcome that the proxy has verified. Never with the link to the receipt: it shows a name. */
export function renderOutcome(view: OutcomeView): Html {
  const { topic, outcome, verifyAgain, backToForm, words } = view;
  const [title, text] = outcomeTexts(view);
  const first = outcome.instalments.find(({ number }) => number === 1);
  return html`<section>
    <h2>${title}</h2>
    <p>${text}</p>
    ${
      HAS_PAYMENT.has(topic) &&
      html`<dl>
        <dt>${words.amount}</dt><dd>${formatEuros(shownCents(outcome), words)}</dd>
        <dt>${words.item}</dt><dd>${labelIn(outcome, words)}</dd>
        ${first && html`<dt>${words.date}</dt><dd>${formatDay(first.date, words, true)}</dd>`}
        <dt>${words.reference}</dt><dd>${outcome.reference}</dd>
      </dl>`
    }
    ${topic === 'paid' && renderDetails(outcome, words)}
    ${topic === 'settling' && html`<p><a class="button" href="${verifyAgain}">${words.verifyAgain}</a></p>`}
    ${backToForm && html`<p><a href="${backToForm}">${words.backToForm}</a></p>`}
  </section>`;
}

function renderDetails({ instalments, refundedCents }: CheckoutOutcome, words: Words): Html {
  const due = instalments
    .filter(({ state }) => state === 'due')
    .map(({ amountCents, date }) => {
      return fill(words.term, formatEuros(amountCents, words), formatDay(date, words)).join('');
    });
  return html`
    ${due.length > 0 && html`<p>${fill(words.due, listOf(due, words)).join('')}</p>`}
    ${refundedCents > 0 && html`<p>${fill(words.refunded, formatEuros(refundedCents, words)).join('')}</p>`}
  `;
}

/** A payment may have been made, and it cannot be known. */
export function renderUnverified(
  failure: Failure,
  view: Pick<OutcomeView, 'verifyAgain' | 'backToForm' | 'words'>,
): Html {
  const { verifyAgain, backToForm, words } = view;
  const isUnknown = shownAs(failure.code) === 'checkout-unknown';
  const request = !isUnknown && !isActionable(failure.code) && describeRequest(failure, words);
  return html`<section role="alert">
    <h2>${words['return-unverified'][0]}</h2>
    ${isActionable(failure.code) && html`<p>${describeError(failure, words)}</p>`}
    <p>${isUnknown ? describeError(failure, words) : words['other-unverified']}</p>
    ${request && html`<p>${request}</p>`}
    ${!isUnknown && html`<p><a class="button" href="${verifyAgain}">${words.verifyAgain}</a></p>`}
    ${backToForm && html`<p><a href="${backToForm}">${words.backToForm}</a></p>`}
  </section>`;
}

function labelIn({ itemName, labels }: CheckoutOutcome, { locale }: Words): string {
  return labels?.[locale.slice(0, 2)] ?? itemName;
}
