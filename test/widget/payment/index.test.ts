import { expect } from '@open-wc/testing';
import { REQUEST_ID } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

describe('Submitting', () => {
  it('sends one request when the button is pressed several times, and keeps the button focusable', async () => {
    const { proxy, choose, press, get, until, element } = await setUp();
    let submits = 0;
    element.addEventListener('helloasso-submit', () => submits++);
    proxy.setCheckoutAnswer('hang');
    await choose('choice', '2000');
    for (let presses = 0; presses < 5; presses++) await press();
    element.submit();
    get('form').dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
    await until(() => proxy.requestsTo('POST', '/v1/checkouts').length > 0);
    expect(element.state).to.equal('sending');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(1);
    expect(submits).to.equal(1);
    expect(get('[part=submit]').getAttribute('aria-disabled')).to.equal('true');
    expect(get('[part=submit]').disabled).to.equal(false);
  });

  it('sends nothing when the page cancels helloasso-submit', async () => {
    const { proxy, element, choose, press, until } = await setUp();
    element.addEventListener('helloasso-submit', (event) => event.preventDefault());
    await choose('choice', '2000');
    await press();
    await until(() => element.state === 'ready');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(0);
  });

  it('waits for the promise of helloasso-submit, then sends what the page has set meanwhile', async () => {
    const { proxy, element, choose, press, until, redirects } = await setUp();
    let finish: (() => void) | undefined;
    element.addEventListener('helloasso-submit', (event) => {
      event.waitUntil(new Promise<void>((resolve) => (finish = resolve)));
    });
    await choose('choice', '2000');
    await press();
    await press();
    await until(() => finish);
    expect(element.state).to.equal('sending');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(0);
    element.metadata = { order: '42' };
    finish?.();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/v1/checkouts').map(({ body }) => body?.metadata)).to.deep.equal([
      { order: '42' },
    ]);
  });

  it('sends nothing when the promise of helloasso-submit is rejected', async () => {
    const { proxy, element, choose, press, until } = await setUp();
    element.addEventListener('helloasso-submit', (event) => event.waitUntil(Promise.reject(new Error('no'))));
    await choose('choice', '2000');
    await press();
    await until(() => element.state === 'ready');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(0);
  });

  it('shows that it takes long when the proxy has not answered after 4 s', async () => {
    const { proxy, choose, press, status, until } = await setUp();
    proxy.setCheckoutAnswer('hang');
    await choose('choice', '2000');
    const { setTimeout } = window;
    window.setTimeout = ((work: () => void, ms: number) =>
      setTimeout(work, ms === 4000 ? 50 : ms)) as typeof setTimeout;
    await press();
    await until(() => status() === 'Préparation du paiement…');
    await until(() => status().startsWith('C’est plus long que d’habitude.'));
    window.setTimeout = setTimeout;
  });

  it('shows an error of HelloAsso, keeps what was typed, and can send again', async () => {
    const { proxy, element, choose, fill, press, until, status, get, redirects } = await setUp();
    proxy.setCheckoutAnswer('helloasso-unavailable');
    await choose('choice', '2000');
    await fill('firstName', 'Ada');
    await press();
    await until(
      () =>
        status() ===
        `HelloAsso ne répond pas pour le moment. Réessayez dans quelques instants. Référence : ${REQUEST_ID}.`,
    );
    expect(element.state).to.equal('failed');
    await expect(element).to.be.accessible();
    expect(get('[name=firstName]').value).to.equal('Ada');
    proxy.setCheckoutAnswer({});
    await press();
    await until(() => redirects.length > 0);
  });

  it('shows different errors for a proxy that does not answer and one that answers too late', async () => {
    const { proxy, choose, press, until, status } = await setUp();
    await choose('choice', '2000');
    proxy.goDown();
    await press();
    await until(() => status() === 'Le service de paiement ne répond pas. Réessayez dans quelques instants.');
    proxy.goUp();
    proxy.setCheckoutAnswer('hang');
    const { timeout } = AbortSignal;
    AbortSignal.timeout = () => timeout.call(AbortSignal, 1);
    await press();
    await until(() => status().startsWith('Le service de paiement met trop de temps'));
    AbortSignal.timeout = timeout;
  });

  it('shows the fallback below the form when the proxy does not answer', async () => {
    const { proxy, choose, press, element, until, has } = await setUp();
    await choose('choice', '2000');
    proxy.goDown();
    await press();
    await until(() => element.state === 'failed');
    expect(has('slot:not([name])') && has('form')).to.equal(true);
  });

  it('shows the fallback below the form when the offer has closed meanwhile, and keeps the choice', async () => {
    const { proxy, choose, press, until, has, element, get } = await setUp();
    proxy.setCheckoutAnswer('offer-closed');
    await choose('choice', '2000');
    await press();
    await until(() => element.state === 'failed');
    expect(has('slot:not([name])')).to.equal(true);
    expect(get('[name=choice]:checked').value).to.equal('2000');
  });

  for (const [code, sentence] of [
    ['rate-limited', /^Trop de demandes en peu de temps\. Vous pourrez réessayer à\s\d\d:\d\d\.$/],
    ['busy', /^Beaucoup de personnes paient en ce moment\. Vous pourrez réessayer à\s\d\d:\d\d\.$/],
  ] as const) {
    it(`shows the time of day at which to retry after ${code} with a wait of 90 s`, async () => {
      const { proxy, choose, press, until, status, element } = await setUp();
      proxy.setCheckoutAnswer(code, { retryAfterS: 90 });
      await choose('choice', '2000');
      await press();
      await until(() => element.state === 'failed');
      expect(status()).to.match(sentence);
    });
  }

  it('puts nothing of an unusable answer into helloasso-error', async () => {
    const { proxy, choose, press, element, until } = await setUp();
    const details: object[] = [];
    element.addEventListener('helloasso-error', ({ error }) => details.push(error.details));
    await choose('choice', '2000');
    proxy.setCheckoutAnswer({ redirectUrl: '', stateToken: 'state.token.4242' });
    await press();
    await until(() => element.state === 'failed');
    expect(details).to.have.length(1);
    expect(JSON.stringify(details)).not.to.contain('state.token');
  });

  it('sends no second request without the payer values of the page while the page is open for its author', async () => {
    const { proxy, element, choose, press, until } = await setUp();
    element.payer = { country: 'FR' };
    await choose('choice', '2000');
    proxy.setCheckoutAnswer('invalid-request', { errors: [{ pointer: '/payer/country', code: 'invalid' }] });
    await press();
    await until(() => element.state === 'failed');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(1);
  });
});
