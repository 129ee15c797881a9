/** What few offers need: instalments, a signed price, the mark of a test. A file of its own, loaded with such an offer. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckoutRequest } from '../proxy/contract/checkout.ts';
import { isPayableIn, planInstalments, type Term } from '../proxy/contract/instalments.ts';
import { type FormValues, totalOf } from './form-values.ts';
import { frOptions } from './messages/fr-options.ts';
import type { Messages, OptionsMessages } from './messages.ts';
import type { PricedOffer } from './priced-offer.ts';
import { fill, money } from './wording.ts';

export { withSignedPrice } from './signed-price.ts';

/** Says that no real money moves. */
export function renderTest({ mode }: PricedOffer, messages: Messages): TemplateResult | typeof nothing {
  const { test, testMeans } = wordsOf(messages);
  return mode === 'test' ? html`<p><mark>${test}</mark> <small>${testMeans}</small></p>` : nothing;
}

/** Every plan with its days and cents, as they will be sent. */
export function renderInstalments(
  offer: PricedOffer,
  values: FormValues,
  shownAt: Date,
  messages: Messages,
): TemplateResult | typeof nothing {
  const total = totalOf(offer, values);
  const counts = payableIn(offer, total);
  if (counts.length < 2) return nothing;
  const chosen = chosenCount(offer, values);
  return html`<fieldset>
    <legend>${wordsOf(messages).payment}</legend>
    ${counts.map(
      (count) => html`<label class="choice">
        <input type="radio" name="instalments" value=${count} .checked=${count === chosen} />
        <span>
          ${count === 1 ? wordsOf(messages).once : fill(wordsOf(messages).severalTimes, count)}
          ${count > 1 && total !== undefined ? html` <small>${describePlan(total, count, shownAt, messages)}</small>` : nothing}
        </span>
      </label>`,
    )}
  </fieldset>`;
}

/** Ends the button's text where the total is not paid at once. */
export function renderTimes(offer: PricedOffer, values: FormValues, messages: Messages): unknown {
  const count = chosenCount(offer, values);
  return count > 1 ? fill(wordsOf(messages).inSeveralTimes, count) : nothing;
}

function describePlan(totalCents: number, count: number, shownAt: Date, messages: Messages): readonly unknown[] {
  const { initialCents, terms } = planInstalments(totalCents, count, shownAt);
  return fill(wordsOf(messages).plan, money(initialCents, messages), payments(terms, messages));
}

/** What to post of the choices: nothing when there was nothing to choose. */
export function optionsOf(offer: PricedOffer, values: FormValues, shownAt: Date): Partial<CheckoutRequest> {
  const instalments = chosenCount(offer, values);
  const [firstTerm] = planInstalments(totalOf(offer, values) ?? 0, instalments, shownAt).terms;
  return firstTerm ? { instalments, firstTermDate: firstTerm.date } : {};
}

/** Payments with their days, as the end of a sentence: `10 € le 22 décembre et 10 € le 22 janvier`. */
export function payments(terms: readonly Term[], messages: Messages): readonly unknown[] {
  const phrases = terms.map(({ amountCents, date }) =>
    fill(wordsOf(messages).term, money(amountCents, messages), dayOf(date, messages)),
  );
  const places = new Intl.ListFormat(messages.locale).formatToParts(phrases.map((_, index) => String(index)));
  return places.map(({ type, value }) => (type === 'element' ? phrases[Number(value)] : value));
}

/** A day that stays on one line: `22 janvier`, `1er février`. */
function dayOf(date: string, messages: Messages): string {
  const format = new Intl.DateTimeFormat(messages.locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const parts = format.formatToParts(new Date(date));
  const texts = parts.map(({ type, value }) => (type === 'day' && value === '1' ? wordsOf(messages).firstDay : value));
  return texts.join('').replaceAll(' ', '\u00a0');
}

/** In how many payments this total may be paid; every number of the offer while there is no total. */
function payableIn({ instalments }: PricedOffer, totalCents: number | undefined): readonly number[] {
  return totalCents === undefined ? instalments : instalments.filter((count) => isPayableIn(totalCents, count));
}

/** The number of payments chosen; 1 when what was chosen is no longer payable. */
function chosenCount(offer: PricedOffer, values: FormValues): number {
  return payableIn(offer, totalOf(offer, values)).find((count) => String(count) === values.instalments) ?? 1;
}

function wordsOf({ options }: Messages): OptionsMessages {
  return options ?? frOptions;
}
