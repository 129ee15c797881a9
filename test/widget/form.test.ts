import { aTimeout, expect, html } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { planInstalments } from '../../proxy/contract/instalments.ts';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
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
    await aTimeout(50);
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
    const { proxy, element, choose, press } = await setUp();
    element.addEventListener('helloasso-submit', (event) => event.preventDefault());
    await choose('choice', '2000');
    await press();
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(0);
    expect(element.state).to.equal('ready');
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
    const { proxy, element, choose, press, redirects } = await setUp();
    await choose('choice', '2000');
    await press();
    element.remove();
    await aTimeout(50);
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(1);
    expect(redirects).to.deep.equal([]);
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

describe('The amount', () => {
  it('can be chosen, and paid, by keyboard alone', async () => {
    const { get, button, until, redirects } = await setUp();
    get('[name=choice]').focus();
    await sendKeys({ press: 'ArrowDown' });
    await until(() => button() === 'Donner 50 €');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: '12,50' });
    await until(() => button() === 'Donner 12,50 €');
    await sendKeys({ press: 'Enter' });
    await until(() => redirects.length > 0);
  });

  it('is nobody’s choice but the payer’s: nothing is preselected', async () => {
    const { root, element } = await setUp();
    expect(root.querySelectorAll('[name=choice]')).to.have.length(4);
    expect(root.querySelector('[name=choice]:checked')).to.equal(null);
    expect(element.checkValidity()).to.equal(false);
  });

  it('begins as the page says, on a suggestion or in the field', async () => {
    for (const [amount, checked, typed] of [
      ['50', '5000', ''],
      ['12,50', 'other', '12,50'],
    ]) {
      const { get } = await setUp(
        [GIFT],
        html`<helloasso-checkout proxy=${PROXY} offer="don" amount=${amount}></helloasso-checkout>`,
      );
      expect(get('[name=choice]:checked').value).to.equal(checked);
      expect(get('[name=amount]').value).to.equal(typed);
    }
  });

  it('is the other one as soon as the payer types, not when the field has focus', async () => {
    const { get, type, choose, button, root } = await setUp();
    await choose('choice', '2000');
    get('[name=amount]').focus();
    await aTimeout(0);
    expect(get('[name=choice]:checked').value).to.equal('2000');
    await type('amount', '20,5');
    expect(get('[name=choice]:checked').value).to.equal('other');
    expect(button()).to.equal('Donner 20,50 €');
    await choose('choice', '5000');
    expect(button()).to.equal('Donner 50 €');
    expect(root.querySelectorAll('[name=choice]:checked')).to.have.length(1);
  });

  it('has only a field when nothing is suggested', async () => {
    const offer: PublicOffer = { ...GIFT, amountCents: { min: 100, max: 1000, suggestions: [] } };
    const { has, type, button, press, fault, element } = await setUp([offer]);
    expect(has('[type=radio]')).to.equal(false);
    await type('amount', '20');
    await press();
    expect(fault('amount')).to.equal('Indiquez un montant de 1 € à 10 €.');
    await type('amount', '2');
    expect(button()).to.equal('Donner 2 €');
    await expect(element).to.be.accessible();
  });

  it('is written out of reach of page translators', async () => {
    const { get, choose } = await setUp();
    await choose('choice', '2000');
    expect(get('[part=submit] [translate=no]').textContent).to.equal('20\u00a0€');
  });
});

describe('A fault', () => {
  it('is told beside its field once the payer has left it, and goes as soon as it is mended', async () => {
    const { type, fill, fault, get, element } = await setUp();
    await type('email', 'ada@club');
    expect(fault('email')).to.equal('');
    await fill('email', 'ada@club');
    expect(fault('email')).to.equal('Vérifiez l’adresse e-mail, par exemple prenom@exemple.fr.');
    const email = get('[name=email]');
    expect(email.getAttribute('aria-invalid')).to.equal('true');
    expect(email.getAttribute('aria-describedby')).to.equal('email-fault');
    await expect(element).to.be.accessible();
    await type('email', 'ada@club.fr');
    expect(fault('email')).to.equal('');
    expect(email.getAttribute('aria-invalid')).to.equal('false');
  });

  for (const [typed, sentence] of [
    ['1.000', 'Écrivez le montant sans séparateur de milliers, par exemple 1000 ou 20,50.'],
    ['0,99', 'Indiquez un montant de 1 € à 5 000 €.'],
    ['5000,01', 'Indiquez un montant de 1 € à 5 000 €.'],
    ['', 'Indiquez un montant.'],
  ] as const) {
    it(`is told kindly when the amount is “${typed}”, with focus on the field and nothing sent`, async () => {
      const { proxy, choose, type, press, fault, root, get } = await setUp();
      await choose('choice', 'other');
      await type('amount', typed);
      await press();
      await aTimeout(0);
      expect(fault('amount')).to.equal(sentence);
      expect(root.activeElement).to.equal(get('[name=amount]'));
      expect(get('[name=amount]').value).to.equal(typed);
      expect(proxy.requestsTo('POST', '/')).to.have.length(0);
    });
  }

  it('of a choice not made takes focus to the first choice', async () => {
    const { press, fault, root, get, element } = await setUp();
    await press();
    await aTimeout(0);
    expect(fault('amount')).to.equal('Indiquez un montant.');
    expect(get('fieldset').getAttribute('aria-invalid')).to.equal('true');
    expect(root.activeElement).to.equal(get('[name=choice]'));
    await expect(element).to.be.accessible();
  });

  it('does not move the button from under the pointer that presses it', async () => {
    const { get, root } = await setUp();
    get('[name=email]').focus();
    await sendKeys({ type: 'ada@' });
    get('[part=submit]').scrollIntoView();
    const { x, y, width, height } = get('[part=submit]').getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height - 2)] });
    await aTimeout(0);
    expect(root.activeElement).to.equal(get('[name=choice]'));
  });

  it('that comes second waits: focus goes to the first', async () => {
    const { choose, fill, press, root, get } = await setUp();
    await fill('email', 'ada');
    await choose('choice', 'other');
    await press();
    await aTimeout(0);
    expect(root.activeElement).to.equal(get('[name=amount]'));
  });
});

describe('An offer', () => {
  it('of a fixed price shows it, and multiplies it by the quantity', async () => {
    const { get, textOf, button, element, press, proxy, until, redirects } = await setUp([TICKET]);
    expect(textOf('.price')).to.equal('12 €');
    expect(button()).to.equal('Réserver pour 12 €');
    const select = get<HTMLSelectElement>('[name=quantity]');
    expect(select.options).to.have.length(10);
    select.value = '3';
    select.dispatchEvent(new Event('input', { bubbles: true }));
    await element.updateComplete;
    expect(button()).to.equal('Réserver pour 36 €');
    await expect(element).to.be.accessible();
    await press();
    await until(() => redirects.length > 0);
    const { payer: _, returnPath: __, ...asked } = proxy.requestsTo('POST', '/')[0]?.body ?? { returnPath: '' };
    expect(asked).to.deep.equal({ offer: 'billet', quantity: 3 });
  });

  it('of many asks for the quantity in a field, and judges it', async () => {
    const { fill, fault, get, press, root } = await setUp([{ ...TICKET, maxQuantity: 50 }]);
    expect(get('[name=quantity]').type).to.equal('number');
    for (const wrong of ['51', '0', '1.5', '']) {
      await fill('quantity', wrong);
      expect(fault('quantity'), wrong).to.equal('Indiquez un nombre de 1 à 50.');
    }
    await press();
    await aTimeout(0);
    expect(root.activeElement).to.equal(get('[name=quantity]'));
  });

  it('in instalments shows every date and amount, and sends the date that was shown', async () => {
    const { textOf, choose, press, proxy, until, redirects, element } = await setUp([MEMBERSHIP]);
    const [second, third] = planInstalments(3000, 3, new Date()).terms;
    const day = (date = '') =>
      new Date(date).toLocaleDateString('fr-FR', { day: 'numeric', month: 'long', timeZone: 'UTC' });
    expect(textOf('.choice:last-child small')).to.equal(
      `10 € aujourd’hui, puis 10 € le ${day(second?.date)} et 10 € le ${day(third?.date)}`,
    );
    await expect(element).to.be.accessible();
    await choose('instalments', '3');
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/')[0]?.body).to.deep.include({ instalments: 3, firstTermDate: second?.date });
  });

  it('shows no plan of which a payment would be too small to collect', async () => {
    const { has, choose, type } = await setUp([{ ...GIFT, instalments: [1, 3] }]);
    await choose('choice', '2000');
    expect(has('[name=instalments][value="3"]')).to.equal(true);
    await type('amount', '2,99');
    expect(has('[name=instalments]')).to.equal(false);
  });

  it('under test says so', async () => {
    const { textOf, element } = await setUp([{ ...GIFT, mode: 'test' }]);
    expect(textOf('mark')).to.equal('Test');
    await expect(element).to.be.accessible();
  });

  it('passes axe as it is first seen', async () => {
    for (const offer of [GIFT, MEMBERSHIP, TICKET]) {
      const { element } = await setUp([offer]);
      await expect(element).to.be.accessible();
    }
  });
});

describe('A form that cannot work', () => {
  it('shows the page’s own way when the offer is unknown', async () => {
    const { has, status, element } = await setUp([], checkout('inconnue'));
    expect(has('slot:not([name])')).to.equal(true);
    expect(has('button')).to.equal(false);
    expect(status()).to.equal('Ce formulaire n’est pas ou n’est plus disponible.');
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
    const { proxy, element, get, until, has } = await setUp();
    proxy.down();
    element.offer = '';
    await until(() => element.state === 'unavailable');
    expect(has('slot:not([name])')).to.equal(true);
    await expect(element).to.be.accessible();
    proxy.up();
    get('button').click();
    await until(() => element.state === 'ready');
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
