import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../../proxy/contract/checkout.ts';
import { GIFT, PAID } from '../fake-proxy.ts';
import { checkoutTag, comeBack, openPage, resultTag, returnQuery } from '../page.ts';
import { setUp, startProxy } from '../set-up.ts';

const SETTLING: Partial<CheckoutOutcome> = { outcome: 'pending', reason: 'settling' };

/** Polls without waiting. */
const HURRY = `<script>{ const { setTimeout: wait } = window; window.setTimeout = (work, ms) => wait(work, ms >= 1000 ? 20 : ms); }</script>`;

describe('What a payer who does not see hears', () => {
  it('is the outcome that follows while they wait: its heading takes focus anew', async () => {
    const proxy = startProxy(GIFT);
    proxy.verifies(SETTLING, SETTLING, PAID);
    const page = await openPage(returnQuery(), HURRY + checkoutTag('don'));
    const { until, root, has, textOf } = page.find();
    const focused: string[] = [];
    root.addEventListener('focusin', ({ target }) =>
      focused.push((target as HTMLElement).innerText.replace(/\s/g, ' ')),
    );
    await until(() => has('.paid'));
    await until(() => root.activeElement === root.querySelector('.return h2'));
    expect(focused).to.deep.equal(['Paiement en cours de confirmation', 'Merci !']);
    expect(textOf('[role=status]')).to.equal('');
    page.close();
  });

  it('is not an old outcome when they pay again', async () => {
    const body = `<input>${checkoutTag('don')}<script>document.querySelector('input').focus()</script>`;
    const { page, until, has, status, choose, press, proxy, type } = await comeBack({ outcome: 'refused' }, { body });
    await until(() => has('form') && has('.return'));
    await until(() => status() === 'Le paiement a été refusé');
    proxy.creates('hang');
    await choose('choice', '2000');
    await press();
    await until(() => status() === 'Préparation du paiement…' && proxy.requestsTo('POST', '/').length > 0);
    await type('amount', '30');
    expect(status()).to.equal('');
    page.close();
  });

  it('is a fault once a field is left, and nothing of it while it is being mended', async () => {
    const { fill, type, fault, get } = await setUp();
    await fill('email', 'ada@');
    expect(fault('email')).not.to.equal('');
    await type('email', 'ada@c');
    expect(fault('email')).to.equal('');
    await fill('email', 'ada@c');
    expect(fault('email')).not.to.equal('');
    expect(get('#email-message').getAttribute('aria-live')).to.equal('polite');
  });

  it('is a fault again when a field is left as it was', async () => {
    const { fill, type, fault, get, element } = await setUp();
    await fill('email', 'ada@');
    await type('email', 'ada@c');
    await type('email', 'ada@');
    expect(fault('email')).to.equal('');
    get('[name=email]').blur(); // without a change: it holds what it held
    await element.updateComplete;
    expect(fault('email')).not.to.equal('');
  });

  it('is an outcome once: by focus or by the live region', async () => {
    const proxy = startProxy(GIFT);
    proxy.verifies(SETTLING, PAID);
    const body = `<input><a href="#">…</a>${checkoutTag('don')}<script>document.querySelector('input').focus()</script>`;
    const page = await openPage(returnQuery(), body);
    const { until, status, has, root } = page.find();
    await until(() => status() === 'Paiement en cours de confirmation');
    page.document.querySelector('a')?.focus();
    await until(() => has('.paid'));
    await until(() => root.activeElement === root.querySelector('h2'));
    expect(status()).to.equal('');
    page.close();
  });

  it('is no fault of an amount that they have just turned to', async () => {
    const { press, choose, fault, fill } = await setUp();
    await press();
    expect(fault('amount')).to.equal('Indiquez un montant.');
    await choose('choice', 'other');
    expect(fault('amount')).to.equal('');
    await fill('amount', '0,10');
    expect(fault('amount')).to.equal('Indiquez un montant de 1 € à 5 000 €.');
  });
});

describe('Focus', () => {
  it('is left alone when an outcome that was read changes its language', async () => {
    const { page, until, element, root, textOf } = await comeBack({ outcome: 'refused' });
    await until(() => root.activeElement?.localName === 'h2');
    (root.activeElement as HTMLElement).blur();
    element.setAttribute('lang', 'en');
    await until(() => textOf('.return h2') === 'The payment was declined');
    expect(root.activeElement).to.equal(null);
    page.close();
  });

  it('comes to the form where the control that had it is gone', async () => {
    const { page, element, until, get, has, root } = await comeBack('helloasso-unavailable');
    await until(() => element.state === 'unverified');
    get<HTMLElement>('.return button:last-of-type').focus();
    get<HTMLElement>('.return button:last-of-type').click();
    await until(() => has('form') && root.activeElement === get('[name=choice]'));
    page.close();
  });

  it('comes to the form when the network is back, and after a reset', async () => {
    const { proxy, element, get, until, has, root } = await setUp();
    proxy.down();
    element.offer = '';
    await until(() => element.state === 'unavailable' && has('button'));
    get('button').focus();
    proxy.up();
    window.dispatchEvent(new Event('online'));
    await until(() => has('form') && root.activeElement === get('[name=choice]'));
    const { page, ...back } = await comeBack();
    await back.until(() => back.root.activeElement?.localName === 'h2');
    (back.element as HTMLElement & { reset(): void }).reset();
    await back.until(() => back.has('form') && back.root.activeElement === back.get('[name=choice]'));
    page.close();
  });

  it('is left alone where the visitor has taken it elsewhere meanwhile', async () => {
    const { proxy, element, get, until, has } = await setUp();
    const elsewhere = document.body.appendChild(document.createElement('input'));
    proxy.down();
    element.offer = '';
    await until(() => element.state === 'unavailable' && has('button'));
    get('button').focus();
    proxy.up();
    get('button').click();
    await element.updateComplete; // the button is gone
    elsewhere.focus();
    await until(() => element.state === 'ready');
    expect(document.activeElement).to.equal(elsewhere);
    elsewhere.remove();
  });
});

describe('A page translator', () => {
  /** What it does to a page: every text is taken out, and put back in an element. */
  function translate(root: ParentNode): void {
    const walker = document.createTreeWalker(root as unknown as Node, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      if (text.parentElement?.closest('[translate=no]') || !text.data.trim()) continue;
      const font = document.createElement('font');
      font.textContent = `[EN] ${text.data}`;
      text.replaceWith(font);
    }
  }

  it('hides no failure from the payer', async () => {
    const { root, proxy, choose, press, until, element, status } = await setUp();
    let goOn = () => {};
    const consent = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    element.addEventListener('helloasso-submit', (event) => event.waitUntil(consent));
    await choose('choice', '2000');
    proxy.creates('helloasso-unavailable');
    await press();
    await until(() => status() === 'Préparation du paiement…');
    translate(root);
    goOn();
    await until(() => element.state === 'failed');
    expect(status()).to.equal('HelloAsso ne répond pas pour le moment. Réessayez dans quelques instants.');
  });

  it('hides no outcome from the payer', async () => {
    const proxy = startProxy(GIFT);
    proxy.verifies(SETTLING, 'hang');
    const page = await openPage(returnQuery(), checkoutTag('don'));
    const { until, root, textOf, has } = page.find();
    await until(() => has('.return h2'));
    translate(root);
    proxy.verifies(PAID);
    await until(() => textOf('.return').includes('Merci !'));
    expect(textOf('.return')).not.to.contain('[EN]');
    page.close();
  });
});

describe('An outcome', () => {
  it('is asked for on, when one question of several is lost', async () => {
    const proxy = startProxy(GIFT);
    proxy.verifies(SETTLING, 'break', 'helloasso-unavailable', PAID);
    const page = await openPage(returnQuery(), HURRY + checkoutTag('don'));
    const { until, has } = page.find();
    await until(() => has('.paid'));
    page.close();
  });

  it('that is none is not believed, nor waited for', async () => {
    for (const half of [{ instalments: undefined }, { instalments: 'three' }, { outcome: 'splendid' }] as never[]) {
      const { page, until, element } = await comeBack(half);
      await until(() => element.state === 'unverified');
      page.close();
    }
  });

  it('that cannot be had says what there is to wait for', async () => {
    const { page, until, element, textOf } = await comeBack('busy');
    await until(() => element.state === 'unverified');
    expect(textOf('.return')).to.contain('Beaucoup de personnes paient en ce moment. Patientez quelques secondes');
    expect(textOf('.return')).to.contain('Avant de payer à nouveau');
    page.close();
  });

  it('names what was paid for in the payer’s language', async () => {
    const body = checkoutTag('don').replace('proxy', 'lang="en" proxy');
    const outcome = { ...PAID, labels: { en: 'Gift to the association' } };
    const { page, until, textOf, has } = await comeBack(outcome, { body });
    await until(() => has('.return'));
    expect(textOf('.return')).to.contain('“Gift to the association”');
    page.close();
  });

  it('that a result without a proxy cannot have is explained to the webmaster', async () => {
    const body = resultTag().replace(/proxy="[^"]*"/, '');
    const { page, until, textOf, has } = await comeBack(PAID, { body });
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain('L’attribut proxy manque');
    page.close();
  });
});
