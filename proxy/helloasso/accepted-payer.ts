import { dayInFrance } from '../contract/instalments.ts';
import type { Payer } from '../contract/payer.ts';
import { areAcceptedNames } from '../contract/payer-names.ts';

const ADULT_YEARS = 18;

/**
 * The part of a payer that HelloAsso takes; nothing where nothing is left. Names that it would refuse are dropped, both of them, and
 * so is a minor's birth date: the payer types them there, and the gift goes on.
 */
export function acceptedPayer({ firstName, lastName, dateOfBirth, ...rest }: Payer, now: Date): Payer | undefined {
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
