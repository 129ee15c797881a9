import { html, nothing, type TemplateResult } from 'lit';
import type { FormContext } from './form-context.ts';
import { renderField, type TokenOf } from './form-fields.ts';
import { isAsked } from './form-values.ts';

const PERSON_FIELDS: readonly TokenOf<'firstName' | 'lastName' | 'email'>[] = [
  ['firstName', 'given-name'],
  ['lastName', 'family-name'],
  ['email', 'email'],
];

/** Who pays, as prefill of HelloAsso's page; below, the fields of a company where the offer has them. Each field keeps its place in the template, so that none turns into another. */
export function renderPayer(
  context: FormContext,
  company: TemplateResult | undefined,
): TemplateResult | typeof nothing {
  const { offer, messages } = context;
  if (!company && !PERSON_FIELDS.some(([name]) => isAsked(offer.payer, name))) return nothing;
  return html`<fieldset class="payer">
    <legend part="label">${messages.details}</legend>
    ${PERSON_FIELDS.map((field) => {
      const rule = offer.payer[field[0]];
      return isAsked(offer.payer, field[0]) ? renderField(field, rule === 'required', context) : nothing;
    })}
    ${company}
  </fieldset>`;
}
