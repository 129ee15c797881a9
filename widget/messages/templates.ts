import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Words } from '../../proxy/contract/offer.ts';
import { formatEuros } from './format.ts';
import type { FormMessages } from './messages.ts';

/** An amount that a page translator leaves alone: some turn `20 €` into dollars. */
export function money(cents: number, messages: FormMessages): TemplateResult {
  return html`<span translate="no">${formatEuros(cents, messages)}</span>`;
}

/** The name of what is paid for, in the payer's language where the offer has it; else in French, marked so for screen readers. */
export function labelOf(
  named: { readonly itemName: string; readonly labels?: Words },
  { locale }: FormMessages,
): TemplateResult {
  const label = named.labels?.[locale.slice(0, 2)];
  return html`<span lang=${label ? nothing : 'fr'}>${label ?? named.itemName}</span>`;
}
