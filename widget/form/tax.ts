import { html, nothing, type TemplateResult } from 'lit';
import { fill } from '../messages/format.ts';
import { withOnDemandMessages } from '../messages/fr-on-demand.ts';
import { money } from '../messages/templates.ts';
import type { FormContext } from './form-context.ts';
import { taxSentence } from './tax-sentence.ts';

/** What a gift costs in the end, where the offer says so. */
export function renderTax({ offer, values, messages }: FormContext): TemplateResult | typeof nothing {
  const sentence = taxSentence(offer, values, withOnDemandMessages(messages));
  if (!sentence) return nothing;
  const { text, cents, isFrench } = sentence;
  return html`<p part="tax" lang=${isFrench ? 'fr' : nothing}>${fill(text, ...cents.map((amount) => money(amount, messages)))}</p>`;
}
