import { Agenda } from './agenda.ts';
import { type Clock, DAY_MS } from './clock.ts';
import { momentOf } from './dates.ts';
import {
  type Intent,
  type Ledger,
  LINK_LIFETIME_MS,
  type Order,
  type Payer,
  type Payment,
  type Refund,
} from './ledger.ts';
import type { CashOutState, PaymentState, RefundStatus } from './states.ts';
import type { Switches } from './switches.ts';

/** How long the bank takes to answer a direct debit. "Days" is all that is known. */
const SEPA_DELAY_MS = 4 * DAY_MS;

/** How many times one intent may be tried: bounds memory. HelloAsso's number is not known. */
const MAX_TRIES = 20;

/** Hears what happened, once per change. */
export interface BankListener {
  orderPlaced(order: Order): void;
  paymentChanged(payment: Payment): void;
}

interface Dependencies {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly switches: Readonly<Switches>;
  readonly listener: BankListener;
}

/** Moves the money: what the payer does on the page, and what happens to a payment afterwards. */
export class Bank {
  readonly #clock: Clock;
  readonly #ledger: Ledger;
  readonly #switches: Readonly<Switches>;
  readonly #listener: BankListener;
  readonly #agenda = new Agenda<() => void>();

  constructor({ clock, ledger, switches, listener }: Dependencies) {
    this.#clock = clock;
    this.#ledger = ledger;
    this.#switches = switches;
    this.#listener = listener;
  }

  /** Whether the payer can still do something with an intent, and if not, why. */
  linkState(intent: Intent): 'open' | 'paid' | 'expired' | 'exhausted' {
    const payments = intent.order?.payments.filter(isFirst) ?? [];
    if (payments.some(({ state }) => state !== 'Refused')) return 'paid';
    if (this.#clock.now() >= intent.createdAt + LINK_LIFETIME_MS) return 'expired';
    return payments.length < MAX_TRIES ? 'open' : 'exhausted';
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
    this.#agenda.add(this.#clock.now() + SEPA_DELAY_MS, () => {
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

  /** Puts a payment in any state, as its bank would, or as HelloAsso may one day. */
  setState(payment: Payment, state: PaymentState): void {
    payment.state = state;
    payment.cashOutState = CASH_OUT_STATES[state] ?? 'Unknown';
    if (isFirst(payment) && state === 'Authorized') payment.order.itemState = 'Processed';
    this.#touch(payment);
  }

  /** Gives money back. A refund that has not gone through leaves the payment in motion, one that failed leaves it alone. */
  refund(payment: Payment, amountCents: number, status: RefundStatus): Refund {
    const isFull = amountCents === this.refundableCents(payment);
    const tipCents = isFull && payment.refunds.length === 0 ? payment.tipCents : 0;
    const createdAt = this.#clock.now();
    const refund = this.#ledger.addRefund(payment, { amountCents, tipCents, status, createdAt });
    if (status === 'Processed' && isFull) this.setState(payment, 'Refunded');
    else if (status === 'Init' || status === 'Processing') this.setState(payment, 'Refunding');
    else this.#touch(payment); // what a partial refund does to the state is not known: here, nothing
    return refund;
  }

  /** Whether such an amount can be given back: it was collected, and not given back yet. */
  isRefundable(payment: Payment, amountCents: number): boolean {
    const isWhole = Number.isInteger(amountCents) && amountCents > 0;
    return isWhole && COLLECTED.includes(payment.state) && amountCents <= this.refundableCents(payment);
  }

  /** What has not been given back yet. */
  refundableCents({ amountCents, refunds }: Payment): number {
    return refunds.reduce(
      (left, refund) => (refund.status === 'Processed' ? left - refund.amountCents : left),
      amountCents,
    );
  }

  /** Cancels the payments of an order that have not been collected. */
  cancelInstalments(order: Order): void {
    for (const payment of order.payments) if (payment.state === 'Pending') this.setState(payment, 'Canceled');
  }

  /** When the next thing falls due by itself. */
  nextDue(): number | undefined {
    return this.#agenda.next();
  }

  /** Does what has fallen due: instalments, direct debits. */
  catchUp(): void {
    for (const act of this.#agenda.takeDue(this.#clock.now())) act();
  }

  #orderOf(intent: Intent, payer: Payer): Order {
    const now = this.#clock.now();
    const order =
      intent.order ?? this.#ledger.addOrder({ intent, payer, itemState: 'Waiting', createdAt: now, updatedAt: now });
    order.payer = payer;
    return order;
  }

  #addPayment(order: Order, first: Pick<Payment, 'means' | 'state' | 'tipCents'>): Payment {
    const now = this.#clock.now();
    const payment = this.#ledger.addPayment({
      ...first,
      order,
      installmentNumber: 1,
      amountCents: order.intent.body.initialAmount,
      date: now,
      cashOutState: CASH_OUT_STATES[first.state] ?? 'Unknown',
      createdAt: now,
      updatedAt: now,
    });
    this.#touch(payment);
    return payment;
  }

  #addInstalments(order: Order, means: Payment['means']): void {
    if (order.payments.some((payment) => !isFirst(payment))) return; // a direct debit failed, the payer came back
    const now = this.#clock.now();
    for (const [index, term] of (order.intent.body.terms ?? []).entries()) {
      const payment = this.#ledger.addPayment({
        order,
        installmentNumber: index + 2,
        amountCents: term.amount,
        tipCents: 0,
        date: momentOf(term.date),
        means,
        state: 'Pending',
        cashOutState: 'Unknown',
        createdAt: now,
        updatedAt: now,
      });
      this.#agenda.add(payment.date, () => this.#collect(payment));
    }
  }

  #collect(payment: Payment): void {
    if (payment.state !== 'Pending') return;
    this.setState(payment, this.#switches.laterInstalments === 'collected' ? 'Authorized' : 'Refused');
  }

  #touch(payment: Payment): void {
    payment.updatedAt = this.#clock.now();
    payment.order.updatedAt = payment.updatedAt;
    this.#listener.paymentChanged(payment);
  }
}

/** Whether a payment is a try at what is paid at once, rather than an instalment. */
export function isFirst({ installmentNumber }: Payment): boolean {
  return installmentNumber === 1;
}

/** States in which a payment's money is there, or on its way back. */
const COLLECTED: readonly PaymentState[] = ['Authorized', 'AuthorizedPreprod', 'Corrected', 'Refunding'];

/** Seen in public: `MoneyIn` beside `Authorized`. The others follow their names; all the rest is `Unknown`. */
const CASH_OUT_STATES: Readonly<Record<string, CashOutState>> = {
  Authorized: 'MoneyIn',
  AuthorizedPreprod: 'MoneyIn',
  Corrected: 'MoneyIn',
  Refunding: 'Refunding',
  Refunded: 'Refunded',
  Contested: 'Contested',
};
