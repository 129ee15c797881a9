import { type Clock, DAY_MS } from './clock.ts';
import { parseApiDate } from './dates.ts';
import { Schedule } from './schedule.ts';
import type { CashOutState, PaymentState, RefundStatus } from './states.ts';
import {
  type Intent,
  LINK_LIFETIME_MS,
  type Order,
  type Payer,
  type Payment,
  type Refund,
  type Store,
} from './store.ts';
import type { Switches } from './switches.ts';

/** How long a direct debit waits for the bank. Only "days" is known. */
const SEPA_DELAY_MS = 4 * DAY_MS;

/** Maximum number of attempts to pay one intent: bounds memory. HelloAsso's own limit is not known. */
const MAX_ATTEMPTS = 20;

/** Called once per change. */
interface PaymentListener {
  orderPlaced(order: Order): void;
  paymentChanged(payment: Payment): void;
}

interface Dependencies {
  readonly clock: Clock;
  readonly store: Store;
  readonly switches: Readonly<Switches>;
  readonly listener: PaymentListener;
}

/** What happens to payments: what the payer does on the payment page, and what the bank and the association do afterwards. */
export class Payments {
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #switches: Readonly<Switches>;
  readonly #listener: PaymentListener;
  readonly #schedule = new Schedule<() => void>();

  constructor({ clock, store, switches, listener }: Dependencies) {
    this.#clock = clock;
    this.#store = store;
    this.#switches = switches;
    this.#listener = listener;
  }

  /** Whether the payer can still pay an intent, and if not, why. */
  linkState(intent: Intent): 'open' | 'paid' | 'expired' | 'exhausted' {
    const payments = intent.order?.payments.filter(isFirst) ?? [];
    if (payments.some(({ state }) => state !== 'Refused')) return 'paid';
    if (this.#clock.now() >= intent.createdAt + LINK_LIFETIME_MS) return 'expired';
    return payments.length < MAX_ATTEMPTS ? 'open' : 'exhausted';
  }

  pay(intent: Intent, payer: Payer, tipCents: number): Order {
    const order = this.#orderOf(intent, payer);
    order.itemState = 'Processed';
    this.#addPayment(order, { means: 'Card', state: 'Authorized', tipCents });
    this.#addInstalments(order, 'Card');
    this.#listener.orderPlaced(order);
    return order;
  }

  payBySepa(intent: Intent, payer: Payer, tipCents: number): Order {
    const order = this.#orderOf(intent, payer);
    order.itemState = 'Waiting';
    const payment = this.#addPayment(order, { means: 'Sepa', state: 'WaitingBankValidation', tipCents });
    this.#addInstalments(order, 'Sepa');
    this.#listener.orderPlaced(order);
    this.#schedule.add(this.#clock.now() + SEPA_DELAY_MS, () => {
      if (payment.state === 'WaitingBankValidation') this.setState(payment, 'Authorized');
    });
    return order;
  }

  refuse(intent: Intent, payer: Payer): Order {
    const order = this.#orderOf(intent, payer);
    order.itemState = 'Refused';
    this.#addPayment(order, { means: 'Card', state: 'Refused', tipCents: 0 });
    return order;
  }

  /** Sets the state of a payment and everything that follows from it. */
  setState(payment: Payment, state: PaymentState): void {
    payment.state = state;
    payment.cashOutState = CASH_OUT_STATES[state] ?? 'Unknown';
    if (isFirst(payment) && state === 'Authorized') payment.order.itemState = 'Processed';
    this.#recordChange(payment);
  }

  /** Adds a refund. One under way makes the payment `Refunding`; one that failed does not change its state. */
  refund(payment: Payment, amountCents: number, status: RefundStatus): Refund {
    const isFull = amountCents === this.refundableCents(payment);
    const tipCents = isFull && payment.refunds.length === 0 ? payment.tipCents : 0;
    const createdAt = this.#clock.now();
    const refund = this.#store.addRefund(payment, { amountCents, tipCents, status, createdAt });
    if (status === 'Processed' && isFull) this.setState(payment, 'Refunded');
    else if (status === 'Init' || status === 'Processing') this.setState(payment, 'Refunding');
    else this.#recordChange(payment); // how a partial refund changes the state is not known: here, not at all
    return refund;
  }

  /** Whether this amount can be refunded: it was collected, and not refunded yet. */
  isRefundable(payment: Payment, amountCents: number): boolean {
    const isWhole = Number.isInteger(amountCents) && amountCents > 0;
    return isWhole && COLLECTED.includes(payment.state) && amountCents <= this.refundableCents(payment);
  }

  /** The amount that has not been refunded yet, in cents. */
  refundableCents({ amountCents, refunds }: Payment): number {
    return refunds.reduce(
      (left, refund) => (refund.status === 'Processed' ? left - refund.amountCents : left),
      amountCents,
    );
  }

  /** Cancels the instalments of an order that have not been collected yet. */
  cancelInstalments(order: Order): void {
    for (const payment of order.payments) if (payment.state === 'Pending') this.setState(payment, 'Canceled');
  }

  /** When the next instalment or direct debit is due. */
  nextDue(): number | undefined {
    return this.#schedule.next();
  }

  /** Processes the instalments and direct debits that are due. */
  processDue(): void {
    for (const act of this.#schedule.takeDue(this.#clock.now())) act();
  }

  #orderOf(intent: Intent, payer: Payer): Order {
    const now = this.#clock.now();
    const order =
      intent.order ?? this.#store.addOrder({ intent, payer, itemState: 'Waiting', createdAt: now, updatedAt: now });
    order.payer = payer;
    return order;
  }

  #addPayment(order: Order, first: Pick<Payment, 'means' | 'state' | 'tipCents'>): Payment {
    const now = this.#clock.now();
    const payment = this.#store.addPayment({
      ...first,
      order,
      installmentNumber: 1,
      amountCents: order.intent.body.initialAmount,
      date: now,
      cashOutState: CASH_OUT_STATES[first.state] ?? 'Unknown',
      createdAt: now,
      updatedAt: now,
    });
    this.#recordChange(payment);
    return payment;
  }

  #addInstalments(order: Order, means: Payment['means']): void {
    if (order.payments.some((payment) => !isFirst(payment))) return; // present since an earlier attempt
    const now = this.#clock.now();
    for (const [index, term] of (order.intent.body.terms ?? []).entries()) {
      const payment = this.#store.addPayment({
        order,
        installmentNumber: index + 2,
        amountCents: term.amount,
        tipCents: 0,
        date: parseApiDate(term.date),
        means,
        state: 'Pending',
        cashOutState: 'Unknown',
        createdAt: now,
        updatedAt: now,
      });
      this.#schedule.add(payment.date, () => this.#collect(payment));
    }
  }

  #collect(payment: Payment): void {
    if (payment.state !== 'Pending') return;
    this.setState(payment, this.#switches.laterInstalments === 'collected' ? 'Authorized' : 'Refused');
  }

  #recordChange(payment: Payment): void {
    payment.updatedAt = this.#clock.now();
    payment.order.updatedAt = payment.updatedAt;
    this.#listener.paymentChanged(payment);
  }
}

/** Whether a payment is an attempt at the first payment, rather than a later instalment. */
export function isFirst({ installmentNumber }: Payment): boolean {
  return installmentNumber === 1;
}

/** States in which a payment was collected and not yet refunded in full. */
const COLLECTED: readonly PaymentState[] = ['Authorized', 'AuthorizedPreprod', 'Corrected', 'Refunding'];

/** Only `MoneyIn` for `Authorized` is documented by an example; the others are guessed from their names. Default `Unknown`. */
const CASH_OUT_STATES: Readonly<Record<string, CashOutState>> = {
  Authorized: 'MoneyIn',
  AuthorizedPreprod: 'MoneyIn',
  Corrected: 'MoneyIn',
  Refunding: 'Refunding',
  Refunded: 'Refunded',
  Contested: 'Contested',
};
