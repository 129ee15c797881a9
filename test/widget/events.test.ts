import { expect } from '@open-wc/testing';
import { CheckoutError } from '../../widget/errors.ts';
import { HelloassoChangeEvent, HelloassoErrorEvent, HelloassoReadyEvent } from '../../widget/events.ts';
import { HelloassoRedirectEvent } from '../../widget/payment/redirect-event.ts';
import { GIFT } from './fake-proxy.ts';

const EVENTS: readonly (readonly [event: Event, type: string, isCancelable: boolean])[] = [
  [new HelloassoReadyEvent(GIFT), 'helloasso-ready', false],
  [new HelloassoChangeEvent(2000), 'helloasso-change', false],
  [new HelloassoRedirectEvent(new URL('https://www.helloasso.com/')), 'helloasso-redirect', true],
  [new HelloassoErrorEvent(new CheckoutError('busy', '')), 'helloasso-error', false],
];

describe('Events', () => {
  for (const [event, type, isCancelable] of EVENTS) {
    it(`${type} bubbles, leaves shadow roots, and can ${isCancelable ? '' : 'not '}be cancelled`, () => {
      const { bubbles, composed, cancelable } = event;
      expect([event.type, bubbles, composed, cancelable]).to.deep.equal([type, true, true, isCancelable]);
    });
  }
});
