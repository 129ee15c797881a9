import { html, raw } from 'hono/html';
import type { FormValues } from '../../widget/core/form-values-shape.ts';
import type { PricedOffer } from '../../widget/core/priced-offer.ts';
import { countries, FRANCE } from '../../widget/form/countries.ts';
import { amountValues, isAsked, OTHER, totalOf } from '../../widget/form/form-values.ts';
import { parseEuros } from '../../widget/form/money.ts';
import { datesOf, payableCounts } from '../../widget/form/plans.ts';
import { taxSentence } from '../../widget/form/tax-sentence.ts';
import { formatDay } from '../../widget/messages/days.ts';
import { describeError } from '../../widget/messages/error-text.ts';
import { fill, formatEuros } from '../../widget/messages/format.ts';
import { pluralOf } from '../../widget/messages/plural.ts';
import { planOn } from '../contract/instalments.ts';
import { PAYER_FIELD_MAX } from '../contract/limits.ts';
import { PAYER_FIELD_NAMES, PAYER_FIELDS, type PayerField } from '../contract/payer.ts';
import { listOf, money, termsOf } from './amounts.ts';
import { type Html, leavesFrame } from './page.ts';
import type { FieldErrors } from './read-form.ts';
import type { PageTexts } from './texts.ts';

interface FormView {
  readonly offer: PricedOffer;
  readonly values: FormValues;
  readonly errors: FieldErrors;
  /** Why nothing was sent, where it is no field's fault. */
  readonly failure?: string | undefined;
  /** Where the form is sent. */
  readonly action: string;
  readonly token: string;
  /** Today in France, `YYYY-MM-DD`. */
  readonly today: string;
  /** The pages that may frame this one. */
  readonly frameOrigins: readonly string[];
  readonly texts: PageTexts;
}

/** A plain form. Nothing on screen follows a choice, so each option shows its own amounts and days. Text browsers break lines at blocks alone. */
export function renderForm(view: FormView): Html {
  const { offer, errors, failure, action, token, frameOrigins, texts } = view;
  const asked = PAYER_FIELD_NAMES.filter((name) => isAsked(offer.payer, name));
  const isOfAddress = (name: PayerField) => PAYER_FIELDS[name].group === 'address';
  const person = asked.filter((name) => !isOfAddress(name));
  const address = asked.filter(isOfAddress);
  return html`<form method="post" action="${action}" novalidate${leavesFrame(frameOrigins)}>
    ${renderFailure(errors, failure, texts)}
    ${offer.mode === 'test' && html`<p><mark>${texts.test}</mark> <small>${texts.testMeans}</small></p>`}
    ${renderAmount(view)}
    ${renderTax(view)}
    ${renderQuantity(view)}
    ${renderInstalments(view)}
    ${renderFields(person, texts.details, view)}
    ${renderFields(address, texts.postalAddress, view)}
    <p><small>${texts.contribution}</small></p>
    <input type="hidden" name="token" value="${token}">
    <button>${texts[`submit-${offer.kind}`][0]}</button>
    ${offer.monthlyUrl && html`<p><a href="${offer.monthlyUrl}" target="_top">${texts.monthly}</a></p>`}
  </form>`;
}

/** Every error with a link to its field, for those who do not see where focus is. */
function renderFailure(errors: FieldErrors, failure: string | undefined, texts: PageTexts): Html | undefined {
  if (!failure && errors.size === 0) return undefined;
  return html`<div role="alert">
    <h2>${texts.failed}</h2>
    ${failure && html`<p>${failure}</p>`}
    ${
      errors.size > 0 &&
      html`<ul class="error">${[...errors].map(([name, text]) => html`<li>${name ? html`<a href="#${name}">${text}</a>` : text}</li>`)}</ul>`
    }
  </div>`;
}

function renderAmount(view: FormView): Html {
  const { offer, values, errors, texts } = view;
  const { amountCents: rule, kind, maxQuantity } = offer;
  if (typeof rule === 'number') {
    const each = kind === 'ticket' ? texts.pricePerTicket : texts.pricePerUnit;
    return html`<p class="price">${maxQuantity === 1 ? money(rule, texts) : fill(each, money(rule, texts))}</p>`;
  }
  const { min, max, suggestions } = rule;
  const isChoice = suggestions.length > 0;
  const choice = (value: string, label: Html | string) => html`<div><label class="choice">
    <input type="radio" name="choice" value="${value}"${values.choice === value ? raw(' checked') : ''}${described('amount', errors)}> <span>${label}</span>
  </label></div>`;
  const field = html`<span class="euros"><input id="amount" name="amount" value="${values.amount ?? ''}" inputmode="decimal" autocomplete="off" maxlength="20"
    aria-label="${isChoice ? texts.otherAmount : texts.amount}, ${texts.inEuros}"${isChoice ? '' : raw(' aria-required="true"')}${invalid('amount', errors)} aria-describedby="bounds${errors.has('amount') ? ' amount-error' : ''}"> €</span>`;
  return html`<fieldset>
    <legend>${texts.amount} <small>(${texts.required})</small></legend>
    ${suggestions.map((cents) => choice(String(cents), money(cents, texts)))}
    ${isChoice && choice(OTHER, texts.otherAmount)}
    ${field}
    <p id="bounds" class="hint">${fill(texts.bounds, money(min, texts), money(max, texts))}</p>
    ${renderError('amount', errors)}
  </fieldset>`;
}

/** With an example, where the payer chooses the amount. */
function renderTax({ offer, texts }: FormView): Html | undefined {
  const sentence = taxSentence(offer, {}, texts);
  if (!sentence) return undefined;
  const { text, cents, isFrench } = sentence;
  const amounts = cents.map((amount) => money(amount, texts));
  return html`<p class="tax"${isFrench ? raw(' lang="fr"') : ''}>${fill(text, ...amounts)}</p>`;
}

function renderQuantity({ offer: { maxQuantity }, values, errors, texts }: FormView): Html | undefined {
  if (maxQuantity === 1) return undefined;
  return html`<div class="field">
    <label class="label" for="quantity">${texts.quantity}</label>
    <select id="quantity" name="quantity"${invalid('quantity', errors)}${described('quantity', errors)}>
      ${[...Array(maxQuantity).keys()].map((index) => option(String(index + 1), String(index + 1), values.quantity ?? '1'))}
    </select>
    ${renderError('quantity', errors)}
  </div>`;
}

/** Each number of payments with its days, and with its amounts where there is one total. */
function renderInstalments(view: FormView): Html | undefined {
  const { offer, values, errors, today, texts } = view;
  const total = offer.maxQuantity === 1 ? totalOf(offer) : undefined;
  const counts = payableCounts(offer, total);
  if (counts.length < 2) return undefined;
  const chosen = values.instalments ?? '1';
  return html`<fieldset>
    <legend>${texts.payment}</legend>
    ${counts.map((count, index) => {
      const dates = datesOf(offer, count);
      const isChosen = chosen === String(count);
      return html`<div><label class="choice">
        <input type="radio" name="instalments" value="${count}"${index === 0 ? html` id="instalments"${invalid('instalments', errors)}` : ''}${isChosen ? raw(' checked') : ''}${described('instalments', errors)}>
        <span>${count === 1 ? texts.once : fill(pluralOf(texts.severalTimes, count, texts.locale), count)}
          ${count > 1 && html`<small>${describePlan(total, dates, today, texts)}</small>`}</span>
      </label></div>`;
    })}
    ${renderError('instalments', errors)}
  </fieldset>`;
}

function describePlan(total: number | undefined, dates: readonly string[], today: string, texts: PageTexts): unknown {
  if (total === undefined) {
    const days = [today, ...dates].map((date) => formatDay(date, texts));
    return fill(texts.paymentDays, listOf(days, texts));
  }
  const { initialCents, terms } = planOn(total, dates);
  return fill(texts.plan, money(initialCents, texts), listOf(termsOf(terms, texts), texts));
}

function renderFields(names: readonly PayerField[], legend: string, view: FormView): Html | undefined {
  if (names.length === 0) return undefined;
  return html`<fieldset>
    <legend>${legend}</legend>
    ${names.map((name) => renderField(name, view))}
  </fieldset>`;
}

function renderField(name: PayerField, view: FormView): Html {
  const { offer, values, errors, texts } = view;
  const isRequired = offer.payer[name] === 'required';
  const rule = isRequired ? (name === 'email' ? texts.requiredEmail : texts.required) : texts.optional;
  const attributes = html` id="${name}" name="${name}" autocomplete="${PAYER_FIELDS[name].autocomplete}"${isRequired ? raw(' aria-required="true"') : ''}${invalid(name, errors)}${described(name, errors)}`;
  const control =
    name === 'country'
      ? renderCountries(attributes, isRequired, view)
      : html`<input${attributes} value="${values[name] ?? ''}" maxlength="${PAYER_FIELD_MAX}"${name === 'email' ? raw(EMAIL) : ''}>`;
  return html`<div class="field">
    <label class="label" for="${name}">${texts[name]} <small>(${rule})</small></label>
    ${control}
    ${renderError(name, errors)}
  </div>`;
}

const EMAIL = ' type="email" autocapitalize="none" spellcheck="false"';

/** France is chosen where a country is required; where it is optional, none is. */
function renderCountries(attributes: Html, isRequired: boolean, { values, texts }: FormView): Html {
  const chosen = values.country ?? (isRequired ? FRANCE : '');
  return html`<select${attributes}>
    ${!isRequired && html`<option value=""></option>`}
    ${countries(texts.locale).map(([code, name]) => option(code, name, chosen))}
  </select>`;
}

function option(value: string, label: string, chosen: string): Html {
  return html`<option value="${value}"${value === chosen ? raw(' selected') : ''}>${label}</option>`;
}

/** The field of the first error has focus when the page opens. */
function invalid(name: string, errors: FieldErrors): Html | '' {
  if (!errors.has(name)) return '';
  const isFirst = [...errors.keys()][0] === name;
  return html` aria-invalid="true"${isFirst ? raw(' autofocus') : ''}`;
}

function described(name: string, errors: FieldErrors): Html | '' {
  return errors.has(name) ? html` aria-describedby="${name}-error"` : '';
}

function renderError(name: string, errors: FieldErrors): Html | undefined {
  const text = errors.get(name);
  return text === undefined ? undefined : html`<p class="error" id="${name}-error">${text}</p>`;
}

/** The amount that the address names, where the payer may choose it; else the one that the offer has chosen. */
export function initialValues({ amountCents: rule }: PricedOffer, amount = ''): FormValues {
  if (typeof rule === 'number') return {};
  const cents = parseEuros(amount);
  if (typeof cents === 'number' && cents >= rule.min && cents <= rule.max) return amountValues(cents, rule);
  return rule.preselected === undefined ? {} : amountValues(rule.preselected, rule);
}

/** Instead of a form: why nothing can be paid now. */
export function closedText({ status, opensOn }: PricedOffer, texts: PageTexts): string {
  const code = status === 'not-open' ? 'offer-not-open' : 'offer-closed';
  return describeError({ code, details: { opensOn } }, texts);
}

/** For search engines and social networks. */
export function priceText({ amountCents: rule }: PricedOffer, texts: PageTexts): string {
  if (typeof rule === 'number') return formatEuros(rule, texts);
  return fill(texts.bounds, formatEuros(rule.min, texts), formatEuros(rule.max, texts)).join('');
}
