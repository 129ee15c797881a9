import { expect, html } from '@open-wc/testing';
import type { PayerRules } from '../../proxy/contract/payer.ts';
import { GIFT, PROXY } from './fake-proxy.ts';
import { checkout, setUp } from './set-up.ts';

const ASKED = { address: 'required', zipCode: 'required', city: 'required', country: 'required' } as const;

async function setUpAddress(rules: PayerRules = ASKED, template = checkout('don')) {
  const hands = await setUp([{ ...GIFT, payer: { ...GIFT.payer, ...rules } }], template);
  await hands.choose('choice', '2000');
  return {
    ...hands,
    async pay() {
      await hands.press();
      await hands.until(() => hands.redirects.length > 0);
      return hands.proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.payer;
    },
    get countries(): HTMLOptionElement[] {
      return [...hands.root.querySelectorAll<HTMLOptionElement>('[name=country] option')];
    },
  };
}

describe('The postal address', () => {
  it('is not asked for by an offer that says nothing of it, as an older proxy sends it', async () => {
    const { has } = await setUp();
    for (const name of Object.keys(ASKED)) expect(has(`[name=${name}]`), name).to.equal(false);
  });

  it('is sent as it was filled in, France by default', async () => {
    const { fill, pay, element } = await setUpAddress();
    await expect(element).to.be.accessible();
    await fill('address', ' 12 rue des Lilas ');
    await fill('zipCode', '35000');
    await fill('city', 'Rennes');
    expect(await pay()).to.deep.equal({
      address: '12 rue des Lilas',
      zipCode: '35000',
      city: 'Rennes',
      country: 'FRA',
    });
  });

  it('names what is missing, field by field, and sends nothing', async () => {
    const { press, fault, proxy } = await setUpAddress();
    await press();
    expect(fault('address')).to.equal('Indiquez le numéro et la rue.');
    expect(fault('zipCode')).to.equal('Indiquez votre code postal.');
    expect(fault('city')).to.equal('Indiquez votre ville.');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(0);
  });

  it('names what is missing in the language of the page', async () => {
    const { press, fault } = await setUpAddress(
      ASKED,
      html`<helloasso-checkout proxy=${PROXY} offer="don" lang="en"></helloasso-checkout>`,
    );
    await press();
    expect(fault('city')).to.equal('Enter your town or city.');
  });

  it('lists every country by its name, France first, the others in the order of the language', async () => {
    const { countries } = await setUpAddress();
    expect(countries).to.have.length(249);
    expect(countries[0]?.value).to.equal('FRA');
    expect(countries[0]?.text).to.equal('France');
    const names = countries.slice(1).map(({ text }) => text);
    expect(names).to.deep.equal(names.toSorted((a, b) => a.localeCompare(b, 'fr')));
    expect(countries.find(({ value }) => value === 'DEU')?.text).to.equal('Allemagne');
    expect(countries.every(({ value, text }) => /^[A-Z]{3}$/.test(value) && text.length > 3)).to.equal(true);
  });

  it('sends no country where it is optional and none was chosen', async () => {
    const { pay } = await setUpAddress({ country: 'optional' });
    expect(await pay()).to.deep.equal({});
  });

  it('sends the country that was chosen', async () => {
    const { get, pay } = await setUpAddress({ country: 'optional' });
    get<HTMLSelectElement>('[name=country]').value = 'BEL';
    get('[name=country]').dispatchEvent(new Event('input', { bubbles: true }));
    expect(await pay()).to.deep.equal({ country: 'BEL' });
  });

  it('begins with what the page knows', async () => {
    const payer = JSON.stringify({ city: 'Bruxelles', country: 'BEL' });
    const { get } = await setUpAddress(
      ASKED,
      html`<helloasso-checkout proxy=${PROXY} offer="don" payer=${payer}></helloasso-checkout>`,
    );
    expect(get('[name=city]').value).to.equal('Bruxelles');
    expect(get('[name=country]').value).to.equal('BEL');
  });

  it('has the autocomplete tokens of the platform', async () => {
    const { get } = await setUpAddress();
    const tokens = Object.keys(ASKED).map((name) => get(`[name=${name}]`).getAttribute('autocomplete'));
    expect(tokens).to.deep.equal(['address-line1', 'postal-code', 'address-level2', 'country-name']);
  });
});
