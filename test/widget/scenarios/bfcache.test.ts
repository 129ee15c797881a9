import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../../proxy/contract/checkout.ts';
import { PAID } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

/** A form that has left for HelloAsso, on a page that the browser keeps. The payment page is a fragment of this page. */
async function leave() {
  const form = await setUp();
  const { proxy, element, choose, fill, press, until } = form;
  proxy.setCheckoutAnswer({ redirectUrl: `${location.href.replace(/#.*/, '')}#helloasso` });
  element.addEventListener('helloasso-redirect', (event) => event.stopImmediatePropagation(), { capture: true });
  await choose('choice', '2000');
  await fill('firstName', 'Ada');
  await press();
  await until(() => element.state === 'leaving');
  return {
    ...form,
    /** Restores the page from the back/forward cache. */
    restore(outcome: Partial<CheckoutOutcome> | 'internal'): void {
      proxy.setOutcomes(outcome);
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    },
  };
}

// Firefox would also close the test runner's connection to this page.
window.stop = () => {};

describe('A page restored from the back/forward cache', () => {
  it('a form that leaves shows so, and stores the checkout', async () => {
    const { element, status } = await leave();
    expect(status()).to.equal('Redirection vers HelloAsso…');
    expect(JSON.parse(sessionStorage.getItem('helloasso-checkout') ?? '')[0]).to.deep.include({
      offer: 'don',
      checkoutIntentId: 4242,
      token: 'state.token.4242',
    });
    await expect(element).to.be.accessible();
  });

  it('a restored page asks for the outcome, and opens the filled-in form when nothing was paid', async () => {
    const { restore, element, until, has, get, textOf, proxy } = await leave();
    restore({ outcome: 'pending', reason: 'settling', instalments: [] });
    await until(() => has('.return') && has('form'));
    expect(proxy.requestsTo('GET', '/v1/checkouts/4242')).to.have.length(1);
    expect(textOf('.return h2')).to.equal('Paiement interrompu');
    expect(get('[name=firstName]').value).to.equal('Ada');
    expect(get('[part=submit]').getAttribute('aria-disabled')).to.equal('false');
    expect(element.state).to.equal('ready');
    await expect(element).to.be.accessible();
  });

  it('a restored page shows no form to a payer who has paid', async () => {
    const { restore, element, until, has } = await leave();
    restore(PAID);
    await until(() => element.outcome?.outcome === 'paid');
    expect(has('form')).to.equal(false);
    await expect(element).to.be.accessible();
  });

  it('a restored page whose outcome is unknown shows no form until the payer asks for it', async () => {
    const { restore, element, until, has, root, get } = await leave();
    restore('internal');
    await until(() => element.state === 'unverified');
    expect(has('form')).to.equal(false);
    await expect(element).to.be.accessible();
    const [again, goOn] = root.querySelectorAll<HTMLButtonElement>('.return button');
    expect(again?.innerText).to.equal('Vérifier à nouveau');
    goOn?.focus();
    goOn?.click();
    await until(() => has('form') && root.activeElement === get('[name=choice]'));
  });

  it('a restored page shows no usable form before the outcome is known', async () => {
    const { restore, element, until, has } = await leave();
    restore('internal');
    const seen: boolean[] = [];
    const observer = new MutationObserver(() => seen.push(element.state === 'ready' && has('form')));
    observer.observe(element.shadowRoot as ShadowRoot, { childList: true, subtree: true });
    await until(() => element.state === 'unverified');
    observer.disconnect();
    expect(seen).not.to.contain(true);
  });

  it('a restored page shows a paid outcome although the browser stores nothing', async () => {
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

describe('A payer who stops the redirect', () => {
  it('a payer who stops the redirect goes to the same payment page at the next press', async () => {
    const { element, press, until, proxy } = await leave();
    location.hash = '';
    await press();
    await until(() => location.hash === '#helloasso');
    expect(element.state).to.equal('leaving');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(1);
  });

  it('a payer who stops the redirect and changes the amount gets another payment page', async () => {
    const { element, press, until, proxy, choose, button, status } = await leave();
    await choose('choice', '5000');
    expect(element.state).to.equal('ready');
    expect(status()).to.equal('');
    expect(button()).to.equal('Donner 50 €');
    proxy.setOutcomes({ outcome: 'pending', reason: 'settling', instalments: [] });
    await press();
    await until(() => proxy.requestsTo('POST', '/v1/checkouts').length === 2);
    expect(proxy.requestsTo('POST', '/v1/checkouts')[1]?.body?.amountCents).to.equal(5000);
  });

  it('reset() after a stopped redirect empties the form and deletes the draft', async () => {
    const { element, button, status } = await leave();
    element.reset();
    await element.updateComplete;
    expect(element.state).to.equal('ready');
    expect(status()).to.equal('');
    expect(button()).to.equal('Donner');
    expect(sessionStorage.getItem('helloasso-checkout')).not.to.contain('Ada');
  });
});
