import type { HelloAssoApi } from '../helloasso/client.ts';
import { isCheckout } from '../helloasso/response-schemas.ts';
import { type Log, reasonOf } from '../log.ts';
import type { Receivers } from './deliver-event.ts';
import type { PaymentEvent } from './payment-event.ts';
import { eventsOf } from './payment-to-events.ts';
import type { OwnOrder, Truth } from './verify-order.ts';

/** What one reconciliation did. */
export interface Summary {
  /** Payments updated in the window, ours or not. */
  readonly read: number;
  readonly ours: number;
  /** Events accepted by the receivers, or that would have been sent. */
  readonly sent: number;
  readonly failed: number;
}

interface Options {
  readonly api: HelloAssoApi;
  /** Slugs. */
  readonly organizations: readonly string[];
  readonly truth: Truth;
  readonly receivers: Receivers;
  /** Start of the window, ms. */
  readonly since: number;
  readonly isDryRun: boolean;
  readonly log: Log;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly onProgress: (summary: Summary) => void;
}

/** Each call and each delivery; there is no payer waiting. */
const TIMEOUT_MS = 20_000;
/** Before each further attempt: a moment of trouble, then longer than a failure of the token endpoint is remembered. */
const PAUSES_MS = [2_000, 12_000];
/** A receiver that is away must not make tonight's run meet tomorrow's. */
const MAX_FAILURES_IN_A_ROW = 5;

/**
 * Walks each organisation's payments from the last updated back to `since`, and tells the receivers again all there is to tell of
 * ours, under the same ids: whatever was lost on the way arrives, and receivers drop the rest.
 * @throws Problem when the payments cannot be listed to the end; Error when the receivers are away.
 */
export async function reconcile(options: Options): Promise<Summary> {
  const { api, truth, receivers, isDryRun, log, pause, onProgress } = options;
  const summary = { read: 0, ours: 0, sent: 0, failed: 0 };
  const orders = new Map<number, OwnOrder | 'unreadable' | undefined>();
  let failuresInARow = 0;

  for await (const { id, order, organization } of allPayments(options)) {
    summary.read += 1;
    if (!orders.has(order.id)) orders.set(order.id, await ownOrder(organization, order.id, order.checkoutIntentId));
    const own = orders.get(order.id);
    if (own === 'unreadable') {
      summary.failed += 1;
    } else if (own) {
      summary.ours += 1;
      const payments = (own.order.payments ?? []).filter((payment) => payment.id === id);
      const events = payments.flatMap((payment) => eventsOf(payment, { ...own, withPayer: receivers.wantPayer }));
      for (const event of events) await tell(event);
    }
    onProgress(summary);
  }
  return summary;

  async function ownOrder(
    organization: string,
    orderId: number,
    named: number | null | undefined,
  ): Promise<OwnOrder | 'unreadable' | undefined> {
    try {
      const intentId = named ?? (await patiently(() => api.readOrder(orderId), pause))?.checkoutIntentId;
      const intent =
        intentId == null ? undefined : await patiently(() => api.readIntent(organization, intentId), pause);
      return intent && truth.ownOrder(intent);
    } catch (cause) {
      log.warn({ orderId, reason: reasonOf(cause) }, 'an order could not be read');
      return 'unreadable';
    }
  }

  async function tell(event: PaymentEvent): Promise<void> {
    try {
      if (!isDryRun) await patiently(() => receivers.deliver(event, AbortSignal.timeout(TIMEOUT_MS)), pause);
      summary.sent += 1;
      failuresInARow = 0;
    } catch (cause) {
      log.warn({ id: event.id, reason: reasonOf(cause) }, 'an event was not taken');
      summary.failed += 1;
      failuresInARow += 1;
      if (failuresInARow >= MAX_FAILURES_IN_A_ROW)
        throw new Error('The receiver is away: no more was sent.', { cause });
    }
  }
}

async function* allPayments(options: Options) {
  for (const organization of options.organizations) {
    for await (const payment of paymentsSince(organization, options)) yield { ...payment, organization };
  }
}

async function* paymentsSince(organization: string, { api, since, pause }: Options) {
  const seen = new Set<number>();
  let continuationToken: string | undefined;
  do {
    const page = await patiently(
      () => api.readPayments(organization, continuationToken, AbortSignal.timeout(TIMEOUT_MS)),
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

/** A moment of trouble must not cost the whole run. */
async function patiently<T>(call: () => Promise<T>, pause: (ms: number) => Promise<unknown>): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await call();
    } catch {
      await pause(pauseMs);
    }
  }
  return call();
}
