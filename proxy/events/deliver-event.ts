import { Webhook } from 'standardwebhooks';
import type { World } from '../compose.ts';
import type { Config } from '../config/config.ts';
import type { OnEvent, PaymentEvent } from './payment-event.ts';

/** The association's own system: an address that gets signed events, a function of those who embed the proxy, or both. */
export class Receivers {
  /** Whether events tell who paid. */
  readonly wantPayer: boolean;
  readonly #forward: Config['forward'];
  readonly #onEvent: OnEvent | undefined;
  readonly #fetch: typeof globalThis.fetch;
  readonly #now: () => number;

  constructor({ forward, forwardsPayer }: Config, { fetch, now, onEvent }: Pick<World, 'fetch' | 'now' | 'onEvent'>) {
    this.wantPayer = forwardsPayer;
    this.#forward = forward;
    this.#onEvent = onEvent;
    this.#fetch = fetch;
    this.#now = now;
  }

  /** Whether anybody listens. */
  get exist(): boolean {
    return this.#forward !== undefined || this.#onEvent !== undefined;
  }

  /** Rejects unless every receiver has taken the event in. */
  async deliver(event: PaymentEvent, signal: AbortSignal): Promise<void> {
    const deliveries = await Promise.allSettled([
      this.#forward && this.#post(event, this.#forward, signal),
      this.#onEvent && this.#call(this.#onEvent, event),
    ]);
    for (const delivery of deliveries) if (delivery.status === 'rejected') throw delivery.reason;
  }

  /** Its error may quote the event: only its name may reach a log. */
  async #call(onEvent: OnEvent, event: PaymentEvent): Promise<void> {
    try {
      await onEvent(event);
    } catch (cause) {
      throw new Error('onEvent rejected', { cause });
    }
  }

  /** Signed as Standard Webhooks asks: https://www.standardwebhooks.com */
  async #post(
    event: PaymentEvent,
    { url, secret }: NonNullable<Config['forward']>,
    signal: AbortSignal,
  ): Promise<void> {
    const { id, ...content } = event;
    const body = JSON.stringify(content);
    const sentAt = new Date(this.#now());
    const response = await this.#fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal,
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'helloasso-checkout',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, sentAt, body),
      },
    }).catch((cause: unknown) => {
      throw new Error('the receiver is out of reach', { cause });
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
  }
}
