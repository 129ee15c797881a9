import { expect } from '@open-wc/testing';
import { PAID } from '../fake-proxy.ts';
import { checkoutTag, openReturn } from '../page.ts';
import { setUp } from '../set-up.ts';

describe('Focus', () => {
  it('focus stays where it is when an outcome on screen changes its language', async () => {
    const { page, until, element, root, textOf } = await openReturn({ outcome: 'refused' });
    await until(() => root.activeElement?.localName === 'h2');
    (root.activeElement as HTMLElement).blur();
    element.setAttribute('lang', 'en');
    await until(() => textOf('.return h2') === 'The payment was declined');
    expect(root.activeElement).to.equal(null);
    page.close();
  });

  it('focus moves to the form when the focused button of an outcome disappears', async () => {
    const { page, element, until, get, has, root } = await openReturn('helloasso-unavailable');
    await until(() => element.state === 'unverified');
    get<HTMLElement>('.return button:last-of-type').focus();
    get<HTMLElement>('.return button:last-of-type').click();
    await until(() => has('form') && root.activeElement === get('[name=choice]'));
    page.close();
  });

  it('focus moves to the form when the network is back, and after reset()', async () => {
    const { proxy, element, get, until, has, root } = await setUp();
    proxy.goDown();
    element.offer = '';
    await until(() => element.state === 'unavailable' && has('button'));
    get('button').focus();
    proxy.goUp();
    window.dispatchEvent(new Event('online'));
    await until(() => has('form') && root.activeElement === get('[name=choice]'));
    const { page, ...back } = await openReturn();
    await back.until(() => back.root.activeElement?.localName === 'h2');
    (back.element as HTMLElement & { reset(): void }).reset();
    await back.until(() => back.has('form') && back.root.activeElement === back.get('[name=choice]'));
    page.close();
  });

  it('focus stays in another field of the page when the payer moved it there while the offer loads', async () => {
    const { proxy, element, get, until, has } = await setUp();
    const elsewhere = document.body.appendChild(document.createElement('input'));
    proxy.goDown();
    element.offer = '';
    await until(() => element.state === 'unavailable' && has('button'));
    get('button').focus();
    proxy.goUp();
    get('button').click();
    await element.updateComplete; // the button is gone
    elsewhere.focus();
    await until(() => element.state === 'ready');
    expect(document.activeElement).to.equal(elsewhere);
    elsewhere.remove();
  });

  it('focus stays in another field of the page when an outcome comes, and the live region announces it', async () => {
    const { page, until, element, status } = await openReturn(PAID, {
      body: `<input id="mine" autofocus>${checkoutTag('don')}`,
    });
    page.document.getElementById('mine')?.focus();
    await until(() => element.outcome);
    expect(page.document.activeElement?.id).to.equal('mine');
    await until(() => status() === 'Merci !');
    page.close();
  });

  it('an outcome below the visible part of the page is scrolled into view', async () => {
    const { page, until, element, get } = await openReturn(PAID, {
      body: `<div style="block-size: 700px"></div>${checkoutTag('don')}`,
    });
    await until(() => element.outcome);
    const { top, bottom } = get<HTMLElement>('.return').getBoundingClientRect();
    expect(top).to.be.at.least(0);
    expect(bottom).to.be.at.most(page.window.innerHeight);
    page.close();
  });

  it('a failure to send is scrolled into view, and focus stays on the button', async () => {
    const { proxy, choose, press, until, get, root, element } = await setUp();
    await choose('choice', '2000');
    for (let failures = 0; failures < 2; failures++) {
      proxy.setCheckoutAnswer('helloasso-unavailable');
      window.scrollTo(0, 0);
      element.style.marginBlockStart = `${innerHeight - get('[part=submit]').getBoundingClientRect().bottom + scrollY}px`;
      get('[part=submit]').focus({ preventScroll: true });
      await press();
      await until(() => element.state === 'failed');
      const { bottom } = get('.failed').getBoundingClientRect();
      expect(Math.floor(bottom)).to.be.at.most(innerHeight); // an engine scrolls by whole pixels
      expect(root.activeElement).to.equal(get('[part=submit]'));
    }
  });
});
