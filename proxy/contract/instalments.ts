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

/** One less than the last day that every month has. Integrators of HelloAsso stay within it. */
const LAST_SAFE_DAY = 27;

/**
 * Splits `totalCents` into `count` payments: the first at `now`, then one in each following month on the same day, or the
 * 27th where that day is later. Days are counted in France, wherever the code runs.
 */
export function planInstalments(totalCents: number, count: number, now: Date): Plan {
  if (count === 1) return { initialCents: totalCents, terms: [] };
  const termCents = Math.floor(totalCents / count);
  const [year, month, day] = dayInFrance(now).split('-').map(Number) as [number, number, number];
  const terms = [...Array(count - 1).keys()].map((index) => ({
    amountCents: termCents,
    date: new Date(Date.UTC(year, month + index, Math.min(day, LAST_SAFE_DAY))).toISOString().slice(0, 10),
  }));
  return { initialCents: totalCents - termCents * terms.length, terms };
}

/** Whether each of `count` payments of `totalCents` is large enough to be collected. */
export function isPayableIn(totalCents: number, count: number): boolean {
  return count === 1 || Math.floor(totalCents / count) >= INSTALMENTS.minCents;
}

/** Created once: the constructor is slow. */
const IN_FRANCE = new Intl.DateTimeFormat('en', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day of a moment in France, `YYYY-MM-DD`. */
export function dayInFrance(moment: Date): string {
  const parts = IN_FRANCE.formatToParts(moment);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}
