import { expect, html } from '@open-wc/testing';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
import { GIFT, PROXY } from './fake-proxy.ts';
import { checkout, setUp } from './set-up.ts';

type Rules = Partial<PublicOffer['payer']>;

/** A form whose offer asks this of the payer, with 20 € chosen. */
async function setUpPayer(rules: Rules, template = checkout('don')) {
  const hands = await setUp([{ ...GIFT, payer: { ...GIFT.payer, ...rules } }], template);
  await hands.choose('choice', '2000');
  return {
    ...hands,
    async pay(): Promise<unknown> {
      await hands.press();
      await hands.until(() => hands.redirects.length > 0);
      return hands.proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.payer;
    },
  };
}

describe('The payer', () => {
  it('is asked for nothing that the offer hides', async () => {
    const { has, root, pay } = await setUpPayer({ firstName: 'hidden', lastName: 'hidden' });
    expect([...root.querySelectorAll('.payer input')].map((input) => (input as HTMLInputElement).name)).to.deep.equal([
      'email',
    ]);
    expect(has('.payer legend')).to.equal(true);
    expect(await pay()).to.deep.equal({});
  });

  it('is not asked at all when the offer hides everything', async () => {
    const { has } = await setUpPayer({ firstName: 'hidden', lastName: 'hidden', email: 'hidden' });
    expect(has('.payer')).to.equal(false);
  });

  it('is told which fields may stay empty, and kindly asked for the others', async () => {
    const { textOf, press, fault, until, root, get, fill, pay, element } = await setUpPayer({ lastName: 'required' });
    expect(textOf('[for=lastName]')).to.equal('Nom (obligatoire)');
    expect(textOf('[for=email]')).to.equal('Adresse e‑mail (facultatif)');
    expect(get('[name=lastName]').required).to.equal(true);
    await press();
    expect(fault('lastName')).to.equal('Indiquez votre nom.');
    await until(() => root.activeElement === get('[name=lastName]'));
    await expect(element).to.be.accessible();
    await fill('lastName', 'Durand');
    expect(fault('lastName')).to.equal('');
    expect(await pay()).to.deep.equal({ lastName: 'Durand' });
  });

  it('says by a box that a company pays, and then its name', async () => {
    const { has, get, press, fault, fill, pay, textOf, element } = await setUpPayer({ companyName: 'optional' });
    expect(has('[name=companyName]')).to.equal(false);
    get('[name=isCompany]').click();
    await element.updateComplete;
    expect(get('[name=companyName]').autocomplete).to.equal('organization');
    expect(textOf('[for=companyName]')).to.equal('Nom de l’entreprise ou de l’organisme (obligatoire)');
    await press();
    expect(fault('companyName')).to.equal('Indiquez le nom de l’entreprise ou de l’organisme.');
    await expect(element).to.be.accessible();
    await fill('companyName', 'Les Amis SARL');
    expect(await pay()).to.deep.equal({ companyName: 'Les Amis SARL' });
  });

  it('names no company that does not pay after all', async () => {
    const { get, fill, pay, element, has } = await setUpPayer({ companyName: 'optional' });
    get('[name=isCompany]').click();
    await element.updateComplete;
    await fill('companyName', 'Les Amis SARL');
    get('[name=isCompany]').click();
    await element.updateComplete;
    expect(has('[name=companyName]')).to.equal(false);
    get('[name=isCompany]').click();
    await element.updateComplete;
    expect(get('[name=companyName]').value).to.equal('Les Amis SARL');
    get('[name=isCompany]').click();
    await element.updateComplete;
    expect(await pay()).to.deep.equal({});
  });

  it('is asked for a company at once where nobody else may pay', async () => {
    const { has } = await setUpPayer({ companyName: 'required' });
    expect(has('[name=companyName]')).to.equal(true);
    expect(has('[name=isCompany]')).to.equal(false);
  });

  it('is known to the page: what it says fills the form, and the rest goes along', async () => {
    const payer = {
      firstName: 'Ada',
      email: 'ada@exemple.fr',
      city: 'Paris',
      country: 'FRA',
      dateOfBirth: '1990-12-10',
    };
    const template = html`<helloasso-checkout proxy=${PROXY} offer="don" payer=${JSON.stringify(payer)}></helloasso-checkout>`;
    const { get, fill, pay } = await setUpPayer({}, template);
    expect(get('[name=firstName]').value).to.equal('Ada');
    await fill('email', '');
    expect(await pay()).to.deep.equal({ firstName: 'Ada', city: 'Paris', country: 'FRA', dateOfBirth: '1990-12-10' });
  });

  describe('is advised on a name that HelloAsso would refuse', () => {
    const ADVICE = 'HelloAsso risque de ne pas accepter ce nom ; il vous serait alors redemandé.';
    for (const [first, last, advised] of [
      ['Annna', 'Durand', ['firstName']],
      ['Ada', 'X', ['lastName']],
      ['Ada', 'ada', ['lastName']],
      ['Test', 'Nom', ['firstName', 'lastName']],
      ['Ada', 'Lovelace', []],
      ['', 'Durand', []],
    ] as const) {
      it(`such as “${first} ${last}”, and pays all the same`, async () => {
        const { fill, fault, get, pay } = await setUpPayer({});
        await fill('firstName', first);
        await fill('lastName', last);
        const told = (['firstName', 'lastName'] as const).filter((name) => fault(name) === ADVICE);
        expect(told).to.deep.equal(advised);
        expect(get('[name=firstName]').getAttribute('aria-invalid')).to.equal('false');
        expect(await pay()).to.deep.equal({ ...(first && { firstName: first }), lastName: last });
      });
    }
  });
});
