import { expect, html } from '@open-wc/testing';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { checkout, setUp } from '../set-up.ts';

type Rules = Partial<PublicOffer['payer']>;

/** A form for a gift with these payer rules, with 20 € chosen. */
async function setUpPayer(rules: Rules, template = checkout('don')) {
  const form = await setUp([{ ...GIFT, payer: { ...GIFT.payer, ...rules } }], template);
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

describe('The fields of the payer', () => {
  it('shows and sends only the fields that the offer does not hide', async () => {
    const { has, root, pay } = await setUpPayer({ firstName: 'hidden', lastName: 'hidden' });
    expect([...root.querySelectorAll('.payer input')].map((input) => (input as HTMLInputElement).name)).to.deep.equal([
      'email',
    ]);
    expect(has('.payer legend')).to.equal(true);
    expect(await pay()).to.deep.equal({});
  });

  it('shows no group of fields when the offer hides all of them', async () => {
    const { has } = await setUpPayer({ firstName: 'hidden', lastName: 'hidden', email: 'hidden' });
    expect(has('.payer')).to.equal(false);
  });

  it('marks fields as required or optional, and focuses an empty required one with its error', async () => {
    const { textOf, press, errorOf, until, root, get, fill, pay, element } = await setUpPayer({ lastName: 'required' });
    expect(textOf('[for=lastName]')).to.equal('Nom (obligatoire)');
    expect(textOf('[for=email]')).to.equal('Adresse e‑mail (facultatif)');
    expect(get('[name=lastName]').getAttribute('aria-required')).to.equal('true');
    await press();
    expect(errorOf('lastName')).to.equal('Indiquez votre nom.');
    await until(() => root.activeElement === get('[name=lastName]'));
    await expect(element).to.be.accessible();
    await fill('lastName', 'Durand');
    expect(errorOf('lastName')).to.equal('');
    expect(await pay()).to.deep.equal({ lastName: 'Durand' });
  });

  it('starts with the values of the payer attribute, and sends its other members unchanged', async () => {
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

  it('gives names and e-mail the autocomplete tokens of the HTML standard', async () => {
    const { get } = await setUp();
    const tokens = ['firstName', 'lastName', 'email'].map((name) => get(`[name=${name}]`).autocomplete);
    expect(tokens).to.deep.equal(['given-name', 'family-name', 'email']);
  });

  for (const [first, last, hinted] of [
    ['Annna', 'Durand', ['firstName']],
    ['Ada', 'X', ['lastName']],
    ['Ada', 'ada', ['lastName']],
    ['Test', 'Nom', ['firstName', 'lastName']],
    ['Ada', 'Lovelace', []],
    ['', 'Durand', []],
  ] as const) {
    it(`shows a hint beside ${hinted.length} of the names “${first} ${last}”, and lets the payment go on`, async () => {
      const hint = 'HelloAsso risque de ne pas accepter ce nom ; il vous serait alors redemandé.';
      const { fill, textOf, get, pay, until } = await setUpPayer({});
      await fill('firstName', first);
      await fill('lastName', last);
      const shown = () => (['firstName', 'lastName'] as const).filter((name) => textOf(`#${name}-message`) === hint);
      await until(() => shown().join() === hinted.join());
      expect(get('[name=firstName]').getAttribute('aria-invalid')).to.equal('false');
      expect(await pay()).to.deep.equal({ ...(first && { firstName: first }), lastName: last });
    });
  }
});
