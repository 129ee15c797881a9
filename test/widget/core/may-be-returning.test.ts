import { expect } from '@open-wc/testing';
import { mayBeReturning } from '../../../widget/core/may-be-returning.ts';
import '../set-up.ts';

const ADDRESS = location.href;
const KEY = 'helloasso-checkout';

describe('mayBeReturning', () => {
  afterEach(() => history.replaceState(null, '', ADDRESS));

  it('mayBeReturning is false on a page without a token, an entry in its history or a draft', () => {
    expect(Boolean(mayBeReturning())).to.equal(false);
  });

  it('mayBeReturning is false when the browser blocks storage', () => {
    const descriptor = Object.getOwnPropertyDescriptor(window, 'sessionStorage') as PropertyDescriptor;
    Object.defineProperty(window, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('Storage is blocked.', 'SecurityError');
      },
    });
    const isReturning = mayBeReturning();
    Object.defineProperty(window, 'sessionStorage', descriptor);
    expect(Boolean(isReturning)).to.equal(false);
  });

  it('mayBeReturning is true when the address has a return token', () => {
    history.replaceState(null, '', `?own=1&${KEY}=a.b.c`);
    expect(Boolean(mayBeReturning())).to.equal(true);
  });

  it('mayBeReturning is true when the history entry has a return, as after a reload', () => {
    history.replaceState({ [KEY]: { step: 'return' } }, '');
    expect(Boolean(mayBeReturning())).to.equal(true);
  });

  it('mayBeReturning is true when a checkout has left this tab', () => {
    sessionStorage.setItem(KEY, JSON.stringify([{ token: 'a.b.c' }]));
    expect(Boolean(mayBeReturning())).to.equal(true);
  });
});
