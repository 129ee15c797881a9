import { html, nothing, type TemplateResult } from 'lit';
import { withOnDemandMessages } from '../messages/fr-on-demand.ts';
import type { FormContext } from './form-context.ts';
import { renderField } from './form-fields.ts';
import { isAsked, paysAsCompany } from './form-values.ts';

/** Whether a company pays, and its name. */
export function renderCompany(context: FormContext): TemplateResult | undefined {
  const { offer, values } = context;
  const messages = withOnDemandMessages(context.messages);
  if (!isAsked(offer.payer, 'companyName')) return undefined;
  const pays = paysAsCompany(offer.payer, values);
  return html`
    ${
      offer.payer.companyName === 'optional'
        ? html`<label part="option">
            <input type="checkbox" name="isCompany" .checked=${pays} /> ${messages.isCompany}
          </label>`
        : nothing
    }
    ${pays ? renderField(['companyName', 'organization'], true, { ...context, messages }) : nothing}
  `;
}
