import { html, nothing, type TemplateResult } from 'lit';
import type { FieldOf, TokensOf } from '../../proxy/contract/payer.ts';
import type { FormContext } from './form-context.ts';
import { renderField } from './form-fields.ts';
import { isAsked } from './form-values.ts';

/** In the order of the form. */
const FIELDS = Object.entries({
  firstName: 'given-name',
  lastName: 'family-name',
  email: 'email',
} satisfies TokensOf<'person'>) as readonly [FieldOf<'person'>, string][];

/** Who pays, as prefill of HelloAsso's page; below, the fields of a company where the offer has them. Each field keeps its place in the template, so that none turns into another. */
export function renderPayer(
  context: FormContext,
  company: TemplateResult | undefined,
): TemplateResult | typeof nothing {
  const { offer, messages } = context;
  if (!company && !FIELDS.some(([name]) => isAsked(offer.payer, name))) return nothing;
  return html`<fieldset class="payer">
    <legend part="label">${messages.details}</legend>
    ${FIELDS.map(([name, token]) => {
      const rule = offer.payer[name];
      return isAsked(offer.payer, name) ? renderField(name, token, rule === 'required', context) : nothing;
    })}
    ${company}
  </fieldset>`;
}
