import { dayInFrance, monthInFrance } from '../dates.ts';
import type { Switches } from '../switches.ts';
import type { CheckoutBody } from './checkout-body.ts';
import { nameFault } from './payer-names.ts';
import { addressFault } from './return-addresses.ts';

const MIN_PAYMENT_CENTS = 50;
/** The published figure is 50; careful integrators stay at 100, and nobody knows about instalments. */
const MIN_TERM_CENTS = 100;
const MAX_TERMS = 11;
const LAST_TERM_DAY = 27;
const MAX_PLAN_MONTHS = 12;
const ADULT_YEARS = 18;

/**
 * What is wrong with a well-formed body. HelloAsso's own sentences are not published: these are ours, in the form of the
 * only one known, `Le champ prénom est invalide`.
 */
export function brokenRules(body: CheckoutBody, now: number, switches: Readonly<Switches>): string[] {
  return [
    ...amountFaults(body),
    ...termFaults(body, now, switches),
    ...payerFaults(body.payer, now),
    ...(['backUrl', 'errorUrl', 'returnUrl'] as const).map((field) => addressFault(field, body[field], switches)),
  ].filter((fault) => fault !== undefined);
}

function amountFaults({ totalAmount, initialAmount, terms }: CheckoutBody): string[] {
  const faults = [];
  const sum = (terms ?? []).reduce((total, { amount }) => total + amount, initialAmount);
  if (sum !== totalAmount) {
    faults.push(
      'Le champ totalAmount est invalide\u00a0: il doit être égal à initialAmount plus la somme des échéances',
    );
  }
  if (initialAmount < MIN_PAYMENT_CENTS) {
    faults.push(`Le champ initialAmount est invalide\u00a0: le minimum est de ${MIN_PAYMENT_CENTS} centimes`);
  }
  return faults;
}

/** HelloAsso publishes no rule for instalments. The strict rules are the narrowest that its integrators keep. */
function termFaults({ terms }: CheckoutBody, now: number, { strictTerms }: Readonly<Switches>): string[] {
  const faults = new Set<string>();
  const refuse = (reason: string) => faults.add(`Le champ terms est invalide\u00a0: ${reason}`);
  if (strictTerms && (terms?.length ?? 0) > MAX_TERMS) refuse(`${MAX_TERMS} échéances au plus`);
  let lastMonth = monthInFrance(now);
  for (const { amount, date } of terms ?? []) {
    const day = date.slice(0, 10);
    if (day <= dayInFrance(now)) refuse('les échéances doivent être dans le futur');
    if (amount < 1) refuse('le montant d’une échéance doit être positif');
    if (!strictTerms) continue;
    if (amount < MIN_TERM_CENTS) refuse(`le minimum d’une échéance est de ${MIN_TERM_CENTS} centimes`);
    if (day.slice(0, 7) <= lastMonth) refuse('une seule échéance par mois, à partir du mois prochain');
    if (Number(day.slice(8)) > LAST_TERM_DAY) refuse(`le jour d’une échéance doit être avant le ${LAST_TERM_DAY + 1}`);
    if (day >= yearsLater(dayInFrance(now), MAX_PLAN_MONTHS / 12)) refuse('le plan doit tenir en douze mois');
    lastMonth = day.slice(0, 7);
  }
  return [...faults];
}

function payerFaults(payer: CheckoutBody['payer'], now: number): (string | undefined)[] {
  const { firstName, lastName, email, dateOfBirth } = payer ?? {};
  return [
    typeof firstName === 'string' ? nameFault(firstName, 'prénom') : undefined,
    typeof lastName === 'string' ? nameFault(lastName, 'nom') : undefined,
    firstName && firstName.toLowerCase() === lastName?.toLowerCase()
      ? 'Les champs prénom et nom sont invalides\u00a0: ils doivent être différents'
      : undefined,
    typeof email === 'string' && !EMAIL.test(email) ? 'Le champ email est invalide' : undefined,
    dateOfBirth && yearsLater(dateOfBirth.slice(0, 10), ADULT_YEARS) > dayInFrance(now)
      ? 'Le champ date de naissance est invalide\u00a0: le payeur doit être majeur'
      : undefined,
  ];
}

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/** Days compare as text; the 29th of February of a common year compares as its 1st of March would. */
function yearsLater(day: string, years: number): string {
  return String(Number(day.slice(0, 4)) + years).padStart(4, '0') + day.slice(4);
}
