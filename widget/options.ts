/**
 * What few forms need: the only offer there is, wishes of the page, instalments, tax, a company, a signed price, the mark of a
 * test. A file of its own, loaded with such an offer, and with `return-controller.ts`, which writes days and payments by it.
 */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckoutRequest } from '../proxy/contract/checkout.ts';
import { isPayableIn, planInstalments, type Term } from '../proxy/contract/instalments.ts';
import type { PublicOffer, PublicOffers, Tax } from '../proxy/contract/offer.ts';
import { PAYER_FIELD_NAMES, type Payer } from '../proxy/contract/payer.ts';
import { type Remarks, renderField } from './checkout-fields.ts';
import { askProxy } from './client.ts';
import { CheckoutError } from './errors.ts';
import { chosen, type FormValues, paysAsCompany, totalOf } from './form-values.ts';
import { fromJson } from './json.ts';
import { frOptions } from './messages/fr-options.ts';
import type { Messages, OptionsMessages } from './messages.ts';
import { parseEuros } from './money.ts';
import type { PricedOffer } from './priced-offer.ts';
import { fill, money } from './wording.ts';

export { optionsStyles } from './options-styles.ts';

export { withSignedPrice } from './signed-price.ts';

/** The one offer that the proxy has, for a page that names none. */
export async function fetchOnlyOffer(proxy: string): Promise<PublicOffer> {
  const { offers } = await askProxy<PublicOffers>(proxy, '/v1/offers', 'offers');
  const [only, another] = offers;
  if (only && !another) return only;
  throw new CheckoutError('offer-unknown', 'Set `offer`.');
}

/** What a page may say of the fields before the payer does. */
interface FormWishes {
  /** In euros as a person writes them. */
  readonly amount: number | string;
  /** A parameter of the page's address, which anybody may have written: held inside the offer's bounds. */
  readonly amountParameter: string;
  readonly quantity: number | string;
  readonly instalments: number | string;
  readonly payer: Payer | string;
}

/** What the fields hold at first. */
export function firstValues(offer: PricedOffer, page: FormWishes): FormValues {
  const { amountCents: rule } = offer;
  const values = { ...payerValues(page.payer), quantity: String(page.quantity), instalments: String(page.instalments) };
  if (typeof rule === 'number') return values;
  const { amountParameter, amount } = page;
  const asked = amountParameter
    ? parseEuros(new URLSearchParams(location.search).get(amountParameter) ?? '')
    : undefined;
  const wished = typeof asked === 'number' ? Math.min(Math.max(asked, rule.min), rule.max) : parseEuros(String(amount));
  const cents = typeof wished === 'number' ? wished : rule.preselected;
  return { ...values, ...(cents && chosen(cents, rule)) };
}

/** Of what the page knows, what the form may ask. */
function payerValues(given: Payer | string): FormValues {
  const payer = fromJson(given);
  const known = PAYER_FIELD_NAMES.flatMap((name) => (payer?.[name] ? [[name, payer[name]]] : []));
  return { ...Object.fromEntries(known), ...(payer?.companyName && { isCompany: 'on' }) };
}

/** Says that no real money moves. */
export function renderTest({ mode }: PricedOffer, messages: Messages): TemplateResult | typeof nothing {
  const { test, testMeans } = wordsOf(messages);
  return mode === 'test' ? html`<p><mark>${test}</mark> <small>${testMeans}</small></p>` : nothing;
}

/** Every plan with its days and cents, as they will be sent. */
export function renderInstalments(
  offer: PricedOffer,
  values: FormValues,
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
          ${count > 1 && total !== undefined ? html` <small translate="no">${describePlan(offer, total, count, messages)}</small>` : nothing}
        </span>
      </label>`,
    )}
  </fieldset>`;
}

/** Ends the button's text where the total is not paid at once. */
export function renderTimes(offer: PricedOffer, values: FormValues, messages: Messages): unknown {
  const count = chosenCount(offer, values);
  return count > 1 ? ` ${wordsOf(messages).inSeveralTimes.replace('{0}', String(count))}` : nothing;
}

function describePlan(offer: PricedOffer, totalCents: number, count: number, messages: Messages): readonly unknown[] {
  const { initialCents, terms } = planInstalments(totalCents, count, offer.plannedOn);
  return fill(wordsOf(messages).plan, money(initialCents, messages), payments(terms, messages));
}

/** What a gift costs a taxpayer in the end: for persons, not for companies. Empty while there is no amount: it keeps its place. */
export function renderTax(offer: PricedOffer, values: FormValues, messages: Messages): TemplateResult | typeof nothing {
  const { tax, payer } = offer;
  if (!tax || paysAsCompany(payer, values)) return nothing;
  const total = totalOf(offer, values);
  const own = tax.text?.[messages.locale.slice(0, 2)];
  const text = own ?? tax.text?.fr ?? wordsOf(messages)[tax.capCents === undefined ? 'tax' : 'taxCapped'];
  const places = text.replaceAll('{amount}', '{0}').replaceAll('{cost}', '{1}').replaceAll('{cap}', '{2}');
  const amounts = [total ?? 0, costOf(total ?? 0, tax), tax.capCents ?? 0].map((cents) => money(cents, messages));
  return html`<p class="tax" lang=${!own && tax.text?.fr ? 'fr' : nothing}>${total === undefined ? nothing : fill(places, ...amounts)}</p>`;
}

/** In cents, after what income tax gives back. What lies above the cap gives the ordinary rate. */
function costOf(giftCents: number, { rate, capCents = giftCents }: Tax): number {
  const capped = Math.min(giftCents, capCents);
  return Math.round((capped * (100 - rate) + (giftCents - capped) * (100 - ORDINARY_RATE)) / 100);
}

const ORDINARY_RATE = 66;

/** Whether a company pays, and its name. */
export function renderCompany(
  { companyName: rule }: PricedOffer['payer'],
  values: FormValues,
  remarks: Remarks,
  messages: Messages,
): TemplateResult | undefined {
  if (rule === undefined || rule === 'hidden') return undefined;
  const words = wordsOf(messages);
  const pays = paysAsCompany({ companyName: rule }, values);
  return html`
    ${
      rule === 'optional'
        ? html`<label class="choice">
            <input type="checkbox" name="isCompany" .checked=${pays} /> ${words.isCompany}
          </label>`
        : nothing
    }
    ${pays ? renderField('companyName', true, remarks, messages) : nothing}
  `;
}

/** What to post of the choices: nothing when there was nothing to choose. */
export function optionsOf(offer: PricedOffer, values: FormValues): Partial<CheckoutRequest> {
  const instalments = chosenCount(offer, values);
  const [firstTerm] = planInstalments(totalOf(offer, values) ?? 0, instalments, offer.plannedOn).terms;
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

/** A day that stays on one line: `22 janvier`, `1er février`; where asked, with its year. */
export function dayOf(date: string, messages: Messages, year?: 'numeric'): string {
  const format = new Intl.DateTimeFormat(messages.locale, { day: 'numeric', month: 'long', year, timeZone: 'UTC' });
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

function wordsOf(messages: Messages): OptionsMessages {
  return { ...frOptions, ...messages };
}
