import * as z from 'zod';

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });
const OFFSET = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Paris', timeZoneName: 'longOffset' });

// Moments are in ms since the epoch.

/** A date in a request: a day, or a day with a time. Clients send both. */
export const apiDateSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]);

/** The calendar day of a moment in France, `YYYY-MM-DD`. */
export function dayInFrance(moment: number): string {
  return DAY.format(moment);
}

/** The calendar month of a moment in France, `YYYY-MM`. */
export function monthInFrance(moment: number): string {
  return dayInFrance(moment).slice(0, 7);
}

/** A moment as HelloAsso writes it: French time with its offset, and decimals without zeros at the end: `2026-11-22T10:00:00.12+01:00`. */
export function formatApiDate(moment: number): string {
  const offset = frenchOffset(moment);
  const local = new Date(moment + offsetMs(offset)).toISOString();
  return local.replace(/\.?0*Z$/, offset);
}

/** The moment of a date in a request. Without an offset the date is in French time. */
export function parseApiDate(date: string): number {
  const isDay = date.length === 10;
  if (!isDay && /(Z|[+-]\d\d:\d\d)$/.test(date)) return Date.parse(date);
  const asUtc = Date.parse(isDay ? `${date}T00:00:00Z` : `${date}Z`);
  return asUtc - offsetMs(frenchOffset(asUtc));
}

/** `+01:00` or `+02:00`. */
function frenchOffset(moment: number): string {
  return (
    OFFSET.formatToParts(moment)
      .find(({ type }) => type === 'timeZoneName')
      ?.value.slice(3) || '+00:00'
  );
}

function offsetMs(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (hours * 60 + minutes) * (offset.startsWith('-') ? -60_000 : 60_000);
}
