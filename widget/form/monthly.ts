import { html, nothing, type TemplateResult } from 'lit';
import { isTrustedUrl } from '../core/trusted-url.ts';
import { withOnDemandMessages } from '../messages/fr-on-demand.ts';
import type { FormContext } from './form-context.ts';

/** The link to HelloAsso's own form for monthly gifts, where the offer has one. It leaves a frame: HelloAsso refuses to be in one. */
export function renderMonthly({ offer: { monthlyUrl }, messages }: FormContext): TemplateResult | typeof nothing {
  if (!monthlyUrl || !isTrustedUrl(monthlyUrl, location.hostname)) return nothing;
  return html`<p><a href=${monthlyUrl} target="_top">${withOnDemandMessages(messages).monthly}</a></p>`;
}
