import { html, nothing, type TemplateResult } from 'lit/html.js';
import { PAYER_EMAIL, PAYER_NAME } from '../proxy/contract/limits.ts';
import { type FormValues, OTHER, PAYER_FIELDS } from './form-values.ts';
import type { Messages } from './messages.ts';
import type { PricedOffer } from './priced-offer.ts';
import { fill, money } from './wording.ts';

/** The faults to show, by the name of their field. */
export type ShownFaults = ReadonlyMap<string, unknown>;

/** The price, or the choice of an amount. */
export function renderAmount(
  offer: PricedOffer,
  values: FormValues,
  faults: ShownFaults,
  messages: Messages,
): TemplateResult {
  const { amountCents } = offer;
  if (typeof amountCents === 'number') return html`<p class="price">${money(amountCents, messages)}</p>`;
  const { min, max, suggestions } = amountCents;
  const { choice, amount = '' } = values;
  const hasFault = faults.has('amount');
  const isTyped = choice === OTHER || suggestions.length === 0;
  const field = html`
    <span class="euros"
      ><input id="amount" name="amount" inputmode="decimal" autocomplete="off" aria-label=${messages.amountInEuros}
        .value=${amount} aria-invalid=${hasFault && isTyped} aria-describedby="bounds amount-fault"
    /></span>
    <small id="bounds">${fill(messages.bounds, money(min, messages), money(max, messages))}</small>
  `;
  return html`<fieldset role=${suggestions.length > 0 ? 'radiogroup' : 'group'}
    aria-invalid=${hasFault && !isTyped ? 'true' : nothing}>
    <legend>${messages.amount}</legend>
    <div class="choices">
      ${suggestions.map(
        (cents) => html`<label class="choice">
          <input type="radio" name="choice" aria-describedby="amount-fault" value=${cents} .checked=${choice === String(cents)} />
          ${money(cents, messages)}
        </label>`,
      )}
      ${
        suggestions.length > 0
          ? html`<div class="choice other">
              <label>
                <input type="radio" name="choice" aria-describedby="amount-fault" value=${OTHER} .checked=${choice === OTHER} />${messages.otherAmount}
              </label>
              ${field}
            </div>`
          : field
      }
    </div>
    ${renderFault('amount', faults)}
  </fieldset>`;
}

/** How many, where there is a choice. */
export function renderQuantity(
  { maxQuantity }: PricedOffer,
  { quantity = '1' }: FormValues,
  messages: Messages,
): TemplateResult | typeof nothing {
  if (maxQuantity === 1) return nothing;
  const numbers = Array.from({ length: maxQuantity }, (_, index) => String(index + 1));
  return html`<div class="field">
    <label for="quantity">${messages.quantity}</label>
    <select id="quantity" name="quantity">
      ${numbers.map((number) => html`<option ?selected=${number === quantity}>${number}</option>`)}
    </select>
  </div>`;
}

/** Who pays, for HelloAsso's page to know already. */
export function renderPayer(values: FormValues, faults: ShownFaults, messages: Messages): TemplateResult {
  return html`<fieldset class="payer">
    <legend>${messages.details} <small>(${messages.optional})</small></legend>
    ${PAYER_FIELDS.map(
      ([field, autocomplete]) => html`<div class="field">
        <label for=${field}>${messages[field]}</label>
        <input id=${field} name=${field} autocomplete=${autocomplete} maxlength=${PAYER_NAME.max} .value=${values[field] ?? ''}
          type=${field === 'email' ? field : 'text'} pattern=${field === 'email' ? PAYER_EMAIL.pattern : nothing}
          aria-invalid=${faults.has(field)} aria-describedby="${field}-fault" />
        ${renderFault(field, faults)}
      </div>`,
    )}
  </fieldset>`;
}

/** What is wrong with a field, beside it. */
export function renderFault(name: string, faults: ShownFaults): TemplateResult {
  return html`<p id="${name}-fault" class="fault" aria-live="polite">${faults.get(name)}</p>`;
}
