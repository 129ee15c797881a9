import { type Plan, planOn } from './contract/instalments.ts';

/** One less than the last day that every month has. Integrators of HelloAsso stay within it. */
const LAST_SAFE_DAY = 27;

/**
 * The days of the payments after the first, of `count` from `now` on, `YYYY-MM-DD`: one in each following month on the same day, or the
 * 27th where that day is later. Days are counted in France, wherever the code runs.
 */
export function termDates(count: number, now: Date): readonly string[] {
  if (count === 1) return []; // most checkouts: to find the day in France takes as long as three signatures
  const [year, month, day] = dayInFrance(now).split('-').map(Number) as [number, number, number];
  return [...Array(count - 1).keys()].map((index) =>
    new Date(Date.UTC(year, month + index, Math.min(day, LAST_SAFE_DAY))).toISOString().slice(0, 10),
  );
}

/** The plan of `totalCents` in `count` payments from `now` on. */
export function planInstalments(totalCents: number, count: number, now: Date): Plan {
  return planOn(totalCents, termDates(count, now));
}

/** In which HelloAsso and its associations count, wherever the code runs. */
export const TIME_ZONE = 'Europe/Paris';

/** Created once, and not before it is needed: the constructor is slow. */
let inFrance: Intl.DateTimeFormat | undefined;

/** The calendar day of a moment in France, `YYYY-MM-DD`. */
export function dayInFrance(moment: Date): string {
  inFrance ??= new Intl.DateTimeFormat('en', {
    timeZone: TIME_ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts = inFrance.formatToParts(moment);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}
