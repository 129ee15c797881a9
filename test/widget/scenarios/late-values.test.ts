import { expect, html } from '@open-wc/testing';
import { SIGNED_OFFER } from '../../../demo/states/offers.ts';
import { CART, GIFT, MEMBERSHIP, PROXY, TICKET } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

const bare = (offer: string) => html`<helloasso-checkout proxy=${PROXY} offer=${offer}></helloasso-checkout>`;

describe('Values that the page sets late', () => {
  it('fill the fields that the payer has not touched', async () => {
    const { element, get, until } = await setUp([GIFT], bare('don'));
    element.payer = { firstName: 'Ada', email: 'ada@exemple.fr' };
    element.amount = 35;
    await until(() => get('[name=firstName]').value === 'Ada');
    expect(get('[name=email]').value).to.equal('ada@exemple.fr');
    expect(get('[name=amount]').value).to.equal('35');
    expect(element.amountCents).to.equal(3500);
  });

  it('leave alone what the payer has typed and chosen', async () => {
    const { element, get, choose, type, until } = await setUp([GIFT], bare('don'));
    await choose('choice', '2000');
    await type('firstName', 'Eve');
    element.amount = 35;
    element.payer = { firstName: 'Ada', lastName: 'Lovelace' };
    await until(() => get('[name=lastName]').value === 'Lovelace');
    expect(get('[name=firstName]').value).to.equal('Eve');
    expect(element.amountCents).to.equal(2000);
  });

  it('set quantity and instalments, too', async () => {
    const ticket = await setUp([TICKET], bare('billet'));
    ticket.element.quantity = 3;
    await ticket.until(() => ticket.element.amountCents === 3600);
    const membership = await setUp([MEMBERSHIP], bare('adhesion'));
    membership.element.instalments = 3;
    await membership.until(() => membership.get('[name=instalments]:checked').value === '3');
  });

  it('count again after reset()', async () => {
    const { element, get, type, until } = await setUp([GIFT], bare('don'));
    await type('firstName', 'Eve');
    element.payer = { firstName: 'Ada' };
    await element.updateComplete;
    element.reset();
    await until(() => get('[name=firstName]').value === 'Ada');
  });
});

describe('Attributes as HTML lowers them', () => {
  it('signedoffer brings the signed price', async () => {
    const page = html`<helloasso-checkout proxy=${PROXY} offer="panier" signedoffer=${SIGNED_OFFER}></helloasso-checkout>`;
    const { button } = await setUp([CART], page);
    expect(button()).to.equal('Payer 42,50 €');
  });

  it('returnpath is sent as the path to come back to', async () => {
    const page = html`<helloasso-checkout proxy=${PROXY} offer="don" returnpath="/merci"></helloasso-checkout>`;
    const { choose, press, proxy, until } = await setUp([GIFT], page);
    await choose('choice', '2000');
    await press();
    await until(() => proxy.requestsTo('POST', '/v1/checkouts').length > 0);
    expect(proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.returnPath).to.equal('/merci');
  });
});
