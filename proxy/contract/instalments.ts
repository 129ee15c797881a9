export const INSTALMENTS = {
  max: 12,
  /** Minimum of each payment when there are several. HelloAsso publishes none; 1 € is on the safe side. */
  minCents: 100,
} as const;

/** A payment after the first. */
export interface Term {
  readonly amountCents: number;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/** How a total is paid: now, then one payment a month. */
export interface Plan {
  /** Charged at once; includes the cents that do not divide equally. */
  readonly initialCents: number;
  readonly terms: readonly Term[];
}

/** Splits `totalCents` into equal payments: one now, and one on each of the `dates` (`YYYY-MM-DD`). */
export function planOn(totalCents: number, dates: readonly string[]): Plan {
  const amountCents = Math.floor(totalCents / (dates.length + 1));
  return { initialCents: totalCents - amountCents * dates.length, terms: dates.map((date) => ({ amountCents, date })) };
}

/** Whether each of `count` payments of `totalCents` is large enough to be collected. */
export function isPayableIn(totalCents: number, count: number): boolean {
  return count === 1 || Math.floor(totalCents / count) >= INSTALMENTS.minCents;
}
