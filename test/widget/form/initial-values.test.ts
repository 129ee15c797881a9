import { expect, html } from '@open-wc/testing';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import { GIFT, MEMBERSHIP, PROXY, TICKET } from '../fake-proxy.ts';
import { checkoutTag, openPage } from '../page.ts';
import { setUp, startProxy } from '../set-up.ts';

describe('Initial values', () => {
  it('starts with the suggestion that the offer preselects', async () => {
    const offer: PublicOffer = {
      ...GIFT,
      amountCents: { min: 100, max: 9000, suggestions: [2000, 5000], preselected: 5000 },
    };
    const { button } = await setUp([offer]);
    expect(button()).to.equal('Donner 50 €');
  });

  it('starts with the amount attribute, on a suggestion or in the text field', async () => {
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

  it('starts with the quantity and the instalments of the attributes', async () => {
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
    it(`shows “${button}” for amount-parameter="montant" on a page at ${search}, within the offer’s bounds`, async () => {
      startProxy(GIFT);
      const tag = checkoutTag('don').replace('proxy', 'amount-parameter="montant" proxy');
      const page = await openPage(search, tag);
      const form = page.find();
      await form.until(() => form.has('form'));
      expect(form.button()).to.equal(button);
      expect(form.get('[name=amount]').value).to.equal(typed);
      page.close();
    });
  }

  for (const [search, attributes, button] of [
    ['?=50', 'amount="30"', 'Donner 30 €'],
    ['?montant=', 'amount="30" amount-parameter="montant"', 'Donner 30 €'],
    ['?montant=abc', 'amount="30" amount-parameter="montant"', 'Donner 30 €'],
    ['?montant=20', 'amount="30" amount-parameter="montant"', 'Donner 20 €'],
  ] as const) {
    it(`shows “${button}” for ${attributes} on a page at ${search}`, async () => {
      startProxy(GIFT);
      const page = await openPage(search, checkoutTag('don').replace('proxy', `${attributes} proxy`));
      const { until, has, button: read } = page.find();
      await until(() => has('form'));
      expect(read()).to.equal(button);
      page.close();
    });
  }

  it('ignores an amount in the address without the attribute amount-parameter', async () => {
    startProxy(GIFT);
    const page = await openPage('?montant=20');
    const form = page.find();
    await form.until(() => form.has('form'));
    expect(form.button()).to.equal('Donner');
    page.close();
  });
});
