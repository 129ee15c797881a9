import { expect } from '@open-wc/testing';
import { HelloassoSubmitEvent } from '../../../widget/payment/submit-event.ts';

describe('HelloassoSubmitEvent', () => {
  it('helloasso-submit bubbles, leaves shadow roots, and can be cancelled', () => {
    const event = new HelloassoSubmitEvent('don', 2000, 3);
    const { type, bubbles, composed, cancelable, offer, amountCents, instalments } = event;
    expect([type, bubbles, composed, cancelable]).to.deep.equal(['helloasso-submit', true, true, true]);
    expect([offer, amountCents, instalments]).to.deep.equal(['don', 2000, 3]);
  });

  it('consent() is true without promises, and false when one of several is rejected', async () => {
    const event = new HelloassoSubmitEvent('don', 2000, 1);
    expect(await event.consent()).to.equal(true);
    event.waitUntil(Promise.resolve());
    event.waitUntil(Promise.reject(new Error('no')));
    expect(await event.consent()).to.equal(false);
  });
});
