import { html, raw } from 'hono/html';
import type { FormValues } from '../../widget/core/form-values-shape.ts';
import type { PricedOffer } from '../../widget/core/priced-offer.ts';
import { countries, FRANCE } from '../../widget/form/countries.ts';
import { asksForAddress, isAsked, OTHER, totalOf } from '../../widget/form/form-values.ts';
import { datesOf, payableCounts } from '../../widget/form/plans.ts';
import { taxSentence } from '../../widget/form/tax-sentence.ts';
import { formatDay } from '../../widget/messages/days.ts';
import { fill, formatEuros } from '../../widget/messages/format.ts';
import { pluralOf } from '../../widget/messages/plural.ts';
import { planOn } from '../contract/instalments.ts';
import { PAYER_FIELD_MAX } from '../contract/limits.ts';
import type { PayerField } from '../contract/payer.ts';
import type { Html } from './page.ts';
import type { FieldErrors } from './read-form.ts';
import type { Words } from './words.ts';

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
  /** Whether the page may be in a frame, which the payment must leave. */
  readonly isFramed: boolean;
  readonly words: Words;
}

/** The tokens of HTML's `autocomplete` attribute. */
const AUTOCOMPLETE: Readonly<Record<PayerField, string>> = {
  firstName: 'given-name',
  lastName: 'family-name',
  email: 'email',
  companyName: 'organization',
  address: 'address-line1',
  zipCode: 'postal-code',
  city: 'address-level2',
  country: 'country-name',
};

/** The form, which a browser sends by itself. What the payer chooses changes nothing on screen: every choice says what it means. */
export function renderForm(view: FormView): Html {
  const { offer, errors, failure, action, token, isFramed, words } = view;
  const fieldsOf = (names: readonly PayerField[]) => names.filter((name) => isAsked(offer.payer, name));
  const person = fieldsOf(['firstName', 'lastName', 'email', 'companyName']);
  const address = asksForAddress(offer.payer) ? fieldsOf(['address', 'zipCode', 'city', 'country']) : [];
  return html`<form method="post" action="${action}" novalidate${isFramed ? raw(' target="_top"') : ''}>
    ${renderFailure(errors, failure, words)}
    ${offer.mode === 'test' && html`<p><mark>${words.test}</mark> <small>${words.testMeans}</small></p>`}
    ${renderAmount(view)}
    ${renderTax(view)}
    ${renderQuantity(view)}
    ${renderInstalments(view)}
    ${renderFields(person, words.details, view)}
    ${renderFields(address, words.postalAddress, view)}
    <p><small>${words.contribution}</small></p>
    <input type="hidden" name="token" value="${token}">
    <button>${words[`submit-${offer.kind}`][0]}</button>
    ${offer.monthlyUrl && html`<p><a href="${offer.monthlyUrl}" target="_top">${words.monthly}</a></p>`}
  </form>`;
}

/** Every error with a link to its field, for those who do not see where focus is. */
function renderFailure(errors: FieldErrors, failure: string | undefined, words: Words): Html | undefined {
  if (!failure && errors.size === 0) return undefined;
  return html`<div role="alert">
    <h2>${words.failed}</h2>
    ${failure && html`<p>${failure}</p>`}
    ${
      errors.size > 0 &&
      html`<ul class="error">${[...errors].map(([name, text]) => html`<li>${name ? html`<a href="#${name}">${text}</a>` : text}</li>`)}</ul>`
    }
  </div>`;
}

function renderAmount(view: FormView): Html {
  const { offer, values, errors, words } = view;
  const { amountCents: rule, kind, maxQuantity } = offer;
  if (typeof rule === 'number') {
    const price = formatEuros(rule, words);
    const each = kind === 'ticket' ? words.pricePerTicket : words.pricePerUnit;
    return html`<p class="price">${maxQuantity === 1 ? price : fill(each, price).join('')}</p>`;
  }
  const { min, max, suggestions } = rule;
  const bounds = fill(words.bounds, formatEuros(min, words), formatEuros(max, words)).join('');
  const isChoice = suggestions.length > 0;
  const choice = (value: string, label: string) => html`<label class="choice">
    <input type="radio" name="choice" value="${value}"${values.choice === value ? raw(' checked') : ''}${described('amount', errors)}> <span>${label}</span>
  </label>`;
  const field = html`<span class="euros"><input id="amount" name="amount" value="${values.amount ?? ''}" inputmode="decimal" autocomplete="off" maxlength="20"
    aria-label="${isChoice ? words.otherAmount : words.amount}, ${words.inEuros}"${isChoice ? '' : raw(' aria-required="true"')}${invalid('amount', errors)} aria-describedby="bounds${errors.has('amount') ? ' amount-error' : ''}"> €</span>`;
  return html`<fieldset>
    <legend>${words.amount} <small>(${words.required})</small></legend>
    ${suggestions.map((cents) => choice(String(cents), formatEuros(cents, words)))}
    ${isChoice && choice(OTHER, words.otherAmount)}
    ${field}
    <p id="bounds" class="hint">${bounds}</p>
    ${renderError('amount', errors)}
  </fieldset>`;
}

/** With an example, where the payer chooses the amount. */
function renderTax({ offer, words }: FormView): Html | undefined {
  const sentence = taxSentence(offer, {}, words);
  if (!sentence) return undefined;
  const { text, cents, isFrench } = sentence;
  const filled = fill(text, ...cents.map((amount) => formatEuros(amount, words))).join('');
  return html`<p class="tax"${isFrench ? raw(' lang="fr"') : ''}>${filled}</p>`;
}

function renderQuantity({ offer: { maxQuantity }, values, errors, words }: FormView): Html | undefined {
  if (maxQuantity === 1) return undefined;
  return html`<div class="field">
    <label class="label" for="quantity">${words.quantity}</label>
    <select id="quantity" name="quantity"${invalid('quantity', errors)}${described('quantity', errors)}>
      ${[...Array(maxQuantity).keys()].map((index) => option(String(index + 1), String(index + 1), values.quantity ?? '1'))}
    </select>
    ${renderError('quantity', errors)}
  </div>`;
}

/** Each number of payments with its days, and with its amounts where there is one total. */
function renderInstalments(view: FormView): Html | undefined {
  const { offer, values, errors, today, words } = view;
  const total = offer.maxQuantity === 1 ? totalOf(offer) : undefined;
  const counts = payableCounts(offer, total);
  if (counts.length < 2) return undefined;
  const chosen = values.instalments ?? '1';
  return html`<fieldset>
    <legend>${words.payment}</legend>
    ${counts.map((count, index) => {
      const dates = datesOf(offer, count);
      const isChosen = chosen === String(count);
      return html`<label class="choice">
        <input type="radio" name="instalments" value="${count}"${index === 0 ? html` id="instalments"${invalid('instalments', errors)}` : ''}${isChosen ? raw(' checked') : ''}${described('instalments', errors)}>
        <span>${count === 1 ? words.once : fill(pluralOf(words.severalTimes, count, words.locale), count).join('')}
          ${count > 1 && html`<small>${describePlan(total, dates, today, words)}</small>`}</span>
      </label>`;
    })}
    ${renderError('instalments', errors)}
  </fieldset>`;
}

function describePlan(total: number | undefined, dates: readonly string[], today: string, words: Words): string {
  if (total === undefined) {
    const days = [today, ...dates].map((date) => formatDay(date, words));
    return fill(words.paymentDays, listOf(days, words)).join('');
  }
  const { initialCents, terms } = planOn(total, dates);
  const others = terms.map(({ amountCents, date }) => {
    return fill(words.term, formatEuros(amountCents, words), formatDay(date, words)).join('');
  });
  return fill(words.plan, formatEuros(initialCents, words), listOf(others, words)).join('');
}

/** `a, b et c` */
export function listOf(members: readonly string[], { list: [comma, and] }: Words): string {
  const last = members.at(-1) ?? '';
  return members.length < 2 ? last : `${members.slice(0, -1).join(comma)}${and}${last}`;
}

function renderFields(names: readonly PayerField[], legend: string, view: FormView): Html | undefined {
  if (names.length === 0) return undefined;
  return html`<fieldset>
    <legend>${legend}</legend>
    ${names.map((name) => renderField(name, view))}
  </fieldset>`;
}

function renderField(name: PayerField, view: FormView): Html {
  const { offer, values, errors, words } = view;
  const isRequired = offer.payer[name] === 'required';
  const rule = isRequired ? (name === 'email' ? words.requiredEmail : words.required) : words.optional;
  const attributes = html` id="${name}" name="${name}" autocomplete="${AUTOCOMPLETE[name]}"${isRequired ? raw(' aria-required="true"') : ''}${invalid(name, errors)}${described(name, errors)}`;
  const control =
    name === 'country'
      ? renderCountries(attributes, isRequired, view)
      : html`<input${attributes} value="${values[name] ?? ''}" maxlength="${PAYER_FIELD_MAX}"${name === 'email' ? raw(EMAIL) : ''}>`;
  return html`<div class="field">
    <label class="label" for="${name}">${words[name]} <small>(${rule})</small></label>
    ${control}
    ${renderError(name, errors)}
  </div>`;
}

const EMAIL = ' type="email" autocapitalize="none" spellcheck="false"';

/** France is chosen where a country is required; where it is optional, none is. */
function renderCountries(attributes: Html, isRequired: boolean, { values, words }: FormView): Html {
  const chosen = values.country ?? (isRequired ? FRANCE : '');
  return html`<select${attributes}>
    ${!isRequired && html`<option value=""></option>`}
    ${countries(words.locale).map(([code, name]) => option(code, name, chosen))}
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
