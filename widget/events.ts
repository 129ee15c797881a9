import type { PublicOffer } from '../proxy/contract/offer.ts';
import type { CheckoutError } from './errors.ts';

/** Heard anywhere above the element, and outside a shadow root around it. */
class ElementEvent extends Event {
  constructor(type: string) {
    super(type, { bubbles: true, composed: true });
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
    [HelloassoErrorEvent.type]: HelloassoErrorEvent;
  }
}
