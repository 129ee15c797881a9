import type { PublicOffer } from '../proxy/contract/offer.ts';
import type { CheckoutError } from './errors.ts';

/** Heard anywhere above the element, and outside a shadow root around it. */
export class ElementEvent extends Event {
  constructor(type: string, init?: EventInit) {
    super(type, { bubbles: true, composed: true, ...init });
  }
}

/** The offer is loaded and the form can be used. */
export class HelloassoReadyEvent extends ElementEvent {
  readonly offer: PublicOffer;

  constructor(offer: PublicOffer) {
    super('helloasso-ready');
    this.offer = offer;
  }
}

/** The payer has chosen or typed something. */
export class HelloassoChangeEvent extends ElementEvent {
  /** The total, in cents, once there is one. */
  readonly amountCents: number | undefined;

  constructor(amountCents: number | undefined) {
    super('helloasso-change');
    this.amountCents = amountCents;
  }
}

/** Loading, sending or verifying has failed; the payer has been told. */
export class HelloassoErrorEvent extends ElementEvent {
  readonly error: CheckoutError;

  constructor(error: CheckoutError) {
    super('helloasso-error');
    this.error = error;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'helloasso-ready': HelloassoReadyEvent;
    'helloasso-change': HelloassoChangeEvent;
    'helloasso-error': HelloassoErrorEvent;
  }
}
