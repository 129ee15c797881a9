const EUROS = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });
const DAY = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long' });
const MOMENT = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' });
const TIME = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'short' });

export function euros(cents: number): string {
  return EUROS.format(cents / 100);
}

/** `22 novembre 2026`, `1er décembre 2026`. */
export function longDay(moment: number): string {
  return DAY.format(moment).replace(/^1 /, '1er ');
}

export function shortMoment(moment: number): string {
  return MOMENT.format(moment);
}

export function timeOfDay(moment: number): string {
  return TIME.format(moment);
}

/** Converts an amount typed in euros to cents; undefined if it is not an amount. */
export function centsOf(typed: string): number | undefined {
  const [whole, euroPart, centPart = ''] = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(typed.trim()) ?? [];
  return whole === undefined ? undefined : Number(euroPart) * 100 + Number(centPart.padEnd(2, '0'));
}
