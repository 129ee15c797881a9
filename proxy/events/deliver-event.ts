import { Webhook } from 'standardwebhooks';
import type { Config } from '../config/config.ts';
import type { Environment } from '../environment.ts';
import type { Metrics } from '../metrics.ts';
import type { OnEvent, PaymentEvent } from './payment-event.ts';

/** The association's own system. */
export type Receiver = NonNullable<Config['forward']>;

interface Surroundings extends Pick<Environment, 'now'> {
  readonly fetch: typeof globalThis.fetch;
  readonly metrics: Pick<Metrics, 'event'>;
}

/** Where events go: to `FORWARD_URL`, signed, to the `onEvent` function of an embedder, or to both. */
export class EventDelivery {
  /** Whether events contain the payer. */
  readonly includesPayer: boolean;
  readonly #receiver: Receiver | undefined;
  readonly #onEvent: OnEvent | undefined;
  readonly #fetch: typeof globalThis.fetch;
  readonly #now: Environment['now'];
  readonly #metrics: Pick<Metrics, 'event'>;

  constructor(
    { forward, forwardsPayer }: Pick<Config, 'forward' | 'forwardsPayer'>,
    { fetch, now, metrics }: Surroundings,
    onEvent?: OnEvent,
  ) {
    this.includesPayer = forwardsPayer;
    this.#receiver = forward;
    this.#onEvent = onEvent;
    this.#fetch = fetch;
    this.#now = now;
    this.#metrics = metrics;
  }

  /** Whether events go anywhere. */
  get isEnabled(): boolean {
    return this.#receiver !== undefined || this.#onEvent !== undefined;
  }

  /** Rejects unless every receiver has accepted the event. */
  async deliver(event: PaymentEvent, signal: AbortSignal): Promise<void> {
    const deliveries = await Promise.allSettled([
      this.#receiver && this.#post(event, this.#receiver, signal),
      this.#onEvent && this.#call(this.#onEvent, event),
    ]);
    const failure = deliveries.find((delivery) => delivery.status === 'rejected');
    this.#metrics.event(event.type, failure ? 'failed' : 'accepted');
    if (failure) throw failure.reason;
  }

  /** The embedder's error may quote the event, so its message must not reach the log. */
  async #call(onEvent: OnEvent, event: PaymentEvent): Promise<void> {
    try {
      await onEvent(event);
    } catch (cause) {
      throw new Error('onEvent rejected', { cause });
    }
  }

  async #post(event: PaymentEvent, receiver: Receiver, signal: AbortSignal): Promise<void> {
    const environment = { fetch: this.#fetch, now: this.#now };
    const response = await sendEvent(event, receiver, environment, signal).catch((cause: unknown) => {
      throw new Error('the receiver is out of reach', { cause });
    });
    if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
  }
}

/**
 * Sends one event, signed by Standard Webhooks: https://www.standardwebhooks.com. Each secret makes a signature, and a receiver accepts
 * the event if one of them is right: so a secret can be replaced without losing an event. Resolves to any response, without its body.
 */
export async function sendEvent(
  { id, ...content }: { readonly id: string; readonly type: string },
  { url, secrets }: Receiver,
  { fetch, now }: Pick<Environment, 'now'> & { readonly fetch: typeof globalThis.fetch },
  signal: AbortSignal,
): Promise<Response> {
  const body = JSON.stringify(content);
  const sentAt = new Date(now());
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual', // workerd refuses 'error'; a redirect is not `ok` either
    signal,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'helloasso-checkout',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, sentAt, body)).join(' '),
    },
  });
  await response.body?.cancel();
  return response;
}
