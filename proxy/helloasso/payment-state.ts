import type { CheckoutOutcome, Instalment, OutcomeName } from '../contract/checkout.ts';
import { INSTALMENTS } from '../contract/instalments.ts';
import { ABANDONED_AFTER_MS } from '../contract/lifetimes.ts';
import { dayInFrance, planInstalments } from '../plan.ts';
import type { CheckoutIntent, Order, Payment } from './response-schemas.ts';

/** The checkout that a response must match before it is used. */
export interface Expected {
  /** Every slug by which the organisation is or was known. */
  readonly organizationSlugs: readonly string[];
  readonly environment: 'sandbox' | 'production';
  readonly totalCents: number;
  readonly initialCents: number;
  /** When the checkout was created, ms. */
  readonly issuedAt: number;
}

/** The outcome of an intent, without what the token already contains. */
export type PaymentOutcome = Pick<CheckoutOutcome, 'outcome' | 'reason' | 'instalments' | 'refundedCents'> & {
  /** What was paid for, once HelloAsso has an order. */
  readonly itemName?: string;
  /** HelloAsso's attestation of the first payment. */
  readonly receiptUrl?: string;
  /** States in no public document: they count as pending, and the log shows them. */
  readonly unknownStates: readonly string[];
};

/** What a payment's state means for the association. */
export type PaymentStatus = Exclude<OutcomeName, 'abandoned'>;

/** Every `PaymentState` of HelloAsso's OpenAPI document, and `RecoveryExpired`, observed by an integrator. */
const STATUSES: ReadonlyMap<string, PaymentStatus> = new Map(
  Object.entries({
    Authorized: 'paid',
    AuthorizedPreprod: 'paid',
    Corrected: 'paid',
    Registered: 'pending',
    Pending: 'pending',
    Waiting: 'pending',
    WaitingBankValidation: 'pending',
    WaitingBankWithdraw: 'pending',
    WaitingAuthentication: 'pending',
    Init: 'pending',
    Unknown: 'pending',
    Refused: 'refused',
    Error: 'refused',
    Canceled: 'refused',
    Abandoned: 'refused',
    Deleted: 'refused',
    Inconsistent: 'refused',
    NoDonation: 'refused',
    RecoveryExpired: 'refused',
    Refunding: 'refunding',
    Refunded: 'refunded',
    Contested: 'contested',
  }),
);

/** The first status that any attempt has is the outcome: a refused attempt does not undo a paid one, in either order. */
const PRECEDENCE = ['paid', 'contested', 'refunding', 'refunded', 'pending', 'refused'] as const;

const BANK_STATES = new Set(['Waiting', 'WaitingBankValidation', 'WaitingBankWithdraw']);

/** With these means no money passes through HelloAsso: such a payment is never `paid`. */
const OFFLINE_MEANS = new Set(['None', 'Check', 'Cash']);

/**
 * Maps an intent to an outcome; `undefined` when organisation, total or first amount are not those of the checkout. The caller
 * has verified the metadata. `now` in ms.
 */
export function outcomeOf(intent: CheckoutIntent, expected: Expected, now: number): PaymentOutcome | undefined {
  const { order } = intent;
  if (!order) return withoutOrder(expected, now);
  if (order === 'unreadable') return { ...PENDING, reason: 'settling', instalments: [firstDue(expected)] };
  if (!isOfCheckout(order, expected)) return undefined;

  const { payments, itemName } = order;
  const attempts = firstPayments(order);
  const statusOf = (payment: Payment) => paymentStatus(payment, expected.environment);
  const unknownStates = payments.filter(hasUnknownState).map(({ state }) => state);
  const statuses = attempts.map(statusOf);
  const outcome = PRECEDENCE.find((status) => statuses.includes(status)) ?? 'pending';
  const believed = outcome === 'paid' || !hasUnknownPayment(order) ? outcome : 'pending';
  const receiptUrl = attempts.find((attempt) => statusOf(attempt) === 'paid')?.paymentReceiptUrl;
  const instalments = instalmentsOf(payments, statusOf, expected);
  return {
    outcome: believed,
    ...(believed === 'pending' && { reason: attempts.some(isBankTransfer) ? 'bank' : 'settling' }),
    instalments: instalments.length > 0 ? instalments : [firstDue(expected)],
    refundedCents: payments.flatMap(refundsOf).reduce((sum, { cents }) => sum + cents, 0),
    ...(itemName && { itemName }),
    ...(receiptUrl && { receiptUrl }),
    unknownStates,
  };
}

/** Whether organisation, total and first amount are those of the checkout. */
export function isOfCheckout(
  order: Order,
  expected: Pick<Expected, 'organizationSlugs' | 'totalCents' | 'initialCents'>,
): boolean {
  return (
    expected.organizationSlugs.includes(order.organizationSlug) &&
    order.totalCents === expected.totalCents &&
    firstPayments(order).every(({ amount }) => amount === expected.initialCents)
  );
}

/** Whether there is a payment that may be paid or not: it cannot be read, or its state is in no public document. */
export function hasUnknownPayment({ payments, hasUnreadablePayment }: Order): boolean {
  return hasUnreadablePayment || payments.some(hasUnknownState);
}

export function hasUnknownState({ state }: Payment): boolean {
  return !STATUSES.has(state);
}

/** Every attempt at the payment made at once. */
function firstPayments({ payments }: Order): readonly Payment[] {
  return payments.filter(isFirst);
}

/** Whether a payment is an attempt at the one made at once. */
export function isFirst({ installmentNumber }: Payment): boolean {
  return installmentNumber === 1;
}

/** Whether the first payment seems paid, before verification: the response may then be cached for longer. */
export function looksPaid({ order }: CheckoutIntent): boolean {
  return typeof order === 'object' && firstPayments(order).some(({ state }) => STATUSES.get(state) === 'paid');
}

const PENDING = { outcome: 'pending', refundedCents: 0, unknownStates: [] } as const;

function withoutOrder({ issuedAt }: Expected, now: number): PaymentOutcome {
  return now - issuedAt > ABANDONED_AFTER_MS
    ? { ...PENDING, outcome: 'abandoned', instalments: [] }
    : { ...PENDING, reason: 'settling', instalments: [] };
}

/** Where an order exists, but none of its payments can be read: a payer who came back by the Back button may not pay again. */
function firstDue({ initialCents, issuedAt }: Expected): Instalment {
  return { number: 1, amountCents: initialCents, date: dayInFrance(new Date(issuedAt)), state: 'due' };
}

/** The status of one payment, by its state, means and amount. */
export function paymentStatus(payment: Payment, environment: Expected['environment']): PaymentStatus {
  const isOffline = payment.type === 'Offline' || OFFLINE_MEANS.has(payment.paymentMeans) || payment.amount === 0;
  const isPreprod = payment.state === 'AuthorizedPreprod' && environment !== 'sandbox';
  const status = STATUSES.get(payment.state) ?? 'pending';
  return status === 'paid' && (isOffline || isPreprod) ? 'pending' : status;
}

/** Whether a payment is a bank transfer or direct debit, which takes days. */
export function isBankTransfer({ state, paymentMeans }: Payment): boolean {
  return paymentMeans === 'Sepa' || BANK_STATES.has(state);
}

function instalmentsOf(
  payments: readonly Payment[],
  statusOf: (payment: Payment) => PaymentStatus,
  expected: Expected,
): Instalment[] {
  const numbers = [...new Set(payments.map(({ installmentNumber }) => installmentNumber))].sort((a, b) => a - b);
  return numbers.flatMap((number) => {
    const attempts = payments.filter(({ installmentNumber }) => installmentNumber === number);
    const decisive = PRECEDENCE.flatMap((status) => attempts.filter((attempt) => statusOf(attempt) === status))[0];
    const date = decisive?.date ? dayInFrance(decisive.date) : plannedDay(number, expected);
    if (!decisive || date === undefined) return [];
    const status = statusOf(decisive);
    const state = status === 'pending' ? 'due' : status === 'refused' ? 'refused' : 'paid';
    return [{ number, amountCents: decisive.amount, date, state } as const];
  });
}

/** The day of an instalment in the plan that was sent to HelloAsso. */
function plannedDay(number: number, { issuedAt, totalCents }: Expected): string | undefined {
  const start = new Date(issuedAt);
  if (number === 1) return dayInFrance(start);
  return number > INSTALMENTS.max ? undefined : planInstalments(totalCents, number, start).terms.at(-1)?.date;
}

/**
 * The refunds of a payment. HelloAsso lists its operations; a payment with the state `Refunded` and no operation was refunded in full,
 * and one with an operation that cannot be read was refunded by the rest. Without an id of HelloAsso's, an operation is identified by
 * all that is refunded with it.
 */
export function refundsOf({
  state,
  amount,
  refundOperations: operations,
}: Payment): readonly { readonly id?: number | string; readonly cents: number }[] {
  if (operations?.length === 0) return state === 'Refunded' ? [{ cents: amount }] : [];
  const refunds: { readonly id: number | string; readonly cents: number }[] = [];
  let refunded = 0;
  const add = (id: number | undefined, cents: number) => {
    refunded += cents;
    refunds.push({ id: id ?? `${refunded}-cents`, cents });
  };
  for (const { id, amount, status } of operations ?? []) if (status === 'Processed' && amount) add(id, amount);
  const unreadable = operations?.find(({ status, amount }) => status === undefined || !amount);
  if (state === 'Refunded' && unreadable && refunded < amount) add(unreadable.id, amount - refunded);
  return refunds;
}
