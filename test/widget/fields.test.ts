import { expect, html } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
import { GIFT, PROXY } from './fake-proxy.ts';
import { setUp } from './set-up.ts';

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
    const { get, type, choose, button, root, element } = await setUp();
    await choose('choice', '2000');
    get('[name=amount]').focus();
    await element.updateComplete;
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

describe('The place of a remark', () => {
  it('leaves the button where it is between press and release, when the press leaves a field with an error', async () => {
    const { get, fault, choose, until } = await setUp();
    await choose('choice', '2000');
    get('[part=submit]').scrollIntoView({ block: 'center' });
    get('[name=email]').focus({ preventScroll: true });
    await sendKeys({ type: 'ada@club' });
    const before = get('[part=submit]').getBoundingClientRect();
    const position: [number, number] = [Math.round(before.x + 20), Math.round(before.y + 10)];
    await sendMouse({ type: 'move', position });
    await sendMouse({ type: 'down' });
    expect(get('[part=submit]').getBoundingClientRect().top).to.equal(before.top);
    await sendMouse({ type: 'up' });
    await until(() => fault('email') !== '');
  });

  it('speaks by itself when a field is left, and leaves the word to focus after a press', async () => {
    const { get, fill, press } = await setUp();
    await fill('email', 'ada@club');
    expect(get('#email-remark').getAttribute('aria-live')).to.equal('polite');
    await press();
    expect(get('#email-remark').getAttribute('aria-live')).to.equal('off');
    await fill('email', 'ada@');
    expect(get('#email-remark').getAttribute('aria-live')).to.equal('polite');
  });
});

describe('A fault', () => {
  it('is told beside its field once the payer has left it, and goes as soon as it is mended', async () => {
    const { type, fill, fault, get, element } = await setUp();
    await type('email', 'ada@club');
    expect(fault('email')).to.equal('');
    await fill('email', 'ada@club');
    expect(fault('email')).to.equal('Saisissez une adresse e‑mail complète, par exemple nom@exemple.fr.');
    const email = get('[name=email]');
    expect(email.getAttribute('aria-invalid')).to.equal('true');
    expect(email.getAttribute('aria-describedby')).to.equal('email-remark');
    await expect(element).to.be.accessible();
    await type('email', 'ada@club.fr');
    expect(fault('email')).to.equal('');
    expect(email.getAttribute('aria-invalid')).to.equal('false');
  });

  for (const [typed, sentence] of [
    ['1.000', 'Saisissez un montant en chiffres, par exemple 20 ou 20,50.'],
    ['0,99', 'Indiquez un montant de 1 € à 5 000 €.'],
    ['5000,01', 'Indiquez un montant de 1 € à 5 000 €.'],
    ['', 'Indiquez un montant.'],
  ] as const) {
    it(`is told kindly when the amount is “${typed}”, with focus on the field and nothing sent`, async () => {
      const { proxy, choose, type, press, fault, root, get, until } = await setUp();
      await choose('choice', 'other');
      await type('amount', typed);
      get('[part=submit]').focus();
      await press();
      await until(() => root.activeElement === get('[name=amount]'));
      expect(fault('amount')).to.equal(sentence);
      expect(get('[name=amount]').value).to.equal(typed);
      expect(proxy.requestsTo('POST', '/')).to.have.length(0);
    });
  }

  it('of a choice not made takes focus to the first choice', async () => {
    const { press, fault, root, get, element, until } = await setUp();
    await press();
    await until(() => root.activeElement === get('[name=choice]'));
    expect(fault('amount')).to.equal('Indiquez un montant.');
    expect(get('fieldset').getAttribute('aria-invalid')).to.equal('true');
    await expect(element).to.be.accessible();
  });

  it('does not move the button from under the pointer that presses it', async () => {
    const { get, root, until } = await setUp();
    get('[name=email]').focus();
    await sendKeys({ type: 'ada@' });
    get('[part=submit]').scrollIntoView();
    const { x, y, width, height } = get('[part=submit]').getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height - 2)] });
    await until(() => root.activeElement === get('[name=choice]'));
  });

  it('that comes second waits: focus goes to the first', async () => {
    const { choose, fill, press, root, get, until } = await setUp();
    await fill('email', 'ada');
    await choose('choice', 'other');
    await press();
    await until(() => root.activeElement === get('[name=amount]'));
  });

  it('is spoken where it stands, and described on every choice', async () => {
    const { root, get } = await setUp();
    expect(get('#amount-remark').ariaLive).to.equal('polite');
    for (const radio of root.querySelectorAll('[name=choice]')) {
      expect(radio.getAttribute('aria-describedby')).to.equal('amount-remark');
    }
  });
});
