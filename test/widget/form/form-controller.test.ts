import { aTimeout, expect, fixture, html, nextFrame } from '@open-wc/testing';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import type { HelloassoCheckout } from '../../../widget/helloasso-checkout.ts';
import { GIFT, MEMBERSHIP, PROXY, TICKET } from '../fake-proxy.ts';
import { checkoutTag, openPage, withoutChunk } from '../page.ts';
import { checkout, driverOf, setUp, startProxy } from '../set-up.ts';

describe('Loading the offer', () => {
  it('loads the only offer of the proxy when the offer attribute is empty', async () => {
    const { textOf } = await setUp([TICKET], checkout(''));
    expect(textOf('h2')).to.equal(TICKET.itemName);
  });

  it('an offer whose answer comes late takes no part of the form from the offer that has replaced it', async () => {
    startProxy(GIFT, MEMBERSHIP);
    const { fetch } = window;
    let release = (): void => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    window.fetch = async (...request) => {
      const response = await fetch(...request);
      if (String(request[0]).endsWith('/don')) await isReleased;
      return response;
    };
    const { element, until, has } = driverOf(await fixture<HelloassoCheckout>(checkout('don')));
    element.offer = 'adhesion';
    await until(() => has('[name=instalments]'));
    release();
    await aTimeout(20);
    element.requestUpdate();
    await element.updateComplete;
    expect(has('[name=instalments]')).to.equal(true);
  });

  it('loads another offer when the page changes the offer attribute', async () => {
    const { element, textOf, until } = await setUp([GIFT, MEMBERSHIP]);
    element.offer = MEMBERSHIP.id;
    await until(() => element.state === 'ready' && textOf('h2') === MEMBERSHIP.itemName);
  });

  it('shows the fallback and no button when the offer is unknown', async () => {
    const { has, status, element } = await setUp([], checkout('inconnue'));
    expect(has('slot:not([name])')).to.equal(true);
    expect(has('button')).to.equal(false);
    expect(status()).to.equal('Ce formulaire n’est pas disponible.');
    await expect(element).to.be.accessible();
  });

  it('shows the fallback and dispatches proxy-missing when the proxy attribute is missing', async () => {
    const codes: string[] = [];
    document.addEventListener('helloasso-error', ({ error }) => codes.push(error.code), { once: true });
    const { has } = await setUp(
      [],
      html`<helloasso-checkout offer="don"><a href="https://example.org">Autrement</a></helloasso-checkout>`,
    );
    expect(has('slot:not([name])')).to.equal(true);
    expect(codes).to.deep.equal(['proxy-missing']);
  });

  it('shows the opening day and the fallback for an offer that is not open yet', async () => {
    const offer: PublicOffer = { ...GIFT, status: 'not-open', opensOn: '2026-12-01' };
    const { status, has, element } = await setUp([offer]);
    expect(status()).to.equal('Ce formulaire ouvrira le 1er décembre 2026.');
    expect(has('slot:not([name])')).to.equal(true);
    expect(has('button')).to.equal(false);
    await expect(element).to.be.accessible();
  });

  it('shows that the offer is closed, and the fallback, for a closed offer', async () => {
    const { status, has } = await setUp([{ ...GIFT, status: 'closed', opensOn: '2026-01-01', closesOn: '2026-11-01' }]);
    expect(status()).to.equal('Ce formulaire est fermé : il n’accepte plus de paiement.');
    expect(has('slot:not([name])')).to.equal(true);
  });

  it('loads the offer at the press of “retry” after the proxy did not answer, and keeps focus in the element', async () => {
    const { proxy, element, get, until, has, root } = await setUp();
    proxy.goDown();
    element.offer = '';
    await until(() => element.state === 'unavailable');
    expect(has('slot:not([name])')).to.equal(true);
    await expect(element).to.be.accessible();
    let failures = 0;
    element.addEventListener('helloasso-error', () => failures++);
    get('button').focus();
    get('button').click();
    await until(() => failures === 1 && has('button') && root.activeElement === get('button'));
    proxy.goUp();
    get('button').click();
    await until(() => element.state === 'ready');
    await until(() => root.activeElement === get('[name=choice]'));
  });

  it('loads the offer by itself when the network is back', async () => {
    const { proxy, element, until, status, has } = await setUp();
    const goOnline = goOffline();
    proxy.goDown();
    element.proxy = `${PROXY}/`;
    await until(() => status().startsWith('Vous semblez hors connexion.'));
    proxy.goUp();
    goOnline();
    await until(() => has('form'));
  });

  it('shows an unexpected error when the answer has no amount', async () => {
    const { amountCents: _, ...half } = GIFT;
    const { element, status } = await setUp([half as typeof GIFT]);
    expect(element.state).to.equal('unavailable');
    expect(status()).to.contain('Une erreur inattendue');
  });

  it('reports malformed-answer when another server answers with HTML or other JSON', async () => {
    const { proxy, element, until } = await setUp();
    const codes: string[] = [];
    element.addEventListener('helloasso-error', ({ error }) => codes.push(error.code));
    window.fetch = async () => new Response('<!doctype html>');
    element.offer = '';
    await until(() => codes.length === 1);
    window.fetch = async () => new Response('{"hello":"world"}');
    element.offer = 'x';
    await until(() => codes.length === 2);
    expect(codes).to.deep.equal(['malformed-answer', 'malformed-answer']);
    proxy.restore();
  });
});

/** Makes the device report no network. Returns what brings the network back. */
function goOffline(): () => void {
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
  return () => {
    Reflect.deleteProperty(navigator, 'onLine');
    window.dispatchEvent(new Event('online'));
  };
}

describe('Leaving for HelloAsso', () => {
  it('opens no payment page whose address is not HelloAsso’s', async () => {
    const { proxy, choose, press, until, status, redirects } = await setUp();
    proxy.setCheckoutAnswer({ redirectUrl: 'https://www.helloasso.com.evil.org/pay' });
    await choose('choice', '2000');
    await press();
    await until(() => status().includes('n’est pas disponible'));
    expect(redirects).to.deep.equal([]);
  });

  it('redirects no payer whose form was removed while its request was on its way', async () => {
    const { proxy, element, choose, press, until, redirects } = await setUp();
    const { fetch } = window;
    let answer: Promise<Response> | undefined;
    window.fetch = (input, init) => {
      if (init?.method !== 'POST') return fetch(input, init);
      element.remove();
      answer = fetch(input, init);
      return answer;
    };
    await choose('choice', '2000');
    await press();
    await until(() => answer);
    await answer;
    await nextFrame();
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(1);
    expect(redirects).to.deep.equal([]);
    expect(element.state).to.equal('ready');
  });

  it('sends no request when the form is removed right after the press', async () => {
    const { proxy, element, choose, press } = await setUp();
    await choose('choice', '2000');
    const pressed = press();
    element.remove();
    await pressed;
    await nextFrame();
    expect(proxy.requestsTo('POST', '/')).to.have.length(0);
    expect(element.state).to.equal('ready');
  });

  it('sends no request when the chunk for returns does not load, and shows the fallback', async () => {
    const proxy = startProxy(GIFT);
    const page = await openPage('', withoutChunk('return') + checkoutTag('don'));
    const { until, has, choose, press, status, element, button } = page.find();
    await until(() => has('form'));
    await choose('choice', '2000');
    await press();
    await until(() => element.state === 'failed');
    expect(status()).to.equal('Vérifiez votre connexion, puis rechargez la page.');
    expect(button()).to.equal('Donner 20 €');
    expect(proxy.requestsTo('POST', '/')).to.have.length(0);
    expect(has('slot:not([name])')).to.equal(true);
    page.close();
  });
});
