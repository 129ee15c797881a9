import { expect, html, nextFrame } from '@open-wc/testing';
import { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import { CREATED, GIFT, MEMBERSHIP, PROXY, TICKET } from './fake-proxy.ts';
import { checkout, setUp } from './set-up.ts';

describe('The form', () => {
  it('takes the payer from an amount to HelloAsso', async () => {
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

  it('uses the only offer that there is when it is not told which', async () => {
    const { textOf } = await setUp([TICKET], checkout(''));
    expect(textOf('h2')).to.equal(TICKET.itemName);
  });

  it('sends the trimmed names, and the path that the page asks for', async () => {
    const template = html`<helloasso-checkout proxy="${PROXY}/" offer="don" return-path="/merci?x=1"></helloasso-checkout>`;
    const { proxy, type, press, until, redirects } = await setUp([GIFT], template);
    await type('amount', '12');
    await type('firstName', ' Ada ');
    await type('lastName', '  ');
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/v1/checkouts')[0]?.body).to.deep.equal({
      offer: 'don',
      amountCents: 1200,
      payer: { firstName: 'Ada' },
      returnPath: '/merci?x=1',
    });
  });

  it('has the autocomplete tokens that browsers fill in', async () => {
    const { get } = await setUp();
    const tokens = ['firstName', 'lastName', 'email'].map((name) => get(`[name=${name}]`).autocomplete);
    expect(tokens).to.deep.equal(['given-name', 'family-name', 'email']);
  });

  it('sends one request however often the payer presses the button', async () => {
    const { proxy, choose, press, get, until, element } = await setUp();
    let submits = 0;
    element.addEventListener('helloasso-submit', () => submits++);
    proxy.creates('hang');
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

  it('tells the page before it sends and before it leaves, without a word about the payer', async () => {
    const { element, choose, fill, press, until, redirects } = await setUp();
    const heard: Event[] = [];
    for (const type of ['helloasso-submit', 'helloasso-redirect'] as const) {
      document.addEventListener(type, (event) => heard.push(event), { once: true });
    }
    await choose('choice', '5000');
    await fill('email', 'ada@exemple.fr');
    await press();
    await until(() => redirects.length > 0);
    expect(heard.map(({ type }) => type)).to.deep.equal(['helloasso-submit', 'helloasso-redirect']);
    expect(heard[0]).to.include({ offer: 'don', amountCents: 5000, instalments: 1 });
    expect(JSON.stringify(heard.map((event) => ({ ...event })))).not.to.contain('ada');
    expect(element.state).to.equal('ready');
  });

  it('sends nothing when the page cancels helloasso-submit', async () => {
    const { proxy, element, choose, press, until } = await setUp();
    element.addEventListener('helloasso-submit', (event) => event.preventDefault());
    await choose('choice', '2000');
    await press();
    await until(() => element.state === 'ready');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(0);
  });

  it('waits for what the page has to do before, and sends what the page has set meanwhile', async () => {
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

  it('sends nothing when what the page waits for is refused', async () => {
    const { proxy, element, choose, press, until } = await setUp();
    element.addEventListener('helloasso-submit', (event) => event.waitUntil(Promise.reject(new Error('no'))));
    await choose('choice', '2000');
    await press();
    await until(() => element.state === 'ready');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(0);
  });

  it('tells the page of every change, with the total once there is one', async () => {
    const { element, type, choose } = await setUp();
    const totals: (number | undefined)[] = [];
    element.addEventListener('helloasso-change', ({ amountCents }) => totals.push(amountCents));
    await choose('choice', '2000');
    await type('amount', '1');
    await type('amount', '1x');
    expect(totals).to.deep.equal([2000, 100, undefined]);
    expect(element.amountCents).to.equal(undefined);
  });

  it('never opens an address that is not HelloAsso’s', async () => {
    const { proxy, choose, press, until, status, redirects } = await setUp();
    proxy.creates({ redirectUrl: 'https://www.helloasso.com.evil.org/pay' });
    await choose('choice', '2000');
    await press();
    await until(() => status().includes('n’est pas disponible'));
    expect(redirects).to.deep.equal([]);
  });

  it('says what went wrong in the payer’s words, keeps what was typed, and can be sent again', async () => {
    const { proxy, element, choose, fill, press, until, status, get, redirects } = await setUp();
    proxy.creates('helloasso-unavailable');
    await choose('choice', '2000');
    await fill('firstName', 'Ada');
    await press();
    await until(() => status() === 'HelloAsso ne répond pas pour le moment. Réessayez dans quelques instants.');
    expect(element.state).to.equal('failed');
    await expect(element).to.be.accessible();
    expect(get('[name=firstName]').value).to.equal('Ada');
    proxy.creates({});
    await press();
    await until(() => redirects.length > 0);
  });

  it('tells an unreachable proxy from one that takes too long', async () => {
    const { proxy, choose, press, until, status } = await setUp();
    await choose('choice', '2000');
    proxy.down();
    await press();
    await until(() => status() === 'Le service de paiement ne répond pas. Réessayez dans quelques instants.');
    proxy.up();
    proxy.creates('hang');
    const { timeout } = AbortSignal;
    AbortSignal.timeout = () => timeout.call(AbortSignal, 1);
    await press();
    await until(() => status().startsWith('Le service de paiement met trop de temps'));
    AbortSignal.timeout = timeout;
  });

  it('does not send a payer away whose form has left the page', async () => {
    const { proxy, element, choose, press, until, redirects } = await setUp();
    const { fetch } = window;
    let answer: Promise<Response> | undefined;
    window.fetch = (...request) => {
      element.remove();
      answer = fetch(...request);
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

  it('sends nothing for a payer whose form has left the page as they pressed', async () => {
    const { proxy, element, choose, press } = await setUp();
    await choose('choice', '2000');
    const pressed = press();
    element.remove();
    await pressed;
    await nextFrame();
    expect(proxy.requestsTo('POST', '/')).to.have.length(0);
    expect(element.state).to.equal('ready');
  });

  it('asks nobody but the proxy, and stores nothing before the payer acts', async () => {
    const { proxy, choose, fill } = await setUp();
    await choose('choice', '2000');
    await fill('email', 'ada@exemple.fr');
    expect(proxy.requests.map(({ path }) => path)).to.deep.equal(['/v1/offers/don']);
    expect(sessionStorage.length).to.equal(0);
    expect(document.cookie).to.equal('');
  });

  it('brings a failure to send into view, and leaves focus on the button', async () => {
    const { proxy, choose, press, until, get, root, element } = await setUp();
    await choose('choice', '2000');
    for (let failures = 0; failures < 2; failures++) {
      proxy.creates('helloasso-unavailable');
      window.scrollTo(0, 0);
      element.style.marginBlockStart = `${innerHeight - get('[part=submit]').getBoundingClientRect().bottom + scrollY}px`;
      get('[part=submit]').focus({ preventScroll: true });
      await press();
      await until(() => element.state === 'failed');
      expect(get<HTMLElement>('.failed').getBoundingClientRect().bottom).to.be.at.most(innerHeight);
      expect(root.activeElement).to.equal(get('[part=submit]'));
    }
  });

  it('is emptied by reset', async () => {
    const { element, choose, fill, get, button, root } = await setUp();
    await choose('choice', '2000');
    await fill('email', 'ada@');
    element.reset();
    await element.updateComplete;
    expect(button()).to.equal('Donner');
    expect(get('[name=email]').value).to.equal('');
    expect(root.querySelector('[aria-invalid=true], :checked')).to.equal(null);
  });

  it('loads the offer again when the page asks for another', async () => {
    const { element, textOf, until } = await setUp([GIFT, MEMBERSHIP]);
    element.offer = MEMBERSHIP.id;
    await until(() => element.state === 'ready' && textOf('h2') === MEMBERSHIP.itemName);
  });

  it('is defined once, however often its script runs', async () => {
    const again = '../../widget/define.ts?again';
    await import(again);
    expect(customElements.get('helloasso-checkout')).to.equal(HelloassoCheckout);
  });

  it('is hidden by the hidden attribute', async () => {
    const { element } = await setUp();
    element.hidden = true;
    expect(getComputedStyle(element).display).to.equal('none');
  });
});
