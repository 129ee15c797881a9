import { expect } from '@open-wc/testing';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import { GIFT } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

type Rules = Partial<PublicOffer['payer']>;

/** A form for a gift with these payer rules, with 20 € chosen. */
async function setUpPayer(rules: Rules) {
  const form = await setUp([{ ...GIFT, payer: { ...GIFT.payer, ...rules } }]);
  await form.choose('choice', '2000');
  return {
    ...form,
    /** Presses the button and resolves to the payer in the request. */
    async pay(): Promise<unknown> {
      await form.press();
      await form.until(() => form.redirects.length > 0);
      return form.proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.payer;
    },
  };
}

describe('The company', () => {
  it('asks for the name of the company once its box is checked, and requires it', async () => {
    const { has, get, press, errorOf, fill, pay, textOf, element } = await setUpPayer({ companyName: 'optional' });
    expect(has('[name=companyName]')).to.equal(false);
    get('[name=isCompany]').click();
    await element.updateComplete;
    expect(get('[name=companyName]').autocomplete).to.equal('organization');
    expect(textOf('[for=companyName]')).to.equal('Nom de l’entreprise ou de l’organisme (obligatoire)');
    await press();
    expect(errorOf('companyName')).to.equal('Indiquez le nom de l’entreprise ou de l’organisme.');
    await expect(element).to.be.accessible();
    await fill('companyName', 'Les Amis SARL');
    expect(await pay()).to.deep.equal({ companyName: 'Les Amis SARL' });
  });

  it('keeps the company name while the box is unchecked, and sends it only while checked', async () => {
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

  it('asks for the company name without a box when the offer requires a company', async () => {
    const { has } = await setUpPayer({ companyName: 'required' });
    expect(has('[name=companyName]')).to.equal(true);
    expect(has('[name=isCompany]')).to.equal(false);
  });
});
