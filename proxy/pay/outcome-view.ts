import { html } from 'hono/html';
import { isActionable, shownAs } from '../../widget/core/failure-kinds.ts';
import { formatDay } from '../../widget/messages/days.ts';
import { type Clock, describeError, describeRequest, type Failure } from '../../widget/messages/error-text.ts';
import { fill } from '../../widget/messages/format.ts';
import type { ReturnTopic } from '../../widget/messages/messages.ts';
import { HAS_PAYMENT, otherTexts, ownTexts, shownCents } from '../../widget/return/outcome-text.ts';
import type { CheckoutOutcome } from '../contract/checkout.ts';
import type { Problem } from '../problem.ts';
import { listOf, money, termsOf } from './amounts.ts';
import type { Html } from './page.ts';
import type { PageTexts } from './texts.ts';
import type { Visit } from './visit.ts';

/** What became of a checkout. */
interface Verified {
  readonly topic: ReturnTopic;
  readonly outcome: CheckoutOutcome;
  /** Whether the reader is surely the payer: their browser has asked for this checkout. An address may have been passed on. */
  readonly isSurelyPayer: boolean;
}

/** A problem in the shape that `describeError` takes. */
export function failureOf({ code, headers }: Problem, requestId: string): Failure {
  return { code, details: { retryAfterS: Number(headers['retry-after'] ?? 0), requestId } };
}

/** An outcome that the proxy has verified, and its title. Never with the link to the receipt: it shows a name. `formUrl` leads to a new form. */
export function renderOutcome(
  { topic, outcome, isSurelyPayer }: Verified,
  { texts, reloadUrl }: Pick<Visit, 'texts' | 'reloadUrl'>,
  formUrl: string | undefined,
): { readonly notice: Html; readonly titlePrefix: string } {
  const [title, text] = isSurelyPayer ? ownTexts(topic, outcome, texts) : otherTexts(topic, texts);
  const first = outcome.instalments.find(({ number }) => number === 1);
  const [shown, total] = [shownCents(outcome), outcome.amountCents].map((cents) => money(cents, texts));
  const label = labelIn(outcome, texts);
  const notice = html`<section>
    <h2>${title}</h2>
    <p>${fill(text, shown, label, total, first && formatDay(first.date, texts))}</p>
    ${
      HAS_PAYMENT.has(topic) &&
      html`<dl>
        <dt>${texts.amount}</dt><dd>${shown}</dd>
        <dt>${texts.item}</dt><dd>${label}</dd>
        ${first && html`<dt>${texts.date}</dt><dd>${formatDay(first.date, texts, true)}</dd>`}
        <dt>${texts.reference}</dt><dd translate="no">${outcome.reference}</dd>
      </dl>`
    }
    ${topic === 'paid' && renderDetails(outcome, texts)}
    ${topic === 'settling' && html`<p><a class="button" href="${reloadUrl}">${texts.verifyAgain}</a></p>`}
    ${formUrl && html`<p><a href="${formUrl}">${texts.backToForm}</a></p>`}
  </section>`;
  return { notice, titlePrefix: title };
}

function renderDetails({ instalments, refundedCents }: CheckoutOutcome, texts: PageTexts): Html {
  const due = instalments.filter(({ state }) => state === 'due');
  return html`
    ${due.length > 0 && html`<p>${fill(texts.due, listOf(termsOf(due, texts), texts))}</p>`}
    ${refundedCents > 0 && html`<p>${fill(texts.refunded, money(refundedCents, texts))}</p>`}
  `;
}

/** A payment may have been made, and it cannot be known. */
export function renderUnverified(failure: Failure, { texts, reloadUrl, url }: Visit, clock: Clock): Html {
  const isUnknown = shownAs(failure.code) === 'checkout-unknown';
  const request = !isUnknown && !isActionable(failure.code) && describeRequest(failure, texts);
  return html`<section role="alert">
    <h2>${texts['return-unverified'][0]}</h2>
    ${isActionable(failure.code) && html`<p>${describeError(failure, texts, clock)}</p>`}
    <p>${isUnknown ? describeError(failure, texts, clock) : texts['other-unverified']}</p>
    ${request && html`<p>${request}</p>`}
    ${!isUnknown && html`<p><a class="button" href="${reloadUrl}">${texts.verifyAgain}</a></p>`}
    <p><a href="${url}">${texts.backToForm}</a></p>
  </section>`;
}

/** For a payer who may have sent the form before. */
export function renderPerhapsSent({ perhapsSent: [heading, text] }: PageTexts): Html {
  return html`<section role="alert">
    <h2>${heading}</h2>
    <p>${text}</p>
  </section>`;
}

function labelIn({ itemName, labels }: CheckoutOutcome, { locale }: PageTexts): Html | string {
  return labels?.[locale.slice(0, 2)] ?? html`<span lang="fr">${itemName}</span>`;
}
