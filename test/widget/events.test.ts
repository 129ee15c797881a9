import { expect } from '@open-wc/testing';
import { CheckoutError } from '../../widget/errors.ts';
import {
  HelloassoChangeEvent,
  HelloassoErrorEvent,
  HelloassoOutcomeEvent,
  HelloassoReadyEvent,
  HelloassoRedirectEvent,
  HelloassoSubmitEvent,
} from '../../widget/events.ts';
import { GIFT, PAID } from './fake-proxy.ts';

const EVENTS: readonly (readonly [event: Event, type: string, isCancelable: boolean])[] = [
  [new HelloassoReadyEvent(GIFT), 'helloasso-ready', false],
  [new HelloassoChangeEvent(2000), 'helloasso-change', false],
  [new HelloassoSubmitEvent('don', 2000, 1), 'helloasso-submit', true],
  [new HelloassoRedirectEvent(new URL('https://www.helloasso.com/')), 'helloasso-redirect', true],
  [new HelloassoErrorEvent(new CheckoutError('busy', '')), 'helloasso-error', false],
  [new HelloassoOutcomeEvent(PAID), 'helloasso-outcome', false],
];

describe('Events', () => {
  for (const [event, type, isCancelable] of EVENTS) {
    it(`${type} bubbles, leaves shadow roots, and can ${isCancelable ? '' : 'not '}be cancelled`, () => {
      expect(event).to.include({ type, bubbles: true, composed: true, cancelable: isCancelable });
    });
  }

  it('helloasso-outcome contains the outcome without the receipt, which may show a name', () => {
    const { outcome } = new HelloassoOutcomeEvent({ ...PAID, receiptUrl: 'https://www.helloasso.com/receipt' });
    expect(outcome).to.deep.equal(PAID);
  });
});
