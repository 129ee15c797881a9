import type { CheckoutOutcome, Instalment, OutcomeName } from '../contract/checkout.ts';
import { dayInFrance } from '../contract/instalments.ts';
import { ABANDONED_AFTER_MS } from '../contract/lifetimes.ts';
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
  if (!isOfCheckout(order, expected)) return undefined;

  const payments = order.payments ?? [];
  const attempts = firstPayments(order);
  const statusOf = (payment: Payment) => paymentStatus(payment, expected.environment);
  const statuses = attempts.map(statusOf);
  const outcome: OutcomeName = PRECEDENCE.find((status) => statuses.includes(status)) ?? 'pending';
  const itemName = order.items?.[0]?.name;
  const receiptUrl = attempts.find((attempt) => statusOf(attempt) === 'paid')?.paymentReceiptUrl;
  return {
    outcome,
    ...(outcome === 'pending' && { reason: attempts.some(isBankTransfer) ? 'bank' : 'settling' }),
    instalments: instalmentsOf(payments, statusOf),
    refundedCents: payments.flatMap(refundsOf).reduce((sum, { cents }) => sum + cents, 0),
    ...(itemName && { itemName }),
    ...(receiptUrl && { receiptUrl }),
    unknownStates: payments.map(({ state }) => state).filter((state) => !STATUSES.has(state)),
  };
}

/** Whether organisation, total and first amount are those of the checkout. */
export function isOfCheckout(
  order: Order,
  expected: Pick<Expected, 'organizationSlugs' | 'totalCents' | 'initialCents'>,
): boolean {
  return (
    expected.organizationSlugs.includes(order.organizationSlug ?? '') &&
    order.amount.total === expected.totalCents &&
    firstPayments(order).every(({ amount }) => amount === expected.initialCents)
  );
}

/** Every attempt at the payment made at once. */
function firstPayments({ payments }: Order): readonly Payment[] {
  return (payments ?? []).filter((payment) => numberOf(payment) === 1);
}

/** Whether the first payment seems paid, before verification: the response may then be cached for longer. */
export function looksPaid({ order }: CheckoutIntent): boolean {
  return order ? firstPayments(order).some(({ state }) => STATUSES.get(state) === 'paid') : false;
}

function withoutOrder({ issuedAt }: Expected, now: number): PaymentOutcome {
  const rest = { instalments: [], refundedCents: 0, unknownStates: [] };
  return now - issuedAt > ABANDONED_AFTER_MS
    ? { outcome: 'abandoned', ...rest }
    : { outcome: 'pending', reason: 'settling', ...rest };
}

/** The status of one payment, by its state, means and amount. */
export function paymentStatus(payment: Payment, environment: Expected['environment']): PaymentStatus {
  const isOffline = payment.type === 'Offline' || OFFLINE_MEANS.has(payment.paymentMeans ?? '') || payment.amount === 0;
  const isPreprod = payment.state === 'AuthorizedPreprod' && environment !== 'sandbox';
  const status = STATUSES.get(payment.state) ?? 'pending';
  return status === 'paid' && (isOffline || isPreprod) ? 'pending' : status;
}

/** The number of a payment in its plan. Every attempt at the first one has the number 1, or none. */
export function numberOf({ installmentNumber }: Payment): number {
  return installmentNumber ?? 1;
}

/** Whether a payment is a bank transfer or direct debit, which takes days. */
export function isBankTransfer({ state, paymentMeans }: Payment): boolean {
  return paymentMeans === 'Sepa' || BANK_STATES.has(state);
}

function instalmentsOf(payments: readonly Payment[], statusOf: (payment: Payment) => PaymentStatus): Instalment[] {
  const numbers = [...new Set(payments.map(numberOf))].sort((a, b) => a - b);
  return numbers.flatMap((number) => {
    const attempts = payments.filter((payment) => numberOf(payment) === number);
    const decisive = PRECEDENCE.flatMap((status) => attempts.filter((attempt) => statusOf(attempt) === status))[0];
    if (!decisive?.date) return [];
    const status = statusOf(decisive);
    const state = status === 'pending' ? 'due' : status === 'refused' ? 'refused' : 'paid';
    return [{ number, amountCents: decisive.amount, date: dayInFrance(decisive.date), state } as const];
  });
}

/** The refunds of a payment. HelloAsso lists its operations; a payment with state `Refunded` and no operation was refunded in full. */
export function refundsOf({
  state,
  amount,
  refundOperations,
}: Payment): readonly { readonly id?: number; readonly cents: number }[] {
  const operations = refundOperations ?? [];
  if (operations.length === 0) return state === 'Refunded' ? [{ cents: amount }] : [];
  return operations.filter(({ status }) => status === 'Processed').map(({ id, amount: cents }) => ({ id, cents }));
}
