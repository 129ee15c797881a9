import type { PublicOffer } from '../proxy/contract/offer.ts';
import type { CheckoutError } from './errors.ts';

/** Heard anywhere above the element, and outside a shadow root around it. */
class ElementEvent extends Event {
  constructor(type: string, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
  }
}

/** The offer is loaded and the form can be used. */
export class HelloassoReadyEvent extends ElementEvent {
  static readonly type = 'helloasso-ready';
  readonly offer: PublicOffer;

  constructor(offer: PublicOffer) {
    super(HelloassoReadyEvent.type);
    this.offer = offer;
  }
}

/** The payer has chosen or typed something. */
export class HelloassoChangeEvent extends ElementEvent {
  static readonly type = 'helloasso-change';
  /** The total, in cents, once there is one. */
  readonly amountCents: number | undefined;

  constructor(amountCents: number | undefined) {
    super(HelloassoChangeEvent.type);
    this.amountCents = amountCents;
  }
}

/** The payer has filled in the form without a fault. Cancel it to send nothing, or let it wait for a promise. */
export class HelloassoSubmitEvent extends ElementEvent {
  static readonly type = 'helloasso-submit';
  readonly offer: string;
  /** The total, in cents. */
  readonly amountCents: number;
  /** The number of payments. */
  readonly instalments: number;
  readonly #promises: Promise<unknown>[] = [];

  constructor(offer: string, amountCents: number, instalments: number) {
    super(HelloassoSubmitEvent.type, true);
    this.offer = offer;
    this.amountCents = amountCents;
    this.instalments = instalments;
  }

  /** Holds the payment until the promise settles; a rejection cancels it. To be called while the event is being told. */
  waitUntil(promise: Promise<unknown>): void {
    this.#promises.push(promise);
  }

  /** Settles when everyone has consented, rejects when one refuses. */
  get consent(): Promise<unknown> {
    return Promise.all(this.#promises);
  }
}

/** Loading, sending or verifying has failed; the payer has been told. */
export class HelloassoErrorEvent extends ElementEvent {
  static readonly type = 'helloasso-error';
  readonly error: CheckoutError;

  constructor(error: CheckoutError) {
    super(HelloassoErrorEvent.type);
    this.error = error;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    [HelloassoReadyEvent.type]: HelloassoReadyEvent;
    [HelloassoChangeEvent.type]: HelloassoChangeEvent;
    [HelloassoSubmitEvent.type]: HelloassoSubmitEvent;
    [HelloassoErrorEvent.type]: HelloassoErrorEvent;
  }
}
