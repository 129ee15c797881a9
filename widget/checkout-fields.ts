import { html, nothing, type TemplateResult } from 'lit/html.js';
import {
  EMAIL_PATTERN,
  PAYER_FIELD_MAX,
  PAYER_FIELD_NAMES,
  PAYER_FIELDS,
  type PayerField,
} from '../proxy/contract/payer.ts';
import type { Options } from './checkout-controller.ts';
import { type FormValues, isAsked, OTHER, quantityOf } from './form-values.ts';
import type { Messages } from './messages.ts';
import type { PricedOffer } from './priced-offer.ts';
import { fill, money } from './wording.ts';

/** What to say beside a field, by its name. */
export interface Remarks {
  /** What keeps the form from being sent. */
  readonly faults: ReadonlyMap<string, unknown>;
  /** What the payer may want to know, and need not heed. */
  readonly advice: ReadonlyMap<string, unknown> | undefined;
  /** Whether they are to be spoken as they come: not after a press, which takes focus to the first of them. */
  readonly isAloud: boolean;
}

/** The price, or the choice of an amount. */
export function renderAmount(
  offer: PricedOffer,
  values: FormValues,
  remarks: Remarks,
  messages: Messages,
): TemplateResult {
  const { amountCents } = offer;
  if (typeof amountCents === 'number') return renderPrice(offer, money(amountCents, messages), messages);
  const { min, max, suggestions } = amountCents;
  const { choice } = values;
  const isChoice = suggestions.length > 0;
  const hasFault = remarks.faults.has('amount');
  const isTyped = !isChoice || choice === OTHER;
  const field = html`
    <span class="euros" translate="no">
      <input id="amount" name="amount" inputmode="decimal" autocomplete="off" aria-label="${isChoice ? messages.otherAmount : messages.amount}, ${messages.inEuros}"
        aria-required=${isTyped} aria-invalid=${hasFault && isTyped} aria-describedby="bounds amount-remark" /> €
    </span>
    <small id="bounds">${fill(messages.bounds, money(min, messages), money(max, messages))}</small>
  `;
  return html`<fieldset role=${isChoice ? 'radiogroup' : 'group'}
    aria-required=${isChoice || nothing} aria-invalid=${(hasFault && !isTyped) || nothing}>
    <legend>${messages.amount}</legend>
    ${
      isChoice
        ? html`<div class="choices">
              ${suggestions.map(
                (cents) => html`<label class="choice">
                  <input type="radio" name="choice" aria-describedby="amount-remark" value=${cents} .checked=${choice === String(cents)} />
                  ${money(cents, messages)}
                </label>`,
              )}
            </div>
            <div class="choice other">
              <label>
                <input type="radio" name="choice" aria-describedby="amount-remark" value=${OTHER} .checked=${choice === OTHER} />${messages.otherAmount}
              </label>
              ${field}
            </div>`
        : field
    }
    ${renderRemark('amount', remarks)}
  </fieldset>`;
}

/** The price of one, which says so where the payer may buy several. */
function renderPrice({ kind, maxQuantity }: PricedOffer, price: unknown, messages: Messages): TemplateResult {
  const text = kind === 'ticket' ? messages.pricePerTicket : messages.pricePerUnit;
  return html`<p class="price">${maxQuantity === 1 ? price : fill(text, price)}</p>`;
}

/** How many, where there is a choice. */
export function renderQuantity(
  offer: PricedOffer,
  values: FormValues,
  messages: Messages,
): TemplateResult | typeof nothing {
  const { maxQuantity } = offer;
  if (maxQuantity === 1) return nothing;
  const chosen = quantityOf(offer, values);
  return html`<div class="field">
    <label for="quantity">${messages.quantity}</label>
    <select id="quantity" name="quantity">
      ${Array.from({ length: maxQuantity }, (_, index) => html`<option .selected=${index + 1 === chosen}>${index + 1}</option>`)}
    </select>
  </div>`;
}

/** Who pays, for HelloAsso's page to know already. Each field keeps its place in the template, so that none becomes another. */
export function renderPayer(
  { payer }: PricedOffer,
  values: FormValues,
  remarks: Remarks,
  messages: Messages,
  options: Options | undefined,
): TemplateResult | typeof nothing {
  const isPersonAsked = PERSON_FIELDS.some((name) => isAsked(payer, name));
  const company = options?.renderCompany(payer, values, remarks, messages);
  if (!isPersonAsked && !company) return nothing;
  return html`<fieldset class="payer">
    <legend>${messages.details}</legend>
    ${PERSON_FIELDS.map((name) => (isAsked(payer, name) ? renderField(name, payer[name] === 'required', remarks, messages) : nothing))}
    ${company}
  </fieldset>`;
}

const PERSON_FIELDS = PAYER_FIELD_NAMES.filter((name) => PAYER_FIELDS[name].group === 'person');

/** One text field of the payer, with its label and its remark. What it holds is written by the element. */
export function renderField(
  name: PayerField,
  isRequired: boolean,
  remarks: Remarks,
  messages: Messages,
): TemplateResult {
  const { format, autocomplete } = PAYER_FIELDS[name];
  const isEmail = format === 'email';
  return html`<div class="field">
    ${renderLabel(name, isRequired, messages)}
    <input id=${name} name=${name} autocomplete=${autocomplete} maxlength=${PAYER_FIELD_MAX}
      type=${isEmail ? 'email' : 'text'} pattern=${isEmail ? EMAIL_PATTERN : nothing} ?required=${isRequired}
      aria-invalid=${remarks.faults.has(name)} aria-describedby="${name}-remark" />
    ${renderRemark(name, remarks)}
  </div>`;
}

export function renderLabel(name: PayerField, isRequired: boolean, messages: Messages): TemplateResult {
  return html`<label for=${name}>${messages[name]} <small>(${isRequired ? messages.required : messages.optional})</small></label>`;
}

/** Keeps its place while there is nothing to say, so that nothing moves under a finger. */
export function renderRemark(name: string, { faults, advice, isAloud }: Remarks): TemplateResult {
  const fault = faults.get(name);
  return html`<p id="${name}-remark" class="remark ${fault ? 'fault' : ''}" aria-live=${isAloud ? 'polite' : 'off'}>${fault ?? advice?.get(name)}</p>`;
}
