import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { PAID } from './fake-proxy.ts';
import { setUp } from './set-up.ts';

/** A form that has left for HelloAsso, on a page that the browser kept: here the payment page is a place on this very page. */
async function leave() {
  const hands = await setUp();
  const { proxy, element, choose, fill, press, until } = hands;
  proxy.creates({ redirectUrl: `${location.href.replace(/#.*/, '')}#helloasso` });
  element.addEventListener('helloasso-redirect', (event) => event.stopImmediatePropagation(), { capture: true });
  await choose('choice', '2000');
  await fill('firstName', 'Ada');
  await press();
  await until(() => element.state === 'leaving');
  return {
    ...hands,
    /** The browser brings the page back exactly as it was left. */
    restore(outcome: Partial<CheckoutOutcome> | 'internal'): void {
      proxy.verifies(outcome);
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    },
  };
}

describe('A page restored by Back', () => {
  it('was busy and said so when it left, and had put aside what was typed', async () => {
    const { element, status, get } = await leave();
    expect(status()).to.equal('Redirection vers HelloAsso…');
    expect(get('[part=submit]').getAttribute('aria-disabled')).to.equal('true');
    expect(JSON.parse(sessionStorage.getItem('helloasso-checkout') ?? '')).to.deep.include({
      offer: 'don',
      checkoutIntentId: 4242,
      token: 'state.token.4242',
    });
    await expect(element).to.be.accessible();
  });

  it('asks for the outcome first, and opens the form again when nothing was paid', async () => {
    const { restore, element, until, has, get, textOf, proxy } = await leave();
    restore({ outcome: 'pending', reason: 'settling' });
    await until(() => has('.return') && has('form'));
    expect(proxy.requestsTo('GET', '/v1/checkouts/4242')).to.have.length(1);
    expect(textOf('.return h2')).to.equal('Paiement interrompu');
    expect(get('[name=firstName]').value).to.equal('Ada');
    expect(get('[part=submit]').getAttribute('aria-disabled')).to.equal('false');
    expect(element.state).to.equal('ready');
    await expect(element).to.be.accessible();
  });

  it('thanks a payer who had paid, and offers no second payment', async () => {
    const { restore, element, until, has } = await leave();
    restore(PAID);
    await until(() => element.outcome?.outcome === 'paid');
    expect(has('form')).to.equal(false);
    await expect(element).to.be.accessible();
  });

  it('says when the outcome cannot be known, and lets the payer go on deliberately', async () => {
    const { restore, element, until, has, root } = await leave();
    restore('internal');
    await until(() => element.state === 'unverified');
    expect(has('form')).to.equal(false);
    await expect(element).to.be.accessible();
    const [again, goOn] = root.querySelectorAll<HTMLButtonElement>('.return button');
    expect(again?.innerText).to.equal('Vérifier à nouveau');
    goOn?.click();
    await until(() => has('form'));
  });

  it('can pay although the browser stores nothing', async () => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('Storage is blocked.', 'SecurityError');
    };
    const { restore, element, until } = await leave();
    restore(PAID);
    await until(() => element.outcome);
    Storage.prototype.setItem = setItem;
  });
});
