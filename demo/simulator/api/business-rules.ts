import { dayInFrance, monthInFrance } from '../dates.ts';
import type { Switches } from '../switches.ts';
import type { CheckoutBody } from './checkout-body.ts';
import { nameError } from './payer-names.ts';
import { addressError } from './return-addresses.ts';

// These limits are repeated here on purpose: a fake must judge independently of the proxy's contract.
const MIN_PAYMENT_CENTS = 50;
/** The published minimum is 50. Careful integrators use 100, and the minimum of an instalment is not known. */
const MIN_TERM_CENTS = 100;
const MAX_TERMS = 11;
/** HelloAsso's WooCommerce plugin offers instalments up to the 28th, and on it. */
const LAST_TERM_DAY = 28;
const MAX_PLAN_YEARS = 1;
const ADULT_YEARS = 18;

/**
 * Returns the rules that a well-formed body breaks. HelloAsso does not publish its messages: these are invented, in the form of
 * the only known one, `Le champ prénom est invalide`.
 */
export function brokenRules(body: CheckoutBody, now: number, switches: Readonly<Switches>): string[] {
  return [
    ...amountErrors(body),
    ...termErrors(body, now, switches),
    ...payerErrors(body.payer, now),
    ...(['backUrl', 'errorUrl', 'returnUrl'] as const).map((field) => addressError(field, body[field], switches)),
  ].filter((error) => error !== undefined);
}

function amountErrors({ totalAmount, initialAmount, terms }: CheckoutBody): string[] {
  const errors = [];
  const sum = (terms ?? []).reduce((total, { amount }) => total + amount, initialAmount);
  if (sum !== totalAmount) {
    errors.push(
      'Le champ totalAmount est invalide\u00a0: il doit être égal à initialAmount plus la somme des échéances',
    );
  }
  if (initialAmount < MIN_PAYMENT_CENTS) {
    errors.push(`Le champ initialAmount est invalide\u00a0: le minimum est de ${MIN_PAYMENT_CENTS} centimes`);
  }
  return errors;
}

/** HelloAsso publishes no rules for instalments. The strict rules are the strictest ones found among its integrators. */
function termErrors({ terms }: CheckoutBody, now: number, { strictTerms }: Readonly<Switches>): string[] {
  const errors = new Set<string>();
  const reject = (reason: string) => errors.add(`Le champ terms est invalide\u00a0: ${reason}`);
  if (strictTerms && (terms?.length ?? 0) > MAX_TERMS) reject(`${MAX_TERMS} échéances au plus`);
  let lastMonth = monthInFrance(now);
  for (const { amount, date } of terms ?? []) {
    const day = date.slice(0, 10);
    if (day <= dayInFrance(now)) reject('les échéances doivent être dans le futur');
    if (amount < 1) reject('le montant d’une échéance doit être positif');
    if (!strictTerms) continue;
    if (amount < MIN_TERM_CENTS) reject(`le minimum d’une échéance est de ${MIN_TERM_CENTS} centimes`);
    if (day.slice(0, 7) <= lastMonth) reject('une seule échéance par mois, à partir du mois prochain');
    if (Number(day.slice(8)) > LAST_TERM_DAY)
      reject(`le jour d’une échéance doit être le ${LAST_TERM_DAY} au plus tard`);
    if (day >= yearsLater(dayInFrance(now), MAX_PLAN_YEARS)) reject('le plan doit tenir en douze mois');
    lastMonth = day.slice(0, 7);
  }
  return [...errors];
}

function payerErrors(payer: CheckoutBody['payer'], now: number): (string | undefined)[] {
  const { firstName, lastName, email, dateOfBirth } = payer ?? {};
  return [
    typeof firstName === 'string' ? nameError(firstName, 'prénom') : undefined,
    typeof lastName === 'string' ? nameError(lastName, 'nom') : undefined,
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

/** Days are compared as text. The 29th of February of a common year sorts like the 1st of March. */
function yearsLater(day: string, years: number): string {
  return String(Number(day.slice(0, 4)) + years).padStart(4, '0') + day.slice(4);
}
