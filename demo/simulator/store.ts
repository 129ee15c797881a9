import { randomBytes } from 'node:crypto';
import type { CheckoutBody } from './api/checkout-body.ts';
import { MINUTE_MS } from './clock.ts';
import type { CashOutState, ItemState, PaymentState, RefundStatus } from './states.ts';

/** How long a payment link is valid. Repeated here on purpose: a fake must not depend on the proxy's value. */
export const LINK_LIFETIME_MS = 15 * MINUTE_MS;

/** A checkout intent. All times are in ms since the epoch. */
export interface Intent {
  readonly id: number;
  /** The 32 hexadecimal digits that end the payment page's address. */
  readonly key: string;
  readonly createdAt: number;
  readonly body: CheckoutBody;
  /** Fields of the request that HelloAsso does not document. */
  readonly unknownFields: readonly string[];
  /** Present once the payer has tried to pay. */
  order?: Order;
}

export interface Order {
  readonly id: number;
  readonly intent: Intent;
  readonly createdAt: number;
  updatedAt: number;
  payer: Payer;
  itemState: ItemState;
  readonly payments: Payment[];
}

/** The payer, as confirmed on the payment page. */
export interface Payer {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export interface Payment {
  readonly id: number;
  readonly order: Order;
  /** 1 for a payment made at once. */
  readonly installmentNumber: number;
  readonly amountCents: number;
  readonly tipCents: number;
  /** When the payment was or will be collected. */
  readonly date: number;
  readonly means: PaymentMeans;
  readonly createdAt: number;
  updatedAt: number;
  state: PaymentState;
  cashOutState: CashOutState;
  readonly refunds: Refund[];
}

export type PaymentMeans = 'Card' | 'Sepa';

export interface Refund {
  readonly id: number;
  readonly amountCents: number;
  readonly tipCents: number;
  readonly status: RefundStatus;
  readonly createdAt: number;
}

/** All intents, orders and payments, by id and in order of creation. */
export class Store {
  // Oldest first.
  readonly intents: Intent[] = [];
  readonly orders: Order[] = [];
  readonly payments: Payment[] = [];
  readonly #intentsById = new Map<number, Intent>();
  readonly #intentsByKey = new Map<string, Intent>();
  readonly #ordersById = new Map<number, Order>();
  readonly #paymentsById = new Map<number, Payment>();
  #refundCount = 0;

  intent(id: number): Intent | undefined {
    return this.#intentsById.get(id);
  }

  intentByKey(key: string): Intent | undefined {
    return this.#intentsByKey.get(key);
  }

  order(id: number): Order | undefined {
    return this.#ordersById.get(id);
  }

  payment(id: number): Payment | undefined {
    return this.#paymentsById.get(id);
  }

  /** One page of the intents, newest first. `pageIndex` starts at 1. The cost does not grow with the number of intents. */
  newestIntents(pageIndex: number, pageSize: number): Intent[] {
    const end = Math.max(0, this.intents.length - (pageIndex - 1) * pageSize);
    return this.intents.slice(Math.max(0, end - pageSize), end).reverse();
  }

  addIntent(intent: Omit<Intent, 'id' | 'key'>): Intent {
    const added = { ...intent, id: FIRST_INTENT_ID + this.intents.length, key: randomBytes(16).toString('hex') };
    this.intents.push(added);
    this.#intentsById.set(added.id, added);
    this.#intentsByKey.set(added.key, added);
    return added;
  }

  addOrder(order: Omit<Order, 'id' | 'payments'>): Order {
    const added = { ...order, id: FIRST_ORDER_ID + this.orders.length, payments: [] };
    this.orders.push(added);
    this.#ordersById.set(added.id, added);
    order.intent.order = added;
    return added;
  }

  addPayment(payment: Omit<Payment, 'id' | 'refunds'>): Payment {
    const added = { ...payment, id: FIRST_PAYMENT_ID + this.payments.length, refunds: [] };
    this.payments.push(added);
    this.#paymentsById.set(added.id, added);
    payment.order.payments.push(added);
    return added;
  }

  addRefund(payment: Payment, refund: Omit<Refund, 'id'>): Refund {
    const added = { ...refund, id: FIRST_REFUND_ID + this.#refundCount++ };
    payment.refunds.push(added);
    return added;
  }
}

// Far apart, so that an id of one kind never exists as an id of another kind.
const FIRST_INTENT_ID = 30_001;
const FIRST_ORDER_ID = 11_000_001;
const FIRST_PAYMENT_ID = 12_000_001;
const FIRST_REFUND_ID = 13_000_001;
