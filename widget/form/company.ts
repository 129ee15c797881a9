import { html, nothing, type TemplateResult } from 'lit';
import type { FieldOf, TokensOf } from '../../proxy/contract/payer.ts';
import { withOnDemandMessages } from '../messages/fr-on-demand.ts';
import type { FormContext } from './form-context.ts';
import { renderField } from './form-fields.ts';
import { isAsked, paysAsCompany } from './form-values.ts';

const FIELDS = Object.entries({ companyName: 'organization' } satisfies TokensOf<'company'>) as readonly [
  FieldOf<'company'>,
  string,
][];

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
    ${pays ? FIELDS.map(([name, token]) => renderField(name, token, true, { ...context, messages })) : nothing}
  `;
}
