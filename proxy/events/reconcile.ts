import type { Config } from '../config/config.ts';
import type { HelloAssoClient } from '../helloasso/client.ts';
import { isCheckout } from '../helloasso/response-schemas.ts';
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
  readonly helloAsso: Pick<HelloAssoClient, 'readIntent' | 'readOrder' | 'readPayments'>;
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

/**
 * Reads each organisation's payments from the last updated back to `since`, and delivers the events of ours again under the same
 * ids: lost events arrive, and receivers drop the repeats.
 * @throws Problem when the payments cannot be listed to the end; Error when the receivers are unavailable.
 */
export async function reconcile(options: Options): Promise<Summary> {
  const { helloAsso, verifier, delivery, isDryRun, log, pause, onProgress } = options;
  const { includesPayer } = delivery;
  const summary = { read: 0, ours: 0, sent: 0, failed: 0 };
  const orders = new Map<number, VerifiedOrder | 'unreadable' | undefined>();
  let failuresInARow = 0;

  for await (const { id, order, organization } of allPayments(options)) {
    summary.read += 1;
    if (!orders.has(order.id)) orders.set(order.id, await readOrder(organization, order.id, order.checkoutIntentId));
    const verified = orders.get(order.id);
    if (verified === 'unreadable') {
      summary.failed += 1;
    } else if (verified) {
      summary.ours += 1;
      const payments = (verified.order.payments ?? []).filter((payment) => payment.id === id);
      const events = payments.flatMap((payment) => eventsOf(payment, { ...verified, includesPayer }));
      for (const event of events) await send(event);
    }
    onProgress(summary);
  }
  return summary;

  async function readOrder(
    organization: string,
    orderId: number,
    knownIntentId: number | null | undefined,
  ): Promise<VerifiedOrder | 'unreadable' | undefined> {
    try {
      const intentId =
        knownIntentId ?? (await withRetries(() => helloAsso.readOrder(orderId), pause))?.checkoutIntentId;
      if (intentId == null) return undefined;
      const intent = await withRetries(() => helloAsso.readIntent(organization, intentId), pause);
      return intent && verifier.verifyOrder(intent);
    } catch (cause) {
      log.warn({ orderId, reason: reasonOf(cause) }, 'an order could not be read');
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

async function* paymentsSince(organization: string, { helloAsso, since, pause }: Options) {
  const seen = new Set<number>();
  let continuationToken: string | undefined;
  do {
    const page = await withRetries(
      () => helloAsso.readPayments(organization, continuationToken, AbortSignal.timeout(TIMEOUT_MS)),
      pause,
    );
    const fresh = (page?.data ?? []).filter(({ id }) => !seen.has(id)); // pages shift while payments change
    for (const { id, order, meta } of fresh) {
      seen.add(id);
      if (meta?.updatedAt && meta.updatedAt.getTime() < since) return;
      if (order && isCheckout(order.formType)) yield { id, order };
    }
    continuationToken = fresh.length > 0 ? (page?.pagination.continuationToken ?? undefined) : undefined;
  } while (continuationToken !== undefined);
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
