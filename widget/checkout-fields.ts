import { html, nothing, type TemplateResult } from 'lit/html.js';
import { PAYER_EMAIL, PAYER_NAME } from '../proxy/contract/limits.ts';
import type { Options } from './checkout-controller.ts';
import { type FormValues, OTHER, PAYER_FIELDS, quantityOf } from './form-values.ts';
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
  if (typeof amountCents === 'number') return html`<p class="price">${money(amountCents, messages)}</p>`;
  const { min, max, suggestions } = amountCents;
  const { choice, amount = '' } = values;
  const isChoice = suggestions.length > 0;
  const hasFault = remarks.faults.has('amount');
  const isTyped = !isChoice || choice === OTHER;
  const field = html`
    <span class="euros" translate="no">
      <input id="amount" name="amount" inputmode="decimal" autocomplete="off" aria-label="${isChoice ? messages.otherAmount : messages.amount}, ${messages.inEuros}"
        .value=${amount} aria-required=${isTyped} aria-invalid=${hasFault && isTyped} aria-describedby="bounds amount-remark" /> €
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

/** Who pays, for HelloAsso's page to know already. */
export function renderPayer(
  { payer }: PricedOffer,
  values: FormValues,
  remarks: Remarks,
  messages: Messages,
  options: Options | undefined,
): TemplateResult | typeof nothing {
  const asked = PAYER_FIELDS.filter(([name]) => payer[name] !== 'hidden');
  const company = options?.renderCompany(payer, values, remarks, messages);
  if (asked.length === 0 && !company) return nothing;
  return html`<fieldset class="payer">
    <legend>${messages.details}</legend>
    ${asked.map(([name, autocomplete]) =>
      renderField(name, messages[name], autocomplete, payer[name] === 'required', values, remarks, messages),
    )}
    ${company}
  </fieldset>`;
}

/** One field of the payer, with its label and its remark. */
export function renderField(
  name: keyof FormValues,
  label: string,
  autocomplete: string,
  isRequired: boolean,
  values: FormValues,
  remarks: Remarks,
  messages: Messages,
): TemplateResult {
  return html`<div class="field">
    <label for=${name}>${label} <small>(${isRequired ? messages.required : messages.optional})</small></label>
    <input id=${name} name=${name} autocomplete=${autocomplete} maxlength=${PAYER_NAME.max} .value=${values[name] ?? ''}
      type=${name === 'email' ? name : 'text'} pattern=${name === 'email' ? PAYER_EMAIL.pattern : nothing} ?required=${isRequired}
      aria-invalid=${remarks.faults.has(name)} aria-describedby="${name}-remark" />
    ${renderRemark(name, remarks)}
  </div>`;
}

/** Keeps its place while there is nothing to say, so that nothing moves under a finger. */
function renderRemark(name: string, { faults, advice, isAloud }: Remarks): TemplateResult {
  const fault = faults.get(name);
  return html`<p id="${name}-remark" class="remark ${fault ? 'fault' : ''}" aria-live=${isAloud ? 'polite' : 'off'}>${fault ?? advice?.get(name)}</p>`;
}
