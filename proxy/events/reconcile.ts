import type { Config } from '../config/config.ts';
import type { HelloAssoClient } from '../helloasso/client.ts';
import { hasUnknownPayment, hasUnknownState } from '../helloasso/payment-state.ts';
import { mayBeCheckout, type Reference } from '../helloasso/response-schemas.ts';
import { type Log, reasonOf } from '../log.ts';
import { organizationsOf } from '../organization.ts';
import type { EventDelivery } from './deliver-event.ts';
import type { PaymentEvent } from './payment-event.ts';
import { eventsOf } from './payment-to-events.ts';
import type { OrderVerifier, VerifiedOrder } from './verify-order.ts';

/** The counts of one reconciliation. */
export interface Summary {
  /** Payments updated in the window, ours or not. */
  readonly read: number;
  readonly ours: number;
  /** Events accepted by the receivers; in a dry run, those that would have been sent. */
  readonly sent: number;
  readonly failed: number;
}

/** What a reconciliation needs of the proxy. */
export interface ReconcileDependencies {
  readonly config: Pick<Config, 'helloasso' | 'offers'>;
  readonly helloAsso: Pick<HelloAssoClient, 'findIntentId' | 'readIntent' | 'readPayments'>;
  readonly verifier: OrderVerifier;
  readonly delivery: EventDelivery;
  readonly log: Log;
}

interface Options extends ReconcileDependencies {
  /** Start of the window, ms. */
  readonly since: number;
  readonly isDryRun: boolean;
  /** Waits that many ms. */
  readonly pause: (ms: number) => Promise<unknown>;
  readonly onProgress: (summary: Summary) => void;
}

/** Each call and each delivery; no payer is waiting. */
const TIMEOUT_MS = 20_000;
/** Before each retry. The second pause is longer than the proxy remembers a failure of the token endpoint. */
const PAUSES_MS = [2_000, 12_000];
/** An unavailable receiver must not make this run overlap the next day's. */
const MAX_FAILURES_IN_A_ROW = 5;
/** Pages in a row with no payment that is new. HelloAsso's lists end with an empty page, and may repeat a page before. */
const MAX_PAGES_WITHOUT_NEWS = 3;

/**
 * Reads each organisation's payments from the last updated back to `since`, and delivers the events of ours again under the same
 * ids: lost events arrive, and receivers drop the repeats.
 * @throws Problem when the payments cannot be listed to the end; Error when the receivers are unavailable.
 */
export async function reconcile(options: Options): Promise<Summary> {
  const { helloAsso, verifier, delivery, isDryRun, log, pause, onProgress } = options;
  const { includesPayer } = delivery;
  const summary = { read: 0, ours: 0, sent: 0, failed: 0 };
  const orders = new Map<string, VerifiedOrder | 'unreadable' | undefined>();
  let failuresInARow = 0;

  for await (const { organization, ...payment } of allPayments(options)) {
    summary.read += 1;
    const orderKey = keyOf({ ...payment, paymentId: payment.orderId === undefined ? payment.paymentId : undefined });
    if (!orders.has(orderKey)) orders.set(orderKey, await readOrder(organization, payment));
    const verified = orders.get(orderKey);
    if (verified === 'unreadable') {
      summary.failed += 1;
    } else if (verified) {
      summary.ours += 1;
      const { payments: all } = verified.order;
      const payments = payment.paymentId === undefined ? all : all.filter(({ id }) => id === payment.paymentId);
      const events = payments.flatMap((one) => eventsOf(one, { ...verified, includesPayer }));
      for (const event of events) await send(event);
      const isUnknown =
        payment.paymentId === undefined
          ? hasUnknownPayment(verified.order)
          : payments.length === 0 || payments.some(hasUnknownState);
      if (isUnknown) summary.failed += 1;
    }
    onProgress(summary);
  }
  return summary;

  /** A payment that cannot be read may be ours. */
  async function readOrder(
    organization: string,
    payment: Reference,
  ): Promise<VerifiedOrder | 'unreadable' | undefined> {
    try {
      if (keyOf(payment) === NO_KEY) throw new Error('the row has no id that can be read');
      const intentId = await withRetries(() => helloAsso.findIntentId(payment), pause);
      if (intentId === undefined) return undefined;
      const intent = await withRetries(() => helloAsso.readIntent(organization, intentId), pause);
      return intent && verifier.verifyOrder(intent);
    } catch (cause) {
      const { orderId, paymentId } = payment;
      log.warn({ orderId, paymentId, reason: reasonOf(cause) }, 'an order could not be read');
      return 'unreadable';
    }
  }

  async function send(event: PaymentEvent): Promise<void> {
    try {
      if (!isDryRun) await withRetries(() => delivery.deliver(event, AbortSignal.timeout(TIMEOUT_MS)), pause);
      summary.sent += 1;
      failuresInARow = 0;
    } catch (cause) {
      log.warn({ id: event.id, reason: reasonOf(cause) }, 'an event was not accepted');
      summary.failed += 1;
      failuresInARow += 1;
      if (failuresInARow >= MAX_FAILURES_IN_A_ROW) {
        throw new Error('The receiver is unavailable: the other events were not sent.', { cause });
      }
    }
  }
}

async function* allPayments(options: Options) {
  for (const { slug: organization } of organizationsOf(options.config)) {
    for await (const payment of paymentsSince(organization, options)) yield { ...payment, organization };
  }
}

/** @throws Error when the list does not end. */
async function* paymentsSince(organization: string, { helloAsso, since, pause }: Options) {
  const seen = new Set<string>();
  let after: string | number | undefined;
  let pagesWithoutNews = 0;
  for (let number = 1; pagesWithoutNews < MAX_PAGES_WITHOUT_NEWS; number += 1) {
    const page = await withRetries(
      () => helloAsso.readPayments(organization, after, AbortSignal.timeout(TIMEOUT_MS)),
      pause,
    );
    if (!page) throw new Error('HelloAsso does not list the payments.');
    const { payments, continuationToken } = page;
    if (payments.length === 0) return;
    const isOld = ({ updatedAt }: Reference) => updatedAt !== undefined && updatedAt.getTime() < since;
    if (payments.every(isOld)) return;
    const known = seen.size;
    for (const payment of payments) {
      const key = keyOf(payment);
      const isNew = !seen.has(key); // pages shift while payments change
      if (key !== NO_KEY) seen.add(key);
      if (isNew && !isOld(payment) && mayBeCheckout(payment)) yield payment;
    }
    pagesWithoutNews = seen.size > known ? 0 : pagesWithoutNews + 1;
    after = continuationToken ?? number + 1;
  }
  throw new Error('The list of payments does not end: HelloAsso repeats its pages.');
}

const NO_KEY = '--';

/** What names a payment, or failing that its order or intent. */
function keyOf({ paymentId, orderId, checkoutIntentId }: Reference): string {
  return paymentId === undefined ? `-${orderId ?? ''}-${checkoutIntentId ?? ''}` : String(paymentId);
}

/** Repeats a failed call after each pause: a short outage must not end the whole run. */
async function withRetries<T>(call: () => Promise<T>, pause: (ms: number) => Promise<unknown>): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await call();
    } catch {
      await pause(pauseMs);
    }
  }
  return call();
}
