import { aTimeout, expect, html, nextFrame } from '@open-wc/testing';
import { CREATED, GIFT, PROXY, TICKET } from './fake-proxy.ts';
import { driverOf, setUp, startProxy } from './set-up.ts';

describe('A payment', () => {
  it('a payer who chooses 20 € and presses the button is sent to HelloAsso', async () => {
    const { proxy, choose, fill, press, button, until, redirects } = await setUp();
    expect(button()).to.equal('Donner');
    await choose('choice', '2000');
    expect(button()).to.equal('Donner 20 €');
    await fill('email', 'ada@exemple.fr');
    await press();
    await until(() => redirects.length > 0);
    expect(redirects).to.deep.equal([CREATED.redirectUrl]);
    const [request] = proxy.requestsTo('POST', '/v1/checkouts');
    expect(request?.headers.get('Content-Type')).to.equal('application/json');
    expect(request?.body).to.deep.equal({
      offer: GIFT.id,
      amountCents: 2000,
      payer: { email: 'ada@exemple.fr' },
      returnPath: location.pathname + location.search,
    });
  });
});

describe('state', () => {
  it('state goes from loading to ready, sending, leaving, and back to ready when the page cancels the redirect', async () => {
    const proxy = startProxy(GIFT);
    const element = document.createElement('helloasso-checkout');
    Object.assign(element, { proxy: PROXY, offer: 'don' });
    document.body.append(element);
    expect(element.state).to.equal('loading');
    const { until, has, choose, press } = driverOf(element);
    await until(() => has('form'));
    expect(element.state).to.equal('ready');
    const states: string[] = [];
    for (const type of ['helloasso-submit', 'helloasso-redirect'] as const) {
      element.addEventListener(type, () => states.push(element.state));
    }
    await choose('choice', '2000');
    await press();
    await until(() => element.state === 'ready');
    expect(states).to.deep.equal(['sending', 'leaving']);
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(1);
    element.remove();
  });
});

describe('Drawing', () => {
  it('keeps the height of the form from the start, then draws its first part and the rest in tasks of their own', async () => {
    startProxy({ ...GIFT, amountCents: 2000, payer: { email: 'required' } });
    const element = document.createElement('helloasso-checkout');
    Object.assign(element, { proxy: PROXY, offer: 'don' });
    document.body.append(element);
    expect(element.offsetHeight).to.be.above(600);
    const { has } = driverOf(element);
    const root = element.shadowRoot as ShadowRoot;
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!has('form')) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(root, { childList: true, subtree: true });
    });
    for (let microtask = 0; microtask < 100; microtask += 1) await undefined;
    expect(has('[part=price]')).to.equal(true);
    expect(has('[part=submit]'), 'the rest').to.equal(false);
    expect(element.checkValidity(), 'without the fields of the rest').to.equal(false);
    root.querySelector('form')?.requestSubmit();
    expect(element.state, 'after Enter in the first part').to.equal('ready');
    expect(has('slot[name=after]'), 'what the rest would move').to.equal(false);
    await element.updateComplete;
    expect(has('[part=submit]')).to.equal(true);
    expect(has('slot[name=after]')).to.equal(true);
    element.remove();
  });
});

describe('Properties', () => {
  it('a value that the page sets right after the element is upgraded replaces the one from before', async () => {
    startProxy(GIFT);
    const { ownerDocument } = document.createElement('template').content; // without definitions
    const element = ownerDocument.createElement('helloasso-checkout');
    Object.assign(element, { proxy: PROXY, offer: 'another' });
    document.body.append(element); // upgraded here
    for (let microtask = 0; microtask < 10; microtask += 1) await undefined;
    element.offer = 'don';
    const { until, has } = driverOf(element);
    await until(() => has('form'));
    expect(element.offer).to.equal('don');
    element.remove();
  });
});

describe('Events', () => {
  it('helloasso-ready is dispatched with the offer once the form can be used', async () => {
    startProxy(GIFT);
    const element = document.createElement('helloasso-checkout');
    Object.assign(element, { proxy: PROXY, offer: 'don' });
    const offers: string[] = [];
    element.addEventListener('helloasso-ready', ({ offer }) => offers.push(`${offer.id} in ${element.state}`));
    document.body.append(element);
    const { until, has } = driverOf(element);
    await until(() => has('form'));
    expect(offers).to.deep.equal(['don in ready']);
    element.remove();
  });

  it('helloasso-submit and helloasso-redirect reach the document in this order, without data of the payer', async () => {
    const { element, choose, fill, press, until, redirects } = await setUp();
    const events: Event[] = [];
    for (const type of ['helloasso-submit', 'helloasso-redirect'] as const) {
      document.addEventListener(type, (event) => events.push(event), { once: true });
    }
    await choose('choice', '5000');
    await fill('email', 'ada@exemple.fr');
    await press();
    await until(() => redirects.length > 0);
    expect(events.map(({ type }) => type)).to.deep.equal(['helloasso-submit', 'helloasso-redirect']);
    expect(events[0]).to.include({ offer: 'don', amountCents: 5000, instalments: 1 });
    expect(JSON.stringify(events.map((event) => ({ ...event })))).not.to.contain('ada');
    expect(element.state).to.equal('ready');
  });

  it('helloasso-change has the total of each change, and undefined while there is none', async () => {
    const { element, type, choose } = await setUp();
    const totals: (number | undefined)[] = [];
    element.addEventListener('helloasso-change', ({ amountCents }) => totals.push(amountCents));
    await choose('choice', '2000');
    await type('amount', '1');
    await type('amount', '1x');
    expect(totals).to.deep.equal([2000, 100, undefined]);
    expect(element.amountCents).to.equal(undefined);
  });
});

describe('amountCents', () => {
  it('amountCents chooses a suggestion or types another amount, like a payer', async () => {
    const { element, button, get, type, choose, until } = await setUp();
    element.amountCents = 2050;
    await until(() => button() === 'Donner 20,50 €');
    expect(get('[name=amount]').value).to.equal('20,50');
    expect(get('[value=other]').checked).to.equal(true);
    element.amountCents = 5000;
    expect(element.amountCents).to.equal(5000);
    await until(() => get('[value="5000"]').checked);
    await type('amount', '7');
    await choose('choice', '2000');
    await aTimeout(50); // nothing else draws the form
    element.amountCents = 5000;
    await until(() => button() === 'Donner 50 €');
    expect(get('[value="5000"]').checked).to.equal(true);
  });

  it('amountCents can be set in helloasso-ready and after reset(), and keeps the other initial values', async () => {
    startProxy(GIFT);
    for (const payer of ['', { firstName: 'Ada' }]) {
      const element = document.createElement('helloasso-checkout');
      Object.assign(element, { proxy: PROXY, offer: 'don', payer });
      const setAmount = () => {
        element.amountCents = 3700;
      };
      element.addEventListener('helloasso-ready', setAmount, { once: true });
      document.body.append(element);
      const { until, has, button, get } = driverOf(element);
      await until(() => has('form'));
      expect(button()).to.equal('Donner 37 €');
      element.reset();
      element.amountCents = 2000;
      await element.updateComplete;
      expect(button()).to.equal('Donner 20 €');
      expect(get('[name=firstName]').value).to.equal(payer ? 'Ada' : '');
      element.remove();
    }
  });

  it('amountCents outside the bounds shows an error at submit(), and does not change a fixed price', async () => {
    const gift = await setUp();
    gift.element.amountCents = 10;
    await gift.element.submit();
    await gift.until(() => gift.errorOf('amount') === 'Indiquez un montant de 1 € à 5 000 €.');
    gift.element.amountCents = 0.5;
    await gift.element.submit();
    await gift.until(() => gift.errorOf('amount') === 'Indiquez un montant de 1 € à 5 000 €.');
    expect(gift.proxy.requestsTo('POST', '/')).to.deep.equal([]);
    const { element, button } = await setUp([TICKET]);
    element.amountCents = 100;
    await element.updateComplete;
    expect(button()).to.equal('Réserver et payer 12 €');
  });

  it('amountCents is the total for the chosen quantity', async () => {
    const several = html`<helloasso-checkout proxy=${PROXY} offer="billet" quantity="3"></helloasso-checkout>`;
    const { element } = await setUp([TICKET], several);
    expect(element.amountCents).to.equal(3600);
  });
});

describe('Methods', () => {
  it('submit() does what the button does, once what the page has set is on screen', async () => {
    const { proxy, element, until, redirects } = await setUp();
    element.amountCents = 2050;
    await element.submit();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.amountCents).to.equal(2050);
  });

  it('submit() shows an error and sends nothing when the form is not valid', async () => {
    const { proxy, element, until, errorOf } = await setUp();
    await element.submit();
    await until(() => errorOf('amount') === 'Indiquez un montant.');
    expect(element.state).to.equal('ready');
    expect(proxy.requestsTo('POST', '/')).to.have.length(0);
  });

  it('checkValidity() is false without an offer or with an error, else true, and shows nothing', async () => {
    startProxy(GIFT);
    const loading = document.createElement('helloasso-checkout');
    expect(loading.checkValidity()).to.equal(false);
    const { element, choose, type, errorOf, root } = await setUp();
    expect(element.checkValidity()).to.equal(false);
    await choose('choice', '2000');
    expect(element.checkValidity()).to.equal(true);
    await type('email', 'ada@club');
    expect(element.checkValidity()).to.equal(false);
    await element.updateComplete;
    expect(errorOf('email')).to.equal('');
    expect(root.querySelector('[aria-invalid=true]')).to.equal(null);
  });

  it('focus() moves focus to the first field, and to the button of a form that did not load', async () => {
    const { proxy, element, root, get, until, has } = await setUp();
    element.focus();
    expect(root.activeElement === get('[name=choice]')).to.equal(true);
    proxy.goDown();
    element.offer = '';
    await until(() => element.state === 'unavailable' && has('button'));
    element.focus();
    expect(root.activeElement === get('button')).to.equal(true);
  });

  it('reset() empties the form and removes its errors', async () => {
    const { element, choose, fill, get, button, root } = await setUp();
    await choose('choice', '2000');
    await fill('email', 'ada@');
    element.reset();
    await element.updateComplete;
    expect(button()).to.equal('Donner');
    expect(get('[name=email]').value).to.equal('');
    expect(root.querySelector('[aria-invalid=true], :checked')).to.equal(null);
  });
});

describe('Attributes that a page sets late', () => {
  it('an amount that is set while the offer loads is the first amount of the form', async () => {
    startProxy(GIFT);
    const element = document.createElement('helloasso-checkout');
    Object.assign(element, { proxy: PROXY, offer: 'don' });
    document.body.append(element);
    element.setAttribute('amount', '35');
    const { until, has, button } = driverOf(element);
    await until(() => has('form'));
    expect(button()).to.equal('Donner 35 €');
    element.remove();
  });

  it('metadata, payer and return-path that are set after the form is ready are sent', async () => {
    const { proxy, element, choose, press, until, redirects } = await setUp();
    element.setAttribute('metadata', '{"order":"42"}');
    element.setAttribute('payer', '{"city":"Paris"}');
    element.setAttribute('return-path', '/merci');
    await choose('choice', '2000');
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/v1/checkouts')[0]?.body).to.deep.include({
      metadata: { order: '42' },
      payer: { city: 'Paris' },
      returnPath: '/merci',
    });
  });

  it('an amount that is set after the form is ready does not change what the payer has typed', async () => {
    const { element, type, get, button } = await setUp();
    await type('amount', '20,50');
    element.setAttribute('amount', '35');
    await element.updateComplete;
    await nextFrame();
    expect(get('[name=amount]').value).to.equal('20,50');
    expect(button()).to.equal('Donner 20,50 €');
  });
});
