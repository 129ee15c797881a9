import type { Payer } from '../contract/payer.ts';
import { areAcceptedNames } from '../contract/payer-names.ts';
import { dayInFrance } from '../plan.ts';

const ADULT_YEARS = 18;

/**
 * The part of a payer that HelloAsso accepts; `undefined` when nothing is left. Drops both names when HelloAsso would refuse one
 * of them, and a minor's birth date: the payer enters them on HelloAsso's page, and the checkout succeeds.
 */
export function prefillOf({ firstName, lastName, dateOfBirth, ...rest }: Payer, now: Date): Payer | undefined {
  const accepted: Payer = {
    ...(areAcceptedNames(firstName, lastName) && {
      ...(firstName !== undefined && { firstName }),
      ...(lastName !== undefined && { lastName }),
    }),
    ...rest,
    ...(dateOfBirth !== undefined && isAdult(dateOfBirth, now) && { dateOfBirth }),
  };
  return Object.keys(accepted).length > 0 ? accepted : undefined;
}

function isAdult(dateOfBirth: string, now: Date): boolean {
  const [year, ...rest] = dayInFrance(now).split('-');
  return dateOfBirth <= [Number(year) - ADULT_YEARS, ...rest].join('-');
}
