import { nothing } from 'lit/html.js';
import type { Term } from '../../proxy/contract/instalments.ts';
import { fill, money } from './format.ts';
import type { DayMessages, FormMessages } from './messages.ts';

/** Payments with their days, as the end of a sentence: `10 € le 22 décembre et 10 € le 22 janvier`. */
export function payments(terms: readonly Term[], messages: FormMessages & DayMessages): readonly unknown[] {
  const [comma, and] = messages.list;
  return terms.map(({ amountCents, date }, index) => [
    index === 0 ? nothing : index < terms.length - 1 ? comma : and,
    fill(messages.term, money(amountCents, messages), formatDay(date, messages)),
  ]);
}

/** A day (`YYYY-MM-DD`) that stays on one line: `22 janvier`, `1er février`; with its year where asked. */
export function formatDay(date: string, messages: DayMessages, withYear = false): string {
  const { firstDay, day, dayOfYear, months } = messages;
  const [year, month = 1, dayOfMonth] = date.split('-').map(Number);
  const name = months.split(' ')[month - 1];
  const text = fill(withYear ? dayOfYear : day, dayOfMonth === 1 ? firstDay : dayOfMonth, name, year).join('');
  return text.replaceAll(' ', '\u00a0');
}
