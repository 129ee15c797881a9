import type { CheckoutOutcome } from '../proxy/contract/checkout.ts';
import type { PublicOffer } from '../proxy/contract/offer.ts';
import type { CheckoutError } from './errors.ts';

/** Bubbles, and leaves shadow roots around the element. */
class ElementEvent extends Event {
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

/** The checkout is ready and the page is about to leave. Cancel it to open `url` some other way. */
export class HelloassoRedirectEvent extends ElementEvent {
  readonly url: URL;

  constructor(url: URL) {
    super('helloasso-redirect', { cancelable: true });
    this.url = url;
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

/** The proxy has verified a payer's return. Fires again when the outcome changes; drop repeats by `outcome.reference`. */
export class HelloassoOutcomeEvent extends ElementEvent {
  /** Without the receipt, which may show a name. */
  readonly outcome: Omit<CheckoutOutcome, 'receiptUrl'>;

  constructor({ receiptUrl: _, ...outcome }: CheckoutOutcome) {
    super('helloasso-outcome');
    this.outcome = outcome;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'helloasso-ready': HelloassoReadyEvent;
    'helloasso-change': HelloassoChangeEvent;
    'helloasso-submit': HelloassoSubmitEvent;
    'helloasso-redirect': HelloassoRedirectEvent;
    'helloasso-error': HelloassoErrorEvent;
    'helloasso-outcome': HelloassoOutcomeEvent;
  }
}
