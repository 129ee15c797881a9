/** Why a text is not an amount. */
export type EurosFault = 'amount-missing' | 'amount-unreadable';

/** Euros with at most two decimals; spaces are allowed between thousands, the sign before or after. */
const EUROS = /^€?\s*(\d{1,3}(?:\s\d{3})+|\d+)(?:[.,](\d{0,2}))?\s*€?$/;

/**
 * Reads the euros that a person types, as cents and never through a float. What one reader takes for thousands and another
 * for decimals is refused: `1.000`, `1.000,50`, `12,345`.
 */
export function parseEuros(text: string): number | EurosFault {
  const typed = text.trim();
  if (typed === '') return 'amount-missing';
  const [, euros, cents = ''] = EUROS.exec(typed) ?? [];
  if (euros === undefined) return 'amount-unreadable';
  return Number(euros.replace(/\s/g, '')) * 100 + Number(cents.padEnd(2, '0'));
}

/** Writes cents as a person of that language does, without decimals when there are none: `20 €`, `20,50 €`. */
export function formatEuros(cents: number, locale: string): string {
  const style = { style: 'currency', currency: 'EUR', minimumFractionDigits: cents % 100 ? 2 : 0 } as const;
  return new Intl.NumberFormat(locale, style).format(cents / 100);
}
