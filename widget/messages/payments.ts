import { nothing } from 'lit/html.js';
import type { Term } from '../../proxy/contract/instalments.ts';
import { formatDay } from './days.ts';
import { fill } from './format.ts';
import type { DayMessages, FormMessages } from './messages.ts';
import { money } from './templates.ts';

/** Payments with their days, as the end of a sentence: `10 € le 22 décembre et 10 € le 22 janvier`. */
export function payments(terms: readonly Term[], messages: FormMessages & DayMessages): readonly unknown[] {
  const [comma, and] = messages.list;
  return terms.map(({ amountCents, date }, index) => [
    index === 0 ? nothing : index < terms.length - 1 ? comma : and,
    fill(messages.term, money(amountCents, messages), formatDay(date, messages)),
  ]);
}
