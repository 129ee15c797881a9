import { aTimeout, expect, html } from '@open-wc/testing';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
import { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import { GIFT, MEMBERSHIP, PROXY, TICKET } from './fake-proxy.ts';
import { checkoutTag, openPage } from './page.ts';
import { checkout, handsOf, setUp, startProxy } from './set-up.ts';

describe('The form begins', () => {
  it('with the suggestion that the offer preselects', async () => {
    const offer: PublicOffer = {
      ...GIFT,
      amountCents: { min: 100, max: 9000, suggestions: [2000, 5000], preselected: 5000 },
    };
    const { button } = await setUp([offer]);
    expect(button()).to.equal('Donner 50 €');
  });

  it('with the quantity and the instalments that the page wishes', async () => {
    const several = html`<helloasso-checkout proxy=${PROXY} offer="billet" quantity="3"></helloasso-checkout>`;
    expect((await setUp([TICKET], several)).button()).to.equal('Réserver et payer 36 €');
    const thrice = html`<helloasso-checkout proxy=${PROXY} offer="adhesion" instalments="3"></helloasso-checkout>`;
    expect((await setUp([MEMBERSHIP], thrice)).button()).to.equal('Adhérer pour 30 € en 3 fois');
  });

  for (const [search, button, typed] of [
    ['?montant=20', 'Donner 20 €', ''],
    ['?montant=12,50', 'Donner 12,50 €', '12,50'],
    ['?montant=0', 'Donner 1 €', '1'],
    ['?montant=999999', 'Donner 5 000 €', '5000'],
    ['?montant=beaucoup', 'Donner', ''],
    ['?montant=1.000', 'Donner', ''],
    ['?autre=20', 'Donner', ''],
  ] as const) {
    it(`with what the address says, inside the offer’s bounds: ${search}`, async () => {
      startProxy(GIFT);
      const tag = checkoutTag('don').replace('proxy', 'amount-parameter="montant" proxy');
      const page = await openPage(search, tag);
      const hands = page.find();
      await hands.until(() => hands.has('form'));
      expect(hands.button()).to.equal(button);
      expect(hands.get('[name=amount]').value).to.equal(typed);
      page.close();
    });
  }

  it('with nothing of the address unless the page says so', async () => {
    startProxy(GIFT);
    const page = await openPage('?montant=20');
    const hands = page.find();
    await hands.until(() => hands.has('form'));
    expect(hands.button()).to.equal('Donner');
    page.close();
  });
});

describe('The amount in cents', () => {
  it('can be set by the page, like a choice of the payer’s', async () => {
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

  it('can be set as soon as the offer is there, and after a reset, beside what the page knows', async () => {
    startProxy(GIFT);
    for (const payer of ['', { firstName: 'Ada' }]) {
      const element = document.createElement('helloasso-checkout');
      Object.assign(element, { proxy: PROXY, offer: 'don', payer });
      const ready = () => {
        element.amountCents = 3700;
      };
      element.addEventListener('helloasso-ready', ready, { once: true });
      document.body.append(element);
      const { until, has, button, get } = handsOf(element);
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

  it('can be set before the offer is there, and before the script is', async () => {
    startProxy(GIFT);
    const early = document.createElement('helloasso-checkout-to-be') as HTMLElement & { amountCents?: number };
    early.amountCents = 2050;
    early.setAttribute('proxy', PROXY);
    early.setAttribute('offer', 'don');
    document.body.append(early);
    customElements.define('helloasso-checkout-to-be', class extends HelloassoCheckout {});
    const { until, has, button } = handsOf(early as HelloassoCheckout);
    await until(() => has('form'));
    expect(button()).to.equal('Donner 20,50 €');
    early.remove();
  });

  it('is bound by the offer, and leaves a fixed price alone', async () => {
    const gift = await setUp();
    gift.element.amountCents = 10;
    await gift.element.submit();
    await gift.until(() => gift.fault('amount') === 'Indiquez un montant de 1 € à 5 000 €.');
    gift.element.amountCents = 0.5;
    await gift.element.submit();
    await gift.until(() => gift.fault('amount') === 'Indiquez un montant de 1 € à 5 000 €.');
    expect(gift.proxy.requestsTo('POST', '/')).to.deep.equal([]);
    const { element, button } = await setUp([TICKET]);
    element.amountCents = 100;
    await element.updateComplete;
    expect(button()).to.equal('Réserver et payer 12 €');
  });
});

describe('The heading', () => {
  it('is the offer’s label in the language of the form', async () => {
    const offer = { ...GIFT, labels: { en: 'Gift to the association' } };
    const english = html`<helloasso-checkout proxy=${PROXY} offer="don" lang="en"></helloasso-checkout>`;
    const { textOf, has } = await setUp([offer], english);
    expect(textOf('h2')).to.equal('Gift to the association');
    expect(has('h2 [lang]')).to.equal(false);
    expect((await setUp([offer], checkout('don'))).textOf('h2')).to.equal(GIFT.itemName);
  });
});

describe('What the association has said in French alone', () => {
  it('is read by a French voice in an English form', async () => {
    const offer: PublicOffer = {
      ...GIFT,
      tax: { rate: 66, year: 2026, text: { fr: 'Soit {cost} au lieu de {amount}.' } },
    };
    const english = html`<helloasso-checkout proxy=${PROXY} offer="don" lang="en" amount="100"></helloasso-checkout>`;
    const { get, textOf } = await setUp([offer], english);
    expect(get<HTMLElement>('h2 [lang]').lang).to.equal('fr');
    expect(textOf('.tax')).to.equal('Soit €34 au lieu de €100.');
    expect(get<HTMLElement>('.tax').lang).to.equal('fr');
  });
});

describe('The tax line', () => {
  const tax = { rate: 75, capCents: 200_000, year: 2026 } as const;

  for (const [amount, line] of [
    ['100', cappedLine('100 €', '25 €')],
    ['2000', cappedLine('2 000 €', '500 €')],
    ['3000', cappedLine('3 000 €', '840 €')],
    ['20,50', cappedLine('20,50 €', '5,13 €')],
    ['', ''],
    ['9999999', ''],
  ] as const) {
    it(`says what a gift of “${amount}” costs in the end, 75 % up to the cap and 66 % above`, async () => {
      const { type, textOf } = await setUp([{ ...GIFT, tax }]);
      await type('amount', amount);
      expect(textOf('.tax')).to.equal(line);
    });
  }

  /** The sentence, and where 75 percent hold up to 2,000 €. */
  function cappedLine(amount: string, cost: string): string {
    return `Si l’association vous délivre un reçu fiscal et si vous êtes imposable en France, votre don de ${amount} peut vous revenir à ${cost} après réduction d’impôt (75 % jusqu’à 2 000 €, puis 66 % dans la limite de 20 % du revenu imposable).`;
  }

  it('is hidden when a company pays, and comes back when it does not', async () => {
    const { choose, has, get, element } = await setUp([
      { ...GIFT, tax, payer: { ...GIFT.payer, companyName: 'optional' } },
    ]);
    await choose('choice', '10000');
    for (const isShown of [true, false, true]) {
      expect(has('.tax')).to.equal(isShown);
      get('[name=isCompany]').click();
      await element.updateComplete;
    }
  });

  it('is hidden when only companies may pay, or the page gives a company', async () => {
    expect((await setUp([{ ...GIFT, tax, payer: { ...GIFT.payer, companyName: 'required' } }])).has('.tax')).to.equal(
      false,
    );
    const template = html`<helloasso-checkout proxy=${PROXY} offer="don" payer='{"companyName":"Ada et Cie"}'></helloasso-checkout>`;
    const { choose, fill, has } = await setUp([{ ...GIFT, tax }], template);
    await choose('choice', '10000');
    await fill('firstName', 'Ada');
    expect(has('.tax')).to.equal(false);
  });

  it('says 34 € of 100 € at the ordinary rate', async () => {
    const { choose, textOf, element } = await setUp([{ ...GIFT, tax: { rate: 66, year: 2026 } }]);
    await choose('choice', '10000');
    expect(textOf('.tax')).to.equal(
      'Si l’association vous délivre un reçu fiscal et si vous êtes imposable en France, votre don de 100 € peut vous revenir à 34 € après réduction d’impôt (dans la limite de 20 % du revenu imposable).',
    );
    await expect(element).to.be.accessible();
  });

  it('speaks in the operator’s words, and keeps its place while there is no amount', async () => {
    const text = { fr: 'Un don de {amount} ? Il vous en coûte {cost} après impôt.' };
    const { choose, textOf, get, element } = await setUp([{ ...GIFT, tax: { ...tax, text } }]);
    const before = element.getBoundingClientRect().height;
    expect(get('.tax').innerText).to.equal('');
    await choose('choice', '2000');
    expect(textOf('.tax')).to.equal('Un don de 20 € ? Il vous en coûte 5 € après impôt.');
    expect(element.getBoundingClientRect().height).to.equal(before);
  });

  it('is not there without a tax', async () => {
    expect((await setUp()).has('.tax')).to.equal(false);
  });
});
