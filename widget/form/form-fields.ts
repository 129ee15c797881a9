import { html, nothing, type TemplateResult } from 'lit';
import { EMAIL_PATTERN, PAYER_FIELD_MAX, PAYER_FIELDS, type PayerField } from '../../proxy/contract/payer.ts';
import { fill, money } from '../messages/format.ts';
import type { FieldErrorName } from '../messages/messages.ts';
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
  const field = html`
    <span class="euros" translate="no">
      <input id="amount" name="amount" inputmode="decimal" autocomplete="off" aria-label="${isChoice ? messages.otherAmount : messages.amount}, ${messages.inEuros}"
        aria-required=${isTyped} aria-invalid=${hasError && isTyped} aria-describedby="bounds amount-message" /> €
    </span>
    <small id="bounds">${fill(messages.bounds, money(min, messages), money(max, messages))}</small>
  `;
  return html`<fieldset role=${isChoice ? 'radiogroup' : 'group'}
    aria-required=${isChoice || nothing} aria-invalid=${(hasError && !isTyped) || nothing}>
    <legend>${messages.amount}</legend>
    ${
      isChoice
        ? html`<div class="choices">
              ${suggestions.map(
                (cents) => html`<label class="choice">
                  <input type="radio" name="choice" aria-describedby="amount-message" value=${cents} .checked=${choice === String(cents)} />
                  ${money(cents, messages)}
                </label>`,
              )}
            </div>
            <div class="choice other">
              <label>
                <input type="radio" name="choice" aria-describedby="amount-message" value=${OTHER} .checked=${choice === OTHER} />${messages.otherAmount}
              </label>
              ${field}
            </div>`
        : field
    }
    ${renderMessage('amount', context)}
  </fieldset>`;
}

/** The price of one, which says so where the payer may buy several. */
function renderPrice(amountCents: number, { offer: { kind, maxQuantity }, messages }: FormContext): TemplateResult {
  const price = money(amountCents, messages);
  const text = kind === 'ticket' ? messages.pricePerTicket : messages.pricePerUnit;
  return html`<p class="price">${maxQuantity === 1 ? price : fill(text, price)}</p>`;
}

/** How many, where there is a choice. */
export function renderQuantity({ offer, values, messages }: FormContext): TemplateResult | typeof nothing {
  const { maxQuantity } = offer;
  if (maxQuantity === 1) return nothing;
  const chosen = quantityOf(offer, values);
  return html`<div class="field">
    <label for="quantity">${messages.quantity}</label>
    <select id="quantity" name="quantity">
      ${[...Array(maxQuantity).keys()].map((index) => html`<option .selected=${index + 1 === chosen}>${index + 1}</option>`)}
    </select>
  </div>`;
}

/** One text field of the payer. Its value is not drawn: the element writes it once, and a redraw never touches what is typed. */
export function renderField(name: PayerField, isRequired: boolean, context: FormContext): TemplateResult {
  const { format, autocomplete } = PAYER_FIELDS[name];
  const isEmail = format === 'email';
  return html`<div class="field">
    ${renderLabel(name, isRequired, context)}
    <input id=${name} name=${name} autocomplete=${autocomplete} maxlength=${PAYER_FIELD_MAX}
      type=${isEmail ? 'email' : 'text'} pattern=${isEmail ? EMAIL_PATTERN : nothing} ?required=${isRequired}
      aria-invalid=${context.errors.has(name)} aria-describedby="${name}-message" />
    ${renderMessage(name, context)}
  </div>`;
}

export function renderLabel(name: PayerField, isRequired: boolean, { messages }: FormContext): TemplateResult {
  return html`<label for=${name}>${messages[name]} <small>(${isRequired ? messages.required : messages.optional})</small></label>`;
}

/** What is wrong with a field, else a hint. The empty element keeps its height, so that nothing moves when a message comes. */
export function renderMessage(name: string, context: FormContext): TemplateResult {
  const { errors, hints, isAnnounced } = context;
  const error = errors.get(name);
  return html`<p id="${name}-message" class="message ${error ? 'field-error' : ''}" aria-live=${isAnnounced ? 'polite' : 'off'}>${error ? describe(error, context) : hints.get(name)}</p>`;
}

function describe(error: FieldErrorName, { offer: { amountCents }, messages }: FormContext): unknown {
  const { min, max } = typeof amountCents === 'number' ? { min: amountCents, max: amountCents } : amountCents;
  return fill(messages[`field-error-${error}`] ?? '', money(min, messages), money(max, messages));
}
