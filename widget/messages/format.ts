import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Term } from '../../proxy/contract/instalments.ts';
import type { Words } from '../../proxy/contract/offer.ts';
import type { FormMessages } from './messages.ts';

/** Puts `values` into the places of a text: `{0}`, `{1}`… */
export function fill(text: string, ...values: readonly unknown[]): readonly unknown[] {
  return text.split(/\{(\d)\}/).map((part, index) => (index % 2 === 1 ? values[Number(part)] : part));
}

/** Writes cents as the locale does, without decimals when there are none: `20 €`, `20,50 €`. */
export function formatEuros(cents: number, locale: string): string {
  const style = { style: 'currency', currency: 'EUR', minimumFractionDigits: cents % 100 ? 2 : 0 } as const;
  return new Intl.NumberFormat(locale, style).format(cents / 100);
}

/** An amount that a page translator leaves alone: some turn `20 €` into dollars. */
export function money(cents: number, { locale }: FormMessages): TemplateResult {
  return html`<span translate="no">${formatEuros(cents, locale)}</span>`;
}

/** The name of what is paid for, in the payer's language where the offer has it; else in French, marked so for screen readers. */
export function labelOf(
  named: { readonly itemName: string; readonly labels?: Words },
  { locale }: FormMessages,
): TemplateResult {
  const label = named.labels?.[locale.slice(0, 2)];
  return html`<span lang=${label ? nothing : 'fr'}>${label ?? named.itemName}</span>`;
}

/** Payments with their days, as the end of a sentence: `10 € le 22 décembre et 10 € le 22 janvier`. */
export function payments(terms: readonly Term[], messages: FormMessages): readonly unknown[] {
  const phrases = terms.map(({ amountCents, date }) =>
    fill(messages.term, money(amountCents, messages), formatDay(date, messages)),
  );
  const places = new Intl.ListFormat(messages.locale).formatToParts(phrases.map((_, index) => String(index)));
  return places.map(({ type, value }) => (type === 'element' ? phrases[Number(value)] : value));
}

/** A day (`YYYY-MM-DD`) that stays on one line: `22 janvier`, `1er février`; with its year where asked. */
export function formatDay(date: string, { locale, firstDay }: FormMessages, year?: 'numeric'): string {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year, timeZone: 'UTC' });
  const parts = format.formatToParts(new Date(date));
  const texts = parts.map(({ type, value }) => (type === 'day' && value === '1' ? firstDay : value));
  return texts.join('').replaceAll(' ', '\u00a0');
}
