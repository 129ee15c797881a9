import { expect, html } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import { GIFT, MEMBERSHIP, PROXY, TICKET } from '../fake-proxy.ts';
import { checkoutTag, openPage, withoutChunk } from '../page.ts';
import { checkout, setUp, startProxy } from '../set-up.ts';

describe('The amount', () => {
  it('an amount can be chosen, typed and paid by keyboard alone', async () => {
    const { get, button, until, redirects } = await setUp();
    get('[name=choice]').focus();
    await sendKeys({ press: 'ArrowDown' });
    await until(() => button() === 'Donner 50 €');
    for (const press of ['ArrowDown', 'ArrowDown', 'Tab']) await sendKeys({ press });
    await sendKeys({ type: '12,50' });
    await until(() => button() === 'Donner 12,50 €');
    await sendKeys({ press: 'Enter' });
    await until(() => redirects.length > 0);
  });

  it('no amount is preselected unless offer or page say so, and the legend says that one is required', async () => {
    const { root, element, textOf } = await setUp();
    expect(textOf('legend')).to.equal('Montant (obligatoire)');
    expect(root.querySelectorAll('[name=choice]')).to.have.length(4);
    expect(root.querySelector('[name=choice]:checked')).to.equal(null);
    expect(element.checkValidity()).to.equal(false);
  });

  it('the field of another amount is shown with its choice, and typing into it selects the choice', async () => {
    const { get, type, choose, button, root } = await setUp();
    await choose('choice', '2000');
    expect(get('[name=amount]').checkVisibility()).to.equal(false);
    await type('amount', '20,5');
    expect(get('[name=choice]:checked').value).to.equal('other');
    expect(get('[name=amount]').checkVisibility()).to.equal(true);
    expect(button()).to.equal('Donner 20,50 €');
    await choose('choice', '5000');
    expect(button()).to.equal('Donner 50 €');
    expect(root.querySelectorAll('[name=choice]:checked')).to.have.length(1);
  });

  it('the amount is a single text field when the offer suggests none, and its error names the bounds', async () => {
    const offer: PublicOffer = { ...GIFT, amountCents: { min: 100, max: 1000, suggestions: [] } };
    const { has, type, button, press, errorOf, element } = await setUp([offer]);
    expect(has('[type=radio]')).to.equal(false);
    await type('amount', '20');
    await press();
    expect(errorOf('amount')).to.equal('Indiquez un montant de 1 € à 10 €.');
    await type('amount', '2');
    expect(button()).to.equal('Donner 2 €');
    await expect(element).to.be.accessible();
  });

  it('the total on the button is excluded from page translation', async () => {
    const { get, choose } = await setUp();
    await choose('choice', '2000');
    expect(get('[part=submit] [translate=no]').textContent).to.equal('20\u00a0€');
  });

  it('a fixed price is shown, multiplied by the quantity on the button, and sent with the quantity', async () => {
    const { get, textOf, button, element, press, proxy, until, redirects } = await setUp([TICKET]);
    expect(textOf('[part=price]')).to.equal('12 € par billet');
    expect(button()).to.equal('Réserver et payer 12 €');
    const select = get<HTMLSelectElement>('[name=quantity]');
    expect(select.options).to.have.length(10);
    select.value = '3';
    select.dispatchEvent(new Event('input', { bubbles: true }));
    await element.updateComplete;
    expect(button()).to.equal('Réserver et payer 36 €');
    await expect(element).to.be.accessible();
    await press();
    await until(() => redirects.length > 0);
    const { payer: _, returnPath: __, ...asked } = proxy.requestsTo('POST', '/')[0]?.body ?? { returnPath: '' };
    expect(asked).to.deep.equal({ offer: 'billet', amountCents: 1200, quantity: 3 });
  });

  it('the quantity is shown although no chunk loads', async () => {
    startProxy(TICKET);
    const page = await openPage('', withoutChunk('return') + checkoutTag('billet'));
    const { until, has, get } = page.find();
    await until(() => has('form'));
    expect(get<HTMLSelectElement>('select[name=quantity]').options).to.have.length(10);
    page.close();
  });
});

describe('The heading', () => {
  it('the heading is the label of the offer in the language of the form', async () => {
    const offer = { ...GIFT, labels: { en: 'Gift to the association' } };
    const english = html`<helloasso-checkout proxy=${PROXY} offer="don" lang="en"></helloasso-checkout>`;
    const { textOf, has } = await setUp([offer], english);
    expect(textOf('h2')).to.equal('Gift to the association');
    expect(has('h2 [lang]')).to.equal(false);
    expect((await setUp([offer], checkout('don'))).textOf('h2')).to.equal(GIFT.itemName);
  });

  it('the heading is marked as French in an English form when the offer has no English label', async () => {
    const english = html`<helloasso-checkout proxy=${PROXY} offer="don" lang="en"></helloasso-checkout>`;
    const { get, textOf } = await setUp([GIFT], english);
    expect(textOf('h2')).to.equal(GIFT.itemName);
    expect(get<HTMLElement>('h2 [lang]').lang).to.equal('fr');
  });

  it('a form of a proxy in test mode is marked as a test', async () => {
    const { textOf, element } = await setUp([{ ...GIFT, mode: 'test' }]);
    expect(textOf('mark')).to.equal('Test');
    await expect(element).to.be.accessible();
  });

  it('forms for a gift, a membership and a ticket pass axe before anything is typed', async () => {
    for (const offer of [GIFT, MEMBERSHIP, TICKET]) {
      const { element } = await setUp([offer]);
      await expect(element).to.be.accessible();
    }
  });
});

describe('Errors beside fields', () => {
  it('an error is announced where focus is already in the wrong field, and read by focus where it is not', async () => {
    const { get, type, choose, press, until, errorOf, root } = await setUp();
    await choose('choice', '2000');
    await type('email', 'ada@');
    await press(); // takes no focus from the field, like a press of the button
    await until(() => errorOf('email') !== '');
    expect(get('#email-message').getAttribute('aria-live')).to.equal('polite');
    get('[part=submit]').focus();
    await press();
    await until(() => root.activeElement === get('[name=email]'));
    expect(get('#email-message').getAttribute('aria-live')).to.equal('off');
  });

  it('an error appears when the payer leaves a wrong field, and disappears at the next key', async () => {
    const { type, fill, errorOf, get, element } = await setUp();
    await type('email', 'ada@club');
    expect(errorOf('email')).to.equal('');
    await fill('email', 'ada@club');
    expect(errorOf('email')).to.equal('Saisissez une adresse e‑mail complète, par exemple nom@exemple.fr.');
    const email = get('[name=email]');
    expect(email.getAttribute('aria-invalid')).to.equal('true');
    expect(email.getAttribute('aria-describedby')).to.equal('email-message');
    await expect(element).to.be.accessible();
    await type('email', 'ada@club.fr');
    expect(errorOf('email')).to.equal('');
    expect(email.getAttribute('aria-invalid')).to.equal('false');
  });

  for (const [typed, sentence] of [
    ['1.000', 'Saisissez un montant en chiffres, par exemple 20 ou 20,50.'],
    ['0,99', 'Indiquez un montant de 1 € à 5 000 €.'],
    ['5000,01', 'Indiquez un montant de 1 € à 5 000 €.'],
    ['', 'Indiquez un montant.'],
  ] as const) {
    it(`an amount of “${typed}” gets its own error and focus, and nothing is sent`, async () => {
      const { proxy, choose, type, press, errorOf, root, get, until } = await setUp();
      await choose('choice', 'other');
      await type('amount', typed);
      get('[part=submit]').focus();
      await press();
      await until(() => root.activeElement === get('[name=amount]'));
      expect(errorOf('amount')).to.equal(sentence);
      expect(get('[name=amount]').value).to.equal(typed);
      expect(proxy.requestsTo('POST', '/')).to.have.length(0);
    });
  }

  it('pressing the button without an amount focuses the first choice and marks the group as invalid', async () => {
    const { press, errorOf, root, get, element, until } = await setUp();
    await press();
    await until(() => root.activeElement === get('[name=choice]'));
    expect(errorOf('amount')).to.equal('Indiquez un montant.');
    expect(get('fieldset').getAttribute('aria-invalid')).to.equal('true');
    await expect(element).to.be.accessible();
  });

  it('pressing the button with two errors focuses the first of them', async () => {
    const { choose, fill, press, root, get, until } = await setUp();
    await fill('email', 'ada');
    await choose('choice', 'other');
    await press();
    await until(() => root.activeElement === get('[name=amount]'));
  });

  it('the error of the amount is a polite live region and describes every choice', async () => {
    const { root, get } = await setUp();
    expect(get('#amount-message').ariaLive).to.equal('polite');
    for (const radio of root.querySelectorAll('[name=choice]')) {
      expect(radio.getAttribute('aria-describedby')).to.equal('amount-message');
    }
  });

  it('an error is announced when its field is left, and not when the button moves focus to it', async () => {
    const { get, fill, press } = await setUp();
    await fill('email', 'ada@club');
    expect(get('#email-message').getAttribute('aria-live')).to.equal('polite');
    await press();
    expect(get('#email-message').getAttribute('aria-live')).to.equal('off');
    await fill('email', 'ada@');
    expect(get('#email-message').getAttribute('aria-live')).to.equal('polite');
  });

  it('the button keeps its place between press and release when the press leaves a wrong field', async () => {
    const { get, errorOf, choose, until } = await setUp();
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
    await until(() => errorOf('email') !== '');
  });

  it('a click near the lower edge of the button counts although it leaves a wrong field', async () => {
    const { get, root, until } = await setUp();
    get('[name=email]').focus();
    await sendKeys({ type: 'ada@' });
    get('[part=submit]').scrollIntoView();
    const { x, y, width, height } = get('[part=submit]').getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height - 2)] });
    await until(() => root.activeElement === get('[name=choice]'));
  });
});
