import type { PublicOffer } from '../proxy/contract/offer.ts';
import type { CheckoutError } from './errors.ts';

/**
 * Bubbles, and leaves shadow roots around the element. An event that only a chunk dispatches is in that chunk:
 * `payment/submit-event.ts`, `payment/redirect-event.ts`, `return/outcome-event.ts`.
 */
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
  /** The total in cents, once there is one. */
  readonly amountCents: number | undefined;

  constructor(amountCents: number | undefined) {
    super('helloasso-change');
    this.amountCents = amountCents;
  }
}

/** Loading, sending or verifying has failed; the form shows it to the payer. */
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
