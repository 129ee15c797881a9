import { Webhook } from 'standardwebhooks';
import type { Config } from './config.ts';
import type { PaymentEvent } from './payment-event.ts';

/** Takes an event in; a rejection means that it must be told again. */
export type OnEvent = (event: PaymentEvent) => void | Promise<void>;

/** The association's own system: an address that gets signed events, a function of those who embed the proxy, or both. */
export class Receivers {
  readonly #forward: Config['forward'];
  readonly #onEvent: OnEvent | undefined;
  readonly #fetch: typeof globalThis.fetch;
  readonly #now: () => number;

  constructor(
    forward: Config['forward'],
    onEvent: OnEvent | undefined,
    fetch: typeof globalThis.fetch,
    now: () => number,
  ) {
    this.#forward = forward;
    this.#onEvent = onEvent;
    this.#fetch = fetch;
    this.#now = now;
  }

  /** Whether anybody listens. */
  get exist(): boolean {
    return this.#forward !== undefined || this.#onEvent !== undefined;
  }

  /** Whether events tell who paid. */
  get wantPayer(): boolean {
    return this.#forward?.withPayer ?? false;
  }

  /** Rejects unless every receiver has taken the event in. */
  async deliver(event: PaymentEvent, signal: AbortSignal): Promise<void> {
    if (this.#forward) await this.#post(event, this.#forward, signal);
    await this.#onEvent?.(event);
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
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
  }
}
