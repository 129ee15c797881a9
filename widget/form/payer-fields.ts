import { html, nothing, type TemplateResult } from 'lit';
import { PAYER_FIELD_NAMES, PAYER_FIELDS } from '../../proxy/contract/payer.ts';
import type { FormContext } from './form-context.ts';
import { renderField } from './form-fields.ts';
import { isAsked } from './form-values.ts';

const PERSON_FIELDS = PAYER_FIELD_NAMES.filter((name) => PAYER_FIELDS[name].group === 'person');

/** Who pays, as prefill of HelloAsso's page; below, the fields of a company where the offer has them. Each field keeps its place in the template, so that none turns into another. */
export function renderPayer(
  context: FormContext,
  company: TemplateResult | undefined,
): TemplateResult | typeof nothing {
  const { offer, messages } = context;
  if (!company && !PERSON_FIELDS.some((name) => isAsked(offer.payer, name))) return nothing;
  return html`<fieldset class="payer">
    <legend part="label">${messages.details}</legend>
    ${PERSON_FIELDS.map((name) =>
      isAsked(offer.payer, name) ? renderField(name, offer.payer[name] === 'required', context) : nothing,
    )}
    ${company}
  </fieldset>`;
}
