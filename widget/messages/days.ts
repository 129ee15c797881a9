import { fill } from './format.ts';
import type { DayMessages } from './messages.ts';

/** A day (`YYYY-MM-DD`) that stays on one line: `22 janvier`, `1er février`; with its year where asked. */
export function formatDay(date: string, messages: DayMessages, withYear = false): string {
  const { firstDay, day, dayOfYear, months } = messages;
  const [year, month = 1, dayOfMonth] = date.split('-').map(Number);
  const name = months.split(' ')[month - 1];
  const text = fill(withYear ? dayOfYear : day, dayOfMonth === 1 ? firstDay : dayOfMonth, name, year).join('');
  return text.replaceAll(' ', '\u00a0');
}
