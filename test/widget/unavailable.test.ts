import { expect, html } from '@open-wc/testing';
import { GIFT } from './fake-proxy.ts';
import { checkoutTag, openPage, WITHOUT_RETURN } from './page.ts';
import { checkout, setUp, startProxy } from './set-up.ts';

describe('A form that cannot work', () => {
  it('shows the page’s own way when the offer is unknown', async () => {
    const { has, status, element } = await setUp([], checkout('inconnue'));
    expect(has('slot:not([name])')).to.equal(true);
    expect(has('button')).to.equal(false);
    expect(status()).to.equal('Ce formulaire n’est pas disponible.');
    await expect(element).to.be.accessible();
  });

  it('shows the page’s own way when the proxy is missing, and tells the developer', async () => {
    const codes: string[] = [];
    document.addEventListener('helloasso-error', ({ error }) => codes.push(error.code), { once: true });
    const { has } = await setUp(
      [],
      html`<helloasso-checkout offer="don"><a href="https://example.org">Autrement</a></helloasso-checkout>`,
    );
    expect(has('slot:not([name])')).to.equal(true);
    expect(codes).to.deep.equal(['proxy-missing']);
  });

  it('can be tried again when the proxy did not answer', async () => {
    const { proxy, element, get, until, has, root } = await setUp();
    proxy.down();
    element.offer = '';
    await until(() => element.state === 'unavailable');
    expect(has('slot:not([name])')).to.equal(true);
    await expect(element).to.be.accessible();
    let failures = 0;
    element.addEventListener('helloasso-error', () => failures++);
    get('button').focus();
    get('button').click();
    await until(() => failures === 1 && has('button') && root.activeElement === get('button'));
    proxy.up();
    get('button').click();
    await until(() => element.state === 'ready');
    await until(() => root.activeElement === get('[name=choice]'));
  });

  it('sends nobody away without the file that could tell them the outcome', async () => {
    const proxy = startProxy(GIFT);
    const page = await openPage('', WITHOUT_RETURN + checkoutTag('don'));
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

  it('shows the page’s own way to a payer whom the proxy does not answer', async () => {
    const { proxy, choose, press, element, until, has } = await setUp();
    await choose('choice', '2000');
    proxy.down();
    await press();
    await until(() => element.state === 'failed');
    expect(has('slot:not([name])') && has('form')).to.equal(true);
  });

  it('tells the page nothing of an answer that is none', async () => {
    const { proxy, choose, press, element, until } = await setUp();
    const told: object[] = [];
    element.addEventListener('helloasso-error', ({ error }) => told.push(error.details));
    await choose('choice', '2000');
    proxy.creates({ redirectUrl: '', stateToken: 'state.token.4242' });
    await press();
    await until(() => element.state === 'failed');
    expect(told).to.have.length(1);
    expect(JSON.stringify(told)).not.to.contain('state.token');
  });

  it('says so when an answer is but half an offer', async () => {
    const { amountCents: _, ...half } = GIFT;
    const { element, status } = await setUp([half as typeof GIFT]);
    expect(element.state).to.equal('unavailable');
    expect(status()).to.contain('Une erreur inattendue');
  });

  it('does not take another site’s page for an answer', async () => {
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
