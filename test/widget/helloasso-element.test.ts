import { expect, fixture, html } from '@open-wc/testing';
import { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import { GIFT, PAID, PROXY, TICKET } from './fake-proxy.ts';
import { checkoutTag, openPage, openReturn, resultTag, withoutChunk } from './page.ts';
import { checkout, driverOf, setUp, startProxy } from './set-up.ts';

/** Each attribute and the property that it sets. */
const ATTRIBUTES = {
  proxy: 'proxy',
  lang: 'lang',
  messages: 'messages',
  offer: 'offer',
  amount: 'amount',
  'amount-parameter': 'amountParameter',
  quantity: 'quantity',
  instalments: 'instalments',
  payer: 'payer',
  metadata: 'metadata',
  'signed-offer': 'signedOffer',
  'return-path': 'returnPath',
} as const satisfies Readonly<Record<string, keyof HelloassoCheckout>>;

let definitions = 0;

/** An element that a page has created before the script defines it, and what defines it. */
function createEarly(properties: Partial<HelloassoCheckout>) {
  const name = `early-checkout-${++definitions}`;
  const element = Object.assign(document.createElement(name), properties) as HelloassoCheckout;
  return { element, define: () => customElements.define(name, class extends HelloassoCheckout {}) };
}

describe('Attributes and properties', () => {
  for (const [attribute, property] of Object.entries(ATTRIBUTES)) {
    it(`the attribute ${attribute} sets the property ${property} without outer spaces, and its removal empties it`, () => {
      const element = document.createElement('helloasso-checkout');
      element.setAttribute(attribute, ' value ');
      expect(element[property]).to.equal('value');
      element.removeAttribute(attribute);
      expect(element[property]).to.equal('');
    });
  }

  it('attributes with spaces around their values load the offer', async () => {
    const spaced = html`<helloasso-checkout proxy=" ${PROXY} " offer="\n don "></helloasso-checkout>`;
    const { proxy, textOf } = await setUp([GIFT], spaced);
    expect(textOf('h2')).to.equal(GIFT.itemName);
    expect(proxy.requests.map(({ path }) => path)).to.deep.equal(['/v1/offers/don']);
  });

  it('properties that a page sets before the definition are kept, amountCents among them', async () => {
    const proxy = startProxy(GIFT);
    const payer = { firstName: 'Ada', city: 'Paris' };
    const metadata = { campaign: 'noël' };
    const { element, define } = createEarly({ proxy: PROXY, offer: 'don', payer, metadata, amountCents: 2050 });
    document.body.append(element);
    define();
    const { until, has, button, get, press, redirects } = driverOf(element);
    await until(() => has('form'));
    expect(button()).to.equal('Donner 20,50 €');
    expect(get('[name=firstName]').value).to.equal('Ada');
    expect(element.payer).to.equal(payer);
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/v1/checkouts')[0]?.body).to.deep.include({ payer, metadata });
    element.remove();
  });

  it('a property that a page sets before the definition wins over the attribute', async () => {
    startProxy(GIFT, TICKET);
    const { element, define } = createEarly({ offer: 'billet' });
    element.setAttribute('proxy', PROXY);
    element.setAttribute('offer', 'don');
    document.body.append(element);
    define();
    const { until, has, textOf } = driverOf(element);
    await until(() => has('form'));
    expect(textOf('h2')).to.equal(TICKET.itemName);
    element.remove();
  });

  it('a property that a page sets after the definition replaces the one from before it', async () => {
    startProxy(GIFT, TICKET);
    const { element, define } = createEarly({ proxy: PROXY, offer: 'billet' });
    document.body.append(element);
    define();
    const { until, has, textOf } = driverOf(element);
    await until(() => has('form'));
    element.offer = 'don';
    await until(() => has('form') && textOf('h2') === GIFT.itemName);
    element.remove();
  });
});

describe('Life on the page', () => {
  it('an element that a script creates sends nothing before it is appended, then loads its offer', async () => {
    const proxy = startProxy(GIFT);
    const element = document.createElement('helloasso-checkout');
    Object.assign(element, { proxy: PROXY, offer: 'don' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(proxy.requests).to.deep.equal([]);
    document.body.append(element);
    const { until, has } = driverOf(element);
    await until(() => has('form'));
    expect(proxy.requests).to.have.length(1);
    element.remove();
  });

  it('a form that is moved keeps what was typed, and pays', async () => {
    const { proxy, element, type, get, press, until, redirects } = await setUp();
    await type('amount', '20,50');
    const box = document.body.appendChild(document.createElement('section'));
    box.append(element);
    await element.updateComplete;
    expect(get('[name=amount]').value).to.equal('20,50');
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.amountCents).to.equal(2050);
    expect(proxy.requestsTo('GET', '/v1/offers/')).to.have.length(1);
    box.remove();
  });

  it('a form that is removed and added again later works, with properties set in between', async () => {
    const { element, textOf, until, choose, press, redirects } = await setUp([TICKET, GIFT], checkout('billet'));
    element.remove();
    element.offer = 'don';
    await new Promise((resolve) => setTimeout(resolve, 20));
    document.body.append(element);
    await until(() => element.state === 'ready' && textOf('h2') === GIFT.itemName);
    await choose('choice', '2000');
    await press();
    await until(() => redirects.length > 0);
    element.remove();
  });

  it('a form loads its offer again when the network is back after it was removed and added again', async () => {
    const { proxy, element, until, has } = await setUp();
    proxy.goDown();
    element.offer = '';
    await until(() => element.state === 'unavailable');
    const box = document.body.appendChild(document.createElement('section'));
    box.append(element);
    proxy.goUp();
    window.dispatchEvent(new Event('online'));
    await until(() => has('form'));
    box.remove();
  });

  it('a returning payer sees neither form nor fallback when the chunk for returns does not load', async () => {
    const body = withoutChunk('return') + checkoutTag('don') + resultTag();
    const { page } = await openReturn(PAID, { body });
    for (const selector of ['helloasso-checkout', 'helloasso-result']) {
      const { until, status, has, element } = page.find(selector);
      await until(() => has('.card') && status() === 'Vérifiez votre connexion, puis rechargez la page.');
      expect(has('form')).to.equal(false);
      expect(has('slot')).to.equal(false); // the fallback could lead to a second payment
      expect(element.outcome).to.equal(undefined);
    }
    page.close();
  });

  it('an early load that fails together with one that the payer waits for leaves the failure on screen', async () => {
    startProxy(GIFT);
    const body = '<script>window.requestIdleCallback = (load) => (window.whenIdle = load)</script>';
    const page = await openPage('', body + withoutChunk('return') + checkoutTag('don'));
    const { until, has, get, status } = page.find();
    const window = page.window as Window & { whenIdle?: () => void };
    await until(() => has('form') && window.whenIdle);
    get('[name=email]').focus();
    window.whenIdle?.();
    await until(status);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(status()).to.equal('Vérifiez votre connexion, puis rechargez la page.');
    page.close();
  });

  it('only the proxy gets requests, and nothing is stored, before the payer presses the button', async () => {
    const { proxy, choose, fill } = await setUp();
    await choose('choice', '2000');
    await fill('email', 'ada@exemple.fr');
    expect(proxy.requests.map(({ path }) => path)).to.deep.equal(['/v1/offers/don']);
    expect(sessionStorage.length).to.equal(0);
    expect(document.cookie).to.equal('');
  });

  it('the hidden attribute hides the element', async () => {
    const { element } = await setUp();
    element.hidden = true;
    expect(getComputedStyle(element).display).to.equal('none');
  });
});

describe('Language', () => {
  it('a form with a lang attribute is in that language, whatever its page has', async () => {
    const template = html`<div lang="fr"><helloasso-checkout lang="en-GB" proxy=${PROXY} offer="don"></helloasso-checkout></div>`;
    startProxy(GIFT);
    const around = await fixture<HTMLElement>(template);
    const { until, button, has } = driverOf(around.querySelector('helloasso-checkout') as HelloassoCheckout);
    await until(() => has('[part=submit]'));
    expect(button()).to.equal('Give');
  });

  it('a form in a shadow root has the language of the nearest ancestor outside', async () => {
    startProxy(GIFT);
    const outer = await fixture<HTMLElement>(html`<div lang="en"><div></div></div>`);
    const root = (outer.firstElementChild as HTMLElement).attachShadow({ mode: 'open' });
    root.innerHTML = `<helloasso-checkout proxy="${PROXY}" offer="don"></helloasso-checkout>`;
    const { until, button, has } = driverOf(root.firstElementChild as HelloassoCheckout);
    await until(() => has('[part=submit]'));
    expect(button()).to.equal('Give');
  });

  it('a form is in French when its page has no language or one that we do not have', async () => {
    for (const lang of ['', 'xx']) {
      document.documentElement.lang = lang;
      const { button, get } = await setUp([GIFT], checkout('don'));
      expect(button()).to.equal('Donner');
      expect(get('.card').lang).to.equal('fr-FR');
    }
  });

  it('a form is in English on a page with lang="en_GB"', async () => {
    document.documentElement.lang = 'en_GB';
    const { button, get } = await setUp();
    expect(button()).to.equal('Give');
    expect(get('.card').lang).to.equal('en-GB');
  });

  it('a form changes its language with the lang attribute, and keeps what was typed', async () => {
    const { element, type, until, button, get } = await setUp();
    await type('amount', '20,50');
    element.setAttribute('lang', 'en');
    await until(() => button() === 'Give €20.50');
    expect(get('[name=amount]').value).to.equal('20,50');
  });
});

describe('The page’s own messages', () => {
  const own = { 'submit-gift': ['Soutenir', 'Soutenir avec {0}'], 'field-error-amount-missing': 'Combien ?' };

  for (const [name, messages] of Object.entries({ 'a property': own, 'an attribute': JSON.stringify(own) })) {
    it(`messages given as ${name} replace ours on the button and in errors, and leave the others`, async () => {
      const withAttribute = html`<helloasso-checkout proxy=${PROXY} offer="don" messages=${JSON.stringify(own)}></helloasso-checkout>`;
      const withProperty = html`<helloasso-checkout proxy=${PROXY} offer="don" .messages=${messages}></helloasso-checkout>`;
      const { button, press, type, fill, textOf } = await setUp(
        [GIFT],
        typeof messages === 'string' ? withAttribute : withProperty,
      );
      expect(button()).to.equal('Soutenir');
      await press();
      expect(textOf('#amount-message')).to.equal('Combien ?');
      await fill('amount', '0,50');
      expect(button()).to.equal('Soutenir');
      expect(textOf('#amount-message')).to.equal('Indiquez un montant de 1 € à 5 000 €.');
      await type('amount', '20');
      expect(button()).to.equal('Soutenir avec 20 €');
    });
  }

  for (const wrong of ['{"locale":"fr_FR"}', '{"submit-gift":["Offrir"]}', '{"bounds":5}', '[1,2]', '"x"']) {
    it(`messages that cannot be used leave the form usable: ${wrong}`, async () => {
      const template = html`<helloasso-checkout proxy=${PROXY} offer="don" messages=${wrong}></helloasso-checkout>`;
      const { button, choose } = await setUp([GIFT], template);
      await choose('choice', '2000');
      expect(button()).to.equal('Donner 20 €');
    });
  }

  it('messages may be set later in another language, and unreadable ones restore ours', async () => {
    const { element, button, until } = await setUp();
    element.messages = { 'submit-gift': ['Jetzt spenden', '{0} spenden'], locale: 'de-DE' };
    await until(() => button() === 'Jetzt spenden');
    element.setAttribute('messages', '{"submit-gift":');
    await until(() => button() === 'Donner');
  });
});
