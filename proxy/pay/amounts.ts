import { html } from 'hono/html';
import { formatDay } from '../../widget/messages/days.ts';
import { fill, formatEuros } from '../../widget/messages/format.ts';
import type { Term } from '../contract/instalments.ts';
import type { Html } from './page.ts';
import type { PageTexts } from './texts.ts';

/** An amount that a page translator leaves alone: some turn `20 €` into dollars. */
export function money(cents: number, texts: PageTexts): Html {
  return html`<span translate="no">${formatEuros(cents, texts)}</span>`;
}

/** Payments with their days: `10 € le 22 décembre`. */
export function termsOf(terms: readonly Term[], texts: PageTexts): readonly unknown[] {
  return terms.map(({ amountCents, date }) => fill(texts.term, money(amountCents, texts), formatDay(date, texts)));
}

/** `a, b et c` */
export function listOf(members: readonly unknown[], { list: [comma, and] }: PageTexts): readonly unknown[] {
  return members.map((member, index) => [index === 0 ? '' : index < members.length - 1 ? comma : and, member]);
}
