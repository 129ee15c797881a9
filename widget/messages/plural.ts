import type { PluralForms } from './messages.ts';

/** The form of a text for a number: most languages here have one form, as the number is never below two. */
export function pluralOf(text: string | PluralForms, count: number, locale: string): string {
  return typeof text === 'string' ? text : (text[new Intl.PluralRules(locale).select(count)] ?? text.other);
}
