import { expect } from '@open-wc/testing';
import { HelloassoOutcomeEvent } from '../../../widget/return/outcome-event.ts';
import { PAID } from '../fake-proxy.ts';

describe('HelloassoOutcomeEvent', () => {
  it('helloasso-outcome bubbles, leaves shadow roots, and cannot be cancelled', () => {
    const { type, bubbles, composed, cancelable } = new HelloassoOutcomeEvent(PAID);
    expect([type, bubbles, composed, cancelable]).to.deep.equal(['helloasso-outcome', true, true, false]);
  });

  it('helloasso-outcome contains the outcome without the receipt, which may show a name', () => {
    const { outcome } = new HelloassoOutcomeEvent({ ...PAID, receiptUrl: 'https://www.helloasso.com/receipt' });
    expect(outcome).to.deep.equal(PAID);
  });
});
