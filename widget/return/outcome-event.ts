import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { ElementEvent } from '../events.ts';

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
    'helloasso-outcome': HelloassoOutcomeEvent;
  }
}
