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
