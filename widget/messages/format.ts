import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Words } from '../../proxy/contract/offer.ts';
import type { FormMessages } from './messages.ts';

/** Puts `values` into the places of a text: `{0}`, `{1}`… */
export function fill(text: string, ...values: readonly unknown[]): readonly unknown[] {
  return text.split(/\{(\d)\}/).map((part, index) => (index % 2 === 1 ? values[Number(part)] : part));
}

/** Writes cents as the language does, without decimals when there are none: `20 €`, `20,50 €`. Without `Intl`, whose first use costs a form time. */
export function formatEuros(cents: number, { euros }: FormMessages): string {
  const [pattern, decimalSign, thousandsSign, groupedFromCents = 0] = euros;
  const digits = (cents / 100).toFixed(cents % 100 ? 2 : 0).replace('.', decimalSign);
  const grouped = digits.replace(/\B(?=(\d{3})+\b)/g, thousandsSign);
  return pattern.replace('{0}', cents < groupedFromCents ? digits : grouped);
}

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
