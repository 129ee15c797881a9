import type { HelloAssoApi } from './helloasso/api.ts';
import { eventsOf } from './helloasso/payment-events.ts';
import type { Receivers } from './receivers.ts';
import type { OwnOrder, Truth } from './truth.ts';

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
  readonly truth: Truth;
  readonly receivers: Receivers;
  /** Start of the window, ms. */
  readonly since: number;
  readonly isDryRun: boolean;
  readonly onProgress: (summary: Summary) => void;
}

/** Each call and each delivery; there is no payer waiting. */
const TIMEOUT_MS = 20_000;
const ATTEMPTS = 3;

/**
 * Walks the organisation's payments from the last updated back to `since`, and tells the receivers again all there is to tell of
 * ours, under the same ids: whatever was lost on the way arrives, and receivers drop the rest.
 * @throws Problem when HelloAsso cannot be read to the end.
 */
export async function reconcile({ api, truth, receivers, since, isDryRun, onProgress }: Options): Promise<Summary> {
  const summary = { read: 0, ours: 0, sent: 0, failed: 0 };
  const orders = new Map<number, OwnOrder | undefined>();
  const seen = new Set<number>();

  for await (const { id, order } of paymentsSince(api, since)) {
    if (seen.has(id)) continue; // pages shift while payments change
    seen.add(id);
    summary.read += 1;
    if (!orders.has(order.id)) orders.set(order.id, await ownOrder(order.id, order.checkoutIntentId));
    const own = orders.get(order.id);
    const payment = own?.order.payments?.find((candidate) => candidate.id === id);
    if (own && payment) {
      summary.ours += 1;
      for (const event of eventsOf(payment, { ...own, withPayer: receivers.wantPayer })) {
        const isSent = isDryRun || (await succeeds(() => receivers.deliver(event, AbortSignal.timeout(TIMEOUT_MS))));
        if (isSent) summary.sent += 1;
        else summary.failed += 1;
      }
    }
    onProgress(summary);
  }
  return summary;

  async function ownOrder(orderId: number, named: number | null | undefined): Promise<OwnOrder | undefined> {
    const intentId = named ?? (await patiently(() => api.readOrder(orderId)))?.checkoutIntentId;
    const intent = intentId == null ? undefined : await patiently(() => api.readIntent(intentId));
    return intent && truth.ownOrder(intent);
  }
}

async function* paymentsSince(api: HelloAssoApi, since: number) {
  let continuationToken: string | undefined;
  do {
    const page = await patiently(() => api.readPayments(continuationToken, AbortSignal.timeout(TIMEOUT_MS)));
    for (const payment of page?.data ?? []) {
      if (payment.meta.updatedAt.getTime() < since) return;
      if (isCheckout(payment.order.formType)) yield payment;
    }
    continuationToken = page?.data.length ? (page.pagination.continuationToken ?? undefined) : undefined;
  } while (continuationToken !== undefined);
}

function isCheckout(formType: string | null | undefined): boolean {
  return formType == null || formType === 'Checkout';
}

/** HelloAsso in trouble for a moment must not cost the whole run. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function succeeds(call: () => Promise<void>): Promise<boolean> {
  return patiently(call).then(
    () => true,
    () => false,
  );
}
