import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../../proxy/contract/checkout.ts';
import { GIFT, PAID } from '../fake-proxy.ts';
import { checkoutTag, openPage, openReturn, returnQuery } from '../page.ts';
import { setUp, startProxy } from '../set-up.ts';

const SETTLING: Partial<CheckoutOutcome> = { outcome: 'pending', reason: 'settling' };

/** Script of a page on which every wait of a second or more takes 20 ms. */
const FAST_TIMERS = `<script>{ const { setTimeout: wait } = window; window.setTimeout = (work, ms) => wait(work, ms >= 1000 ? 20 : ms); }</script>`;

describe('What a screen reader announces', () => {
  it('the heading of each new outcome takes focus while the payer waits', async () => {
    const proxy = startProxy(GIFT);
    proxy.setOutcomes(SETTLING, SETTLING, PAID);
    const recorder = `<script>window.focused = [];
      addEventListener('focusin', (event) => focused.push(event.composedPath()[0].innerText.replace(/\\s/g, ' ')));</script>`;
    const page = await openPage(returnQuery(), FAST_TIMERS + recorder + checkoutTag('don'));
    const { until, root, has, textOf } = page.find();
    await until(() => has('.paid'));
    await until(() => root.activeElement === root.querySelector('.return h2'));
    const { focused } = page.window as Window & { focused?: string[] };
    expect(focused).to.deep.equal(['Paiement en cours de confirmation', 'Paiement confirmé']);
    expect(textOf('[role=status]')).to.equal('');
    page.close();
  });

  it('the live region does not repeat an old outcome when the payer sends another payment', async () => {
    const body = `<input>${checkoutTag('don')}<script>document.querySelector('input').focus()</script>`;
    const { page, until, has, status, choose, press, proxy, type } = await openReturn({ outcome: 'refused' }, { body });
    await until(() => has('form') && has('.return'));
    await until(() => status() === 'Le paiement a été refusé');
    proxy.setCheckoutAnswer('hang');
    await choose('choice', '2000');
    await press();
    await until(() => status() === 'Préparation du paiement…' && proxy.requestsTo('POST', '/').length > 0);
    await type('amount', '30');
    expect(status()).to.equal('');
    page.close();
  });

  it('an error is announced when its field is left, and removed while the payer corrects it', async () => {
    const { fill, type, errorOf, get } = await setUp();
    await fill('email', 'ada@');
    expect(errorOf('email')).not.to.equal('');
    await type('email', 'ada@c');
    expect(errorOf('email')).to.equal('');
    await fill('email', 'ada@c');
    expect(errorOf('email')).not.to.equal('');
    expect(get('#email-message').getAttribute('aria-live')).to.equal('polite');
  });

  it('an error is announced again when a field is left with the same wrong text', async () => {
    const { fill, type, errorOf, get, until } = await setUp();
    await fill('email', 'ada@');
    await type('email', 'ada@c');
    await type('email', 'ada@');
    expect(errorOf('email')).to.equal('');
    get('[name=email]').blur(); // the browser fires no change event: the text is the same again
    await until(() => errorOf('email') !== '');
  });

  it('an outcome is announced by focus or by the live region, never by both', async () => {
    const proxy = startProxy(GIFT);
    proxy.setOutcomes(SETTLING, PAID);
    const body = `<input><a href="#">…</a>${checkoutTag('don')}<script>document.querySelector('input').focus()</script>`;
    const page = await openPage(returnQuery(), body);
    const { until, status, has, root } = page.find();
    await until(() => has('[role=status]') && status() === 'Paiement en cours de confirmation');
    page.document.querySelector('a')?.focus();
    await until(() => has('.paid'));
    await until(() => root.activeElement === root.querySelector('h2'));
    expect(status()).to.equal('');
    page.close();
  });

  it('the error of the amount disappears when the payer selects “other amount”', async () => {
    const { press, choose, errorOf, fill } = await setUp();
    await press();
    expect(errorOf('amount')).to.equal('Indiquez un montant.');
    await choose('choice', 'other');
    expect(errorOf('amount')).to.equal('');
    await fill('amount', '0,10');
    expect(errorOf('amount')).to.equal('Indiquez un montant de 1 € à 5 000 €.');
  });
});
