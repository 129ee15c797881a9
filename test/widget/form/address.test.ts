import { expect, html } from '@open-wc/testing';
import type { PayerRules } from '../../../proxy/contract/payer.ts';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { checkout, setUp } from '../set-up.ts';

const REQUIRED = { address: 'required', zipCode: 'required', city: 'required', country: 'required' } as const;

/** A form that asks for an address, with 20 € chosen. */
async function setUpAddress(rules: PayerRules = REQUIRED, template = checkout('don')) {
  const form = await setUp([{ ...GIFT, payer: { ...GIFT.payer, ...rules } }], template);
  await form.choose('choice', '2000');
  await form.until(() => form.root.querySelectorAll('[name=country] option').length > 2);
  return withCountries(form);
}

/** The same form on a page that is not idle before the test says so, as it is first drawn. */
async function setUpOnBusyPage(rules: PayerRules, template = checkout('don')) {
  const callbacks: (() => void)[] = [];
  const isKnown = 'requestIdleCallback' in window; // not in Safari
  const { requestIdleCallback } = window;
  Object.assign(window, { requestIdleCallback: (run: () => void) => callbacks.push(run) });
  const form = await setUp([{ ...GIFT, payer: { ...GIFT.payer, ...rules } }], template);
  await form.until(() => callbacks.length > 0);
  if (isKnown) Object.assign(window, { requestIdleCallback });
  else Reflect.deleteProperty(window, 'requestIdleCallback');
  return Object.assign(withCountries(form), {
    async becomeIdle() {
      for (const run of callbacks) run();
      await form.until(() => form.root.querySelectorAll('[name=country] option').length > 2);
    },
  });
}

function withCountries(form: Awaited<ReturnType<typeof setUp>>) {
  return {
    ...form,
    /** Presses the button and resolves to the payer in the request. */
    async pay() {
      await form.press();
      await form.until(() => form.redirects.length > 0);
      return form.proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.payer;
    },
    get countries(): HTMLOptionElement[] {
      return [...form.root.querySelectorAll<HTMLOptionElement>('[name=country] option')];
    },
  };
}

describe('The postal address', () => {
  it('shows no address field for an offer without address rules, as older proxies send it', async () => {
    const { has } = await setUp();
    for (const name of Object.keys(REQUIRED)) expect(has(`[name=${name}]`), name).to.equal(false);
  });

  it('sends the address as typed, without outer spaces, with France as default country', async () => {
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

  it('shows one error for each empty required field, and sends nothing', async () => {
    const { press, errorOf, proxy } = await setUpAddress();
    await press();
    expect(errorOf('address')).to.equal('Indiquez le numéro et la rue.');
    expect(errorOf('zipCode')).to.equal('Indiquez votre code postal.');
    expect(errorOf('city')).to.equal('Indiquez votre ville.');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(0);
  });

  it('shows the errors of the address in English for lang="en"', async () => {
    const { press, errorOf } = await setUpAddress(
      REQUIRED,
      html`<helloasso-checkout proxy=${PROXY} offer="don" lang="en"></helloasso-checkout>`,
    );
    await press();
    expect(errorOf('city')).to.equal('Enter your town or city.');
  });

  it('lists 249 countries by name, France first, the others in alphabetical order', async () => {
    const { countries } = await setUpAddress();
    expect(countries).to.have.length(249);
    expect(countries[0]?.value).to.equal('FRA');
    expect(countries[0]?.text).to.equal('France');
    const names = countries.slice(1).map(({ text }) => text);
    expect(names).to.deep.equal(names.toSorted((a, b) => a.localeCompare(b, 'fr')));
    expect(countries.find(({ value }) => value === 'DEU')?.text).to.equal('Allemagne');
    expect(countries.every(({ value, text }) => /^[A-Z]{3}$/.test(value) && text.length > 3)).to.equal(true);
  });

  it('lists the same countries in English, by the browser’s names and in their alphabetical order', async () => {
    const french = await setUpAddress();
    const page = html`<helloasso-checkout proxy=${PROXY} offer="don" lang="en"></helloasso-checkout>`;
    const { countries } = await setUpAddress(REQUIRED, page);
    const codes = (options: readonly HTMLOptionElement[]) => options.map(({ value }) => value).sort();
    expect(codes(countries)).to.deep.equal(codes(french.countries));
    expect(new Set(codes(countries)).size).to.equal(249);
    const names = countries.slice(1).map(({ text }) => text);
    expect(names).to.deep.equal(names.toSorted((a, b) => a.localeCompare(b, 'en')));
    expect(countries.find(({ value }) => value === 'DEU')?.text).to.equal('Germany');
    expect(names.every((name) => name.length > 3)).to.equal(true);
  });

  it('names countries in French where the browser does not have the language', async () => {
    const page = html`<helloasso-checkout proxy=${PROXY} offer="don" .messages=${{ locale: 'br-FR' }}></helloasso-checkout>`;
    const { countries } = await setUpAddress(REQUIRED, page);
    expect(countries.find(({ value }) => value === 'DEU')?.text).to.be.oneOf(['Allemagne', 'Alamagn']);
  });

  it('sends no country when it is optional and none was chosen', async () => {
    const { pay } = await setUpAddress({ country: 'optional' });
    expect(await pay()).to.deep.equal({});
  });

  for (const [rule, empty] of [
    ['required', 'FRA'],
    ['optional', ''],
  ] as const) {
    it(`shows the country that the page gives later, and none of it after a reset, where it is ${rule}`, async () => {
      const { get, element, until } = await setUpAddress({ country: rule });
      element.payer = { country: 'BEL' };
      await until(() => get('[name=country]').value === 'BEL');
      element.payer = { country: 'BE' }; // no code of HelloAsso's
      await until(() => get('[name=country]').value === empty);
      element.payer = '';
      element.reset();
      await element.updateComplete;
      expect(get('[name=country]').value).to.equal(empty);
    });
  }

  it('sends the country that the payer has chosen', async () => {
    const { get, pay } = await setUpAddress({ country: 'optional' });
    get<HTMLSelectElement>('[name=country]').value = 'BEL';
    get('[name=country]').dispatchEvent(new Event('input', { bubbles: true }));
    expect(await pay()).to.deep.equal({ country: 'BEL' });
  });

  it('keeps the country when the page changes its language', async () => {
    const form = await setUpAddress();
    const { get, element } = form;
    get<HTMLSelectElement>('[name=country]').value = 'DEU';
    get('[name=country]').dispatchEvent(new Event('input', { bubbles: true }));
    element.lang = 'en';
    await form.until(() => form.countries.some(({ text }) => text === 'Germany'));
    expect(form.countries).to.have.length(249);
    expect(get('[name=country]').value).to.equal('DEU');
  });

  it('starts with the city and the country of the payer attribute', async () => {
    const payer = JSON.stringify({ city: 'Bruxelles', country: 'BEL' });
    const { get } = await setUpAddress(
      REQUIRED,
      html`<helloasso-checkout proxy=${PROXY} offer="don" payer=${payer}></helloasso-checkout>`,
    );
    expect(get('[name=city]').value).to.equal('Bruxelles');
    expect(get('[name=country]').value).to.equal('BEL');
  });

  describe('on a page that is not idle yet', () => {
    it('lists France alone where a country is required, and the others once the page is idle', async () => {
      const form = await setUpOnBusyPage({ country: 'required' });
      expect(form.countries.map(({ value, text }) => [value, text])).to.deep.equal([['FRA', 'France']]);
      expect(form.get('[name=country]').value).to.equal('FRA');
      await form.becomeIdle();
      expect(form.countries).to.have.length(249);
      expect(form.get('[name=country]').value).to.equal('FRA');
    });

    for (const event of ['pointerdown', 'focusin']) {
      it(`lists all countries at the first ${event}, and keeps them`, async () => {
        const form = await setUpOnBusyPage({ country: 'optional' });
        form.get('[name=country]').dispatchEvent(new Event(event, { bubbles: true, composed: true }));
        await form.until(() => form.countries.length === 250);
        form.element.reset();
        await form.element.updateComplete;
        expect(form.countries).to.have.length(250);
      });
    }

    it('keeps the choice of France, and of no country, when the others come', async () => {
      for (const code of ['FRA', '']) {
        const form = await setUpOnBusyPage({ country: 'optional' });
        const select = form.get<HTMLSelectElement>('[name=country]');
        expect(form.countries.map(({ value }) => value)).to.deep.equal(['', 'FRA']);
        expect(select.value).to.equal('');
        select.value = code;
        select.dispatchEvent(new Event('input', { bubbles: true }));
        await form.becomeIdle();
        expect(form.countries).to.have.length(250);
        expect(select.value).to.equal(code);
      }
    });

    it('keeps France where the page has chosen it and no country is required, and sends it', async () => {
      const payer = JSON.stringify({ country: 'FRA' });
      const page = html`<helloasso-checkout proxy=${PROXY} offer="don" amount="20" payer=${payer}></helloasso-checkout>`;
      const form = await setUpOnBusyPage({ country: 'optional' }, page);
      expect(form.get('[name=country]').value).to.equal('FRA');
      await form.becomeIdle();
      expect(form.get('[name=country]').value).to.equal('FRA');
      expect(await form.pay()).to.deep.equal({ country: 'FRA' });
    });

    it('lists all at once where the page has chosen another country than France', async () => {
      const payer = JSON.stringify({ country: 'BEL' });
      const page = html`<helloasso-checkout proxy=${PROXY} offer="don" payer=${payer}></helloasso-checkout>`;
      const form = await setUpOnBusyPage({ country: 'required' }, page);
      expect(form.countries).to.have.length(249);
      expect(form.get('[name=country]').value).to.equal('BEL');
    });

    it('moves nothing when the others come, also in a column as narrow as its content', async () => {
      const page = html`<helloasso-checkout proxy=${PROXY} offer="don" style="float: inline-start"></helloasso-checkout>`;
      const form = await setUpOnBusyPage(REQUIRED, page);
      const boxes = () =>
        [...form.root.querySelectorAll('input, select, button')].map((field) => {
          const { x, y, width, height } = field.getBoundingClientRect();
          return [field.id, x, y, width, height];
        });
      const before = boxes();
      await form.becomeIdle();
      expect(form.countries).to.have.length(249);
      expect(boxes()).to.deep.equal(before);
    });
  });

  it('gives each address field the autocomplete token of the HTML standard', async () => {
    const { get } = await setUpAddress();
    const tokens = Object.keys(REQUIRED).map((name) => get(`[name=${name}]`).getAttribute('autocomplete'));
    expect(tokens).to.deep.equal(['address-line1', 'postal-code', 'address-level2', 'country-name']);
  });
});
