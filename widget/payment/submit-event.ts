import { ElementEvent } from '../events.ts';

/** The payer has filled in the form without an error. Cancel it to send nothing, or let it wait for a promise. */
export class HelloassoSubmitEvent extends ElementEvent {
  readonly offer: string;
  /** The total in cents. */
  readonly amountCents: number;
  /** The number of payments. */
  readonly instalments: number;
  readonly #promises: Promise<unknown>[] = [];

  constructor(offer: string, amountCents: number, instalments: number) {
    super('helloasso-submit', { cancelable: true });
    this.offer = offer;
    this.amountCents = amountCents;
    this.instalments = instalments;
  }

  /** Holds the payment until the promise settles; a rejection cancels it. Call it while the event is dispatched. */
  waitUntil(promise: Promise<unknown>): void {
    this.#promises.push(promise);
  }

  /** Whether no promise was rejected. @internal */
  async consent(): Promise<boolean> {
    const answers = await Promise.allSettled(this.#promises);
    return answers.every(({ status }) => status === 'fulfilled');
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'helloasso-submit': HelloassoSubmitEvent;
  }
}
