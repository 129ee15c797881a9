import type { CheckoutOutcome, Instalment, OutcomeName } from '../contract/checkout.ts';
import { dayInFrance } from '../contract/instalments.ts';
import type { CheckoutIntent, Order, Payment } from './response-schemas.ts';

/** What the answer must agree with before anything in it is believed. */
export interface Expected {
  /** Every slug by which the organisation is or was known. */
  readonly organizationSlugs: readonly string[];
  readonly environment: 'sandbox' | 'production';
  readonly totalCents: number;
  readonly initialCents: number;
  /** When the checkout was made, ms. */
  readonly issuedAt: number;
}

/** The states of the outcome, without what the token already tells. */
export type Verdict = Pick<CheckoutOutcome, 'outcome' | 'reason' | 'instalments' | 'refundedCents'> & {
  /** What was paid for, once HelloAsso has an order. */
  readonly itemName?: string;
  /** HelloAsso's attestation of the first payment. */
  readonly receiptUrl?: string;
  /** States that no public document names: pending, and worth a line in the log. */
  readonly unknownStates: readonly string[];
};

/** Without an order a checkout is given up; careful integrators agree on the figure, HelloAsso publishes none. */
const ABANDONED_AFTER_MS = 45 * 60_000;

/** What a payment's state means for the association. */
export type Bucket = Exclude<OutcomeName, 'abandoned'>;

/** HelloAsso's `PaymentState`, all of it (OpenAPI document), and `RecoveryExpired`, seen by an integrator. */
const BUCKETS: ReadonlyMap<string, Bucket> = new Map(
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

/** The first bucket that any attempt is in decides: a refused attempt does not undo a paid one, whichever came first. */
const PRECEDENCE = ['paid', 'contested', 'refunding', 'refunded', 'pending', 'refused'] as const;

const BANK_STATES = new Set(['Waiting', 'WaitingBankValidation', 'WaitingBankWithdraw']);

/** Means by which no money moves at HelloAsso: such a payment is never `paid` here. */
const OFFLINE_MEANS = new Set(['None', 'Check', 'Cash']);

/**
 * Maps what HelloAsso says of an intent to an outcome, or to nothing when organisation, total or first amount are not those of
 * the checkout. The caller has verified the metadata.
 */
export function verdictOf(intent: CheckoutIntent, expected: Expected, now: number): Verdict | undefined {
  const { order } = intent;
  if (!order) return withoutOrder(expected, now);
  if (!isOfCheckout(order, expected)) return undefined;

  const payments = order.payments ?? [];
  const attempts = firstPayments(order);
  const bucketOf = (payment: Payment) => bucketIn(payment, expected.environment);
  const buckets = attempts.map(bucketOf);
  const outcome: OutcomeName = PRECEDENCE.find((bucket) => buckets.includes(bucket)) ?? 'pending';
  const itemName = order.items?.[0]?.name;
  const receiptUrl = attempts.find((attempt) => bucketOf(attempt) === 'paid')?.paymentReceiptUrl;
  return {
    outcome,
    ...(outcome === 'pending' && { reason: attempts.some(isBankTransfer) ? 'bank' : 'settling' }),
    instalments: instalmentsOf(payments, bucketOf),
    refundedCents: payments.flatMap(refundsOf).reduce((sum, { cents }) => sum + cents, 0),
    ...(itemName && { itemName }),
    ...(receiptUrl && { receiptUrl }),
    unknownStates: payments.map(({ state }) => state).filter((state) => !BUCKETS.has(state)),
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

/** Whether the first payment seems done, before anything is checked: such an answer may be remembered for longer. */
export function looksPaid({ order }: CheckoutIntent): boolean {
  return order ? firstPayments(order).some(({ state }) => BUCKETS.get(state) === 'paid') : false;
}

function withoutOrder({ issuedAt }: Expected, now: number): Verdict {
  const rest = { instalments: [], refundedCents: 0, unknownStates: [] };
  return now - issuedAt > ABANDONED_AFTER_MS
    ? { outcome: 'abandoned', ...rest }
    : { outcome: 'pending', reason: 'settling', ...rest };
}

/** What the state of one payment means. */
export function bucketIn(payment: Payment, environment: Expected['environment']): Bucket {
  const isOffline = payment.type === 'Offline' || OFFLINE_MEANS.has(payment.paymentMeans ?? '') || payment.amount === 0;
  const isPreprod = payment.state === 'AuthorizedPreprod' && environment !== 'sandbox';
  const bucket = BUCKETS.get(payment.state) ?? 'pending';
  return bucket === 'paid' && (isOffline || isPreprod) ? 'pending' : bucket;
}

/** Attempts at the first payment share the number 1; an answer without numbers has no other. */
export function numberOf({ installmentNumber }: Payment): number {
  return installmentNumber ?? 1;
}

/** Whether a payment goes through a bank, for days. */
export function isBankTransfer({ state, paymentMeans }: Payment): boolean {
  return paymentMeans === 'Sepa' || BANK_STATES.has(state);
}

function instalmentsOf(payments: readonly Payment[], bucketOf: (payment: Payment) => Bucket): Instalment[] {
  const numbers = [...new Set(payments.map(numberOf))].sort((a, b) => a - b);
  return numbers.flatMap((number) => {
    const attempts = payments.filter((payment) => numberOf(payment) === number);
    const decisive = PRECEDENCE.flatMap((bucket) => attempts.filter((attempt) => bucketOf(attempt) === bucket))[0];
    if (!decisive?.date) return [];
    const bucket = bucketOf(decisive);
    const state = bucket === 'pending' ? 'due' : bucket === 'refused' ? 'refused' : 'paid';
    return [{ number, amountCents: decisive.amount, date: dayInFrance(decisive.date), state } as const];
  });
}

/** What was given back of a payment. HelloAsso lists its operations; where it lists none, a refunded payment was given back whole. */
export function refundsOf({
  state,
  amount,
  refundOperations,
}: Payment): readonly { readonly id?: number; readonly cents: number }[] {
  const operations = refundOperations ?? [];
  if (operations.length === 0) return state === 'Refunded' ? [{ cents: amount }] : [];
  return operations.filter(({ status }) => status === 'Processed').map(({ id, amount: cents }) => ({ id, cents }));
}
