import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Words } from '../proxy/contract/offer.ts';
import type { FieldFault, Messages } from './messages.ts';
import { formatEuros } from './money.ts';
import type { PricedOffer } from './priced-offer.ts';

/** Puts `values` into the places of a text: `{0}`, `{1}`… */
export function fill(text: string, ...values: readonly unknown[]): readonly unknown[] {
  return text.split(/\{(\d)\}/).map((part, index) => (index % 2 === 1 ? values[Number(part)] : part));
}

/** An amount that a page translator leaves alone: some turn `20 €` into dollars. */
export function money(cents: number, { locale }: Messages): TemplateResult {
  return html`<span translate="no">${formatEuros(cents, locale)}</span>`;
}

/** What is wrong with a field, in the payer's words. */
export function describeFault(fault: FieldFault, { amountCents }: PricedOffer, messages: Messages): unknown {
  const { min, max } = typeof amountCents === 'number' ? { min: amountCents, max: amountCents } : amountCents;
  return fill(messages[`fault-${fault}`] ?? '', money(min, messages), money(max, messages));
}

/** The name of what is paid for, in the payer's language where the offer has it; else in the association's, for a voice to read. */
export function labelOf(
  named: { readonly itemName: string; readonly labels?: Words },
  { locale }: Messages,
): TemplateResult {
  const label = named.labels?.[locale.slice(0, 2)];
  return html`<span lang=${label ? nothing : 'fr'}>${label ?? named.itemName}</span>`;
}
