import { expect, html } from '@open-wc/testing';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

/** Our own sentence at 75 percent up to 2,000 €. */
function cappedLine(amount: string, cost: string): string {
  return `Si l’association vous délivre un reçu fiscal et si vous êtes imposable en France, votre don de ${amount} peut vous revenir à ${cost} après réduction d’impôt (75 % jusqu’à 2 000 €, puis 66 % dans la limite de 20 % du revenu imposable).`;
}

describe('The tax line', () => {
  const tax = { rate: 75, capCents: 200_000, year: 2026 } as const;

  for (const [amount, line] of [
    ['100', cappedLine('100 €', '25 €')],
    ['2000', cappedLine('2 000 €', '500 €')],
    ['3000', cappedLine('3 000 €', '840 €')],
    ['20,50', cappedLine('20,50 €', '5,13 €')],
    ['', cappedLine('50 €', '12,50 €').replace('votre', 'un')],
    ['9999999', cappedLine('50 €', '12,50 €').replace('votre', 'un')],
  ] as const) {
    it(`the tax line for a gift of “${amount}” counts 75 % up to the cap and 66 % above it, or is an example`, async () => {
      const { type, textOf } = await setUp([{ ...GIFT, tax }]);
      await type('amount', amount);
      expect(textOf('[part=tax]')).to.equal(line);
    });
  }

  it('the tax line gives a cost of 34 € for a gift of 100 € at the ordinary rate', async () => {
    const { choose, textOf, element } = await setUp([{ ...GIFT, tax: { rate: 66, year: 2026 } }]);
    await choose('choice', '10000');
    expect(textOf('[part=tax]')).to.equal(
      'Si l’association vous délivre un reçu fiscal et si vous êtes imposable en France, votre don de 100 € peut vous revenir à 34 € après réduction d’impôt (dans la limite de 20 % du revenu imposable).',
    );
    await expect(element).to.be.accessible();
  });

  it('the tax line is hidden while a company pays, and shown again when it does not', async () => {
    const { choose, has, get, element } = await setUp([
      { ...GIFT, tax, payer: { ...GIFT.payer, companyName: 'optional' } },
    ]);
    await choose('choice', '10000');
    for (const isShown of [true, false, true]) {
      expect(has('[part=tax]')).to.equal(isShown);
      get('[name=isCompany]').click();
      await element.updateComplete;
    }
  });

  it('the tax line is hidden when the offer requires a company or the page gives one', async () => {
    expect(
      (await setUp([{ ...GIFT, tax, payer: { ...GIFT.payer, companyName: 'required' } }])).has('[part=tax]'),
    ).to.equal(false);
    const template = html`<helloasso-checkout proxy=${PROXY} offer="don" payer='{"companyName":"Ada et Cie"}'></helloasso-checkout>`;
    const { choose, fill, has } = await setUp([{ ...GIFT, tax }], template);
    await choose('choice', '10000');
    await fill('firstName', 'Ada');
    expect(has('[part=tax]')).to.equal(false);
  });

  it('the tax line uses the operator’s own text once there is an amount', async () => {
    const text = { fr: 'Un don de {amount} ? Il vous en coûte {cost} après impôt.' };
    const { choose, textOf, has } = await setUp([{ ...GIFT, tax: { ...tax, text } }]);
    expect(has('[part=tax]')).to.equal(false);
    await choose('choice', '2000');
    expect(textOf('[part=tax]')).to.equal('Un don de 20 € ? Il vous en coûte 5 € après impôt.');
  });

  it('the tax line is marked as French when an English form has only the operator’s French text', async () => {
    const offer: PublicOffer = {
      ...GIFT,
      tax: { rate: 66, year: 2026, text: { fr: 'Soit {cost} au lieu de {amount}.' } },
    };
    const english = html`<helloasso-checkout proxy=${PROXY} offer="don" lang="en" amount="100"></helloasso-checkout>`;
    const { get, textOf } = await setUp([offer], english);
    expect(textOf('[part=tax]')).to.equal('Soit €34 au lieu de €100.');
    expect(get<HTMLElement>('[part=tax]').lang).to.equal('fr');
  });

  it('the tax line is absent when the offer has no tax reduction', async () => {
    expect((await setUp()).has('[part=tax]')).to.equal(false);
  });
});
