import { html, nothing, type TemplateResult } from 'lit';
import { EMAIL_PATTERN, PAYER_FIELD_MAX } from '../../proxy/contract/limits.ts';
import type { FreeAmount } from '../../proxy/contract/offer.ts';
import type { PayerField } from '../../proxy/contract/payer.ts';
import { fill, formatEuros } from '../messages/format.ts';
import type { FieldErrorName } from '../messages/messages.ts';
import { money } from '../messages/templates.ts';
import type { FormContext } from './form-context.ts';
import { OTHER, quantityOf } from './form-values.ts';

/** The price, or the choice of an amount. */
export function renderAmount(context: FormContext): TemplateResult {
  const { offer, values, errors, messages } = context;
  const { amountCents } = offer;
  if (typeof amountCents === 'number') return renderPrice(amountCents, context);
  const { min, max, suggestions } = amountCents;
  const { choice } = values;
  const isChoice = suggestions.length > 0;
  const hasError = errors.has('amount');
  const isTyped = !isChoice || choice === OTHER;
  const tile = (value: string, label: string) => html`<label>
    <input type="radio" name="choice" aria-describedby="amount-message" value=${value} .checked=${choice === value} />
    <span part="amount ${choice === value ? 'amount-chosen' : ''}" translate=${value === OTHER ? nothing : 'no'}>${label}</span>
  </label>`;
  return html`<fieldset role=${isChoice ? 'radiogroup' : nothing}
    aria-required=${isChoice || nothing} aria-invalid=${(hasError && !isTyped) || nothing}>
    <legend part="label">${messages.amount} <small>(${messages.required})</small></legend>
    ${
      isChoice
        ? html`<div part="amounts">
            ${suggestions.map((cents) => tile(String(cents), formatEuros(cents, messages)))}${tile(OTHER, messages.otherAmount)}
          </div>`
        : nothing
    }
    <span class="euros" part="input ${hasError && isTyped ? 'input-invalid' : ''}" translate="no" ?hidden=${!isTyped}>
      <input id="amount" name="amount" inputmode="decimal" autocomplete="off" aria-label="${isChoice ? messages.otherAmount : messages.amount}, ${messages.inEuros}"
        aria-required=${isTyped} aria-invalid=${hasError && isTyped} aria-describedby="bounds amount-message" /> €
    </span>
    <small id="bounds" ?hidden=${!isTyped}>${fill(messages.bounds, money(min, messages), money(max, messages))}</small>
    ${renderMessage('amount', context)}
  </fieldset>`;
}

/** The price of one, which says so where the payer may buy several. */
function renderPrice(amountCents: number, { offer: { kind, maxQuantity }, messages }: FormContext): TemplateResult {
  const price = money(amountCents, messages);
  const text = kind === 'ticket' ? messages.pricePerTicket : messages.pricePerUnit;
  return html`<p part="price">${maxQuantity === 1 ? price : fill(text, price)}</p>`;
}

/** How many, where there is a choice. */
export function renderQuantity({ offer, values, messages }: FormContext): TemplateResult | typeof nothing {
  const { maxQuantity } = offer;
  if (maxQuantity === 1) return nothing;
  const chosen = quantityOf(offer, values);
  return html`<div class="field">
    <label for="quantity" part="label">${messages.quantity}</label>
    <select id="quantity" part="input" name="quantity">
      ${[...Array(maxQuantity).keys()].map((index) => html`<option .selected=${index + 1 === chosen}>${index + 1}</option>`)}
    </select>
  </div>`;
}

/** One text field of the payer. Its value is not drawn: the element writes it once, and a redraw never touches what is typed. */
export function renderField(
  name: PayerField,
  token: string,
  isRequired: boolean,
  context: FormContext,
): TemplateResult {
  const isEmail = name === 'email';
  return html`<div class="field">
    ${renderLabel(name, isRequired, context)}
    <input id=${name} name=${name} part="input" autocomplete=${token} maxlength=${PAYER_FIELD_MAX}
      inputmode=${isEmail ? 'email' : nothing} autocapitalize=${isEmail ? 'none' : nothing} autocorrect=${isEmail ? 'off' : nothing} spellcheck=${!isEmail}
      aria-required=${isRequired} aria-invalid=${context.errors.has(name)} aria-describedby="${name}-message" />
    ${renderMessage(name, context)}
  </div>`;
}

/** What is wrong with a field of the payer. Browsers would report `required`, `pattern` and `type="email"` as invalid before it is touched. */
export function payerFieldError(field: HTMLInputElement): FieldErrorName | undefined {
  const name = field.name as PayerField;
  const text = field.value.trim();
  if (!text) return field.matches('[aria-required=true]') ? `required-${name}` : undefined;
  return name === 'email' && !isEmail(text) ? 'email' : undefined;
}

/** By the browser's own rules, in a detached field, and with a dot in the domain. */
function isEmail(text: string): boolean {
  const probe = document.createElement('input');
  Object.assign(probe, { type: 'email', pattern: EMAIL_PATTERN, value: text });
  return probe.validity.valid;
}

export function renderLabel(name: PayerField, isRequired: boolean, { messages }: FormContext): TemplateResult {
  const rule = isRequired ? (name === 'email' ? messages.requiredEmail : messages.required) : messages.optional;
  return html`<label for=${name} part="label">${messages[name]} <small>(${rule})</small></label>`;
}

/** What is wrong with a field, else a hint. The element stays while it is empty: screen readers announce only what comes into one. */
export function renderMessage(name: string, context: FormContext): TemplateResult {
  const { errors, hints, isAnnounced } = context;
  const error = errors.get(name);
  return html`<p id="${name}-message" class="message" part=${error ? 'error' : nothing} aria-live=${isAnnounced ? 'polite' : 'off'}>${error ? describe(error, context) : hints.get(name)}</p>`;
}

/** The bounds are those of an amount that the payer chooses: no other error names them. */
function describe(error: FieldErrorName, { offer: { amountCents }, messages }: FormContext): unknown {
  const { min = 0, max = 0 } = amountCents as Partial<FreeAmount>;
  return fill(messages[`field-error-${error}`] ?? '', money(min, messages), money(max, messages));
}
