import { expect } from '@open-wc/testing';
import { CheckoutError } from '../../widget/errors.ts';

describe('CheckoutError.from', () => {
  it('CheckoutError.from returns a CheckoutError unchanged', () => {
    const error = new CheckoutError('busy', '', { retryAfterS: 5 });
    expect(CheckoutError.from(error)).to.equal(error);
  });

  it('CheckoutError.from returns timeout for an aborted timeout, and keeps the cause', () => {
    const cause = new DOMException('Too late', 'TimeoutError');
    const error = CheckoutError.from(cause);
    expect(error.code).to.equal('timeout');
    expect(error.cause).to.equal(cause);
  });

  it('CheckoutError.from returns unreachable for another error, and offline when the device has no network', () => {
    expect(CheckoutError.from(new TypeError('Failed to fetch')).code).to.equal('unreachable');
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
    const { code } = CheckoutError.from(new TypeError('Failed to fetch'));
    Reflect.deleteProperty(navigator, 'onLine');
    expect(code).to.equal('offline');
  });
});
