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

/** The payer has filled in the form without a fault. Cancel it to send nothing. */
export class HelloassoSubmitEvent extends ElementEvent {
  static readonly type = 'helloasso-submit';
  readonly offer: string;
  /** The total, in cents. */
  readonly amountCents: number;
  /** The number of payments. */
  readonly instalments: number;

  constructor(offer: string, amountCents: number, instalments: number) {
    super(HelloassoSubmitEvent.type, true);
    this.offer = offer;
    this.amountCents = amountCents;
    this.instalments = instalments;
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
    [HelloassoSubmitEvent.type]: HelloassoSubmitEvent;
    [HelloassoErrorEvent.type]: HelloassoErrorEvent;
  }
}
