import type { AmountError } from '../messages/messages.ts';

/** Euros with at most two decimals; spaces are allowed between thousands, the sign before or after. */
const EUROS = /^€?\s*(\d{1,3}(?:\s\d{3})+|\d+)(?:[.,](\d{0,2}))?\s*€?$/;

/**
 * Reads euros as a person types them. Returns cents, never through a float. What one reader takes for thousands and another for
 * decimals is refused: `1.000`, `1.000,50`, `12,345`.
 */
export function parseEuros(text: string): number | Exclude<AmountError, 'amount-out-of-range'> {
  const typed = text.trim();
  if (typed === '') return 'amount-missing';
  const [, euros, cents = ''] = EUROS.exec(typed) ?? [];
  if (euros === undefined) return 'amount-unreadable';
  return Number(euros.replace(/\s/g, '')) * 100 + Number(cents.padEnd(2, '0'));
}

/** Writes cents into the field of an amount, as a person in France would. */
export function typedEuros(cents: number): string {
  return (cents / 100).toFixed(cents % 100 ? 2 : 0).replace('.', ',');
}
