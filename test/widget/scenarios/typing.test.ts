import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

const TEXT_OFFER = { ...GIFT, payer: { ...GIFT.payer, companyName: 'required', address: 'required' } } as const;

/** Sends keys one by one, as a keyboard does. */
async function pressKeys(keys: readonly string[]): Promise<void> {
  for (const key of keys) await sendKeys(key.length === 1 ? { type: key } : { press: key });
}

const EMAILS = {
  'a leading space, as phones insert it': [' ', ...'jean@exemple.fr'],
  'a space typed and deleted': [...'jean b', 'Backspace', 'Backspace', ...'@exemple.fr'],
  'an insertion at the start': [...'ean@exemple.fr', 'Home', 'j'],
} as const;

describe('What is typed', () => {
  for (const [name, keys] of Object.entries(EMAILS)) {
    it(`an e-mail with ${name} stays as it was typed, and is sent as a plain <input type="email"> has it`, async () => {
      const plain = document.createElement('input');
      plain.type = 'email';
      const { get, element, press, choose, proxy, until } = await setUp();
      element.after(plain);
      plain.focus();
      await pressKeys(keys);
      get('[name=email]').focus();
      await pressKeys(keys);
      expect(get('[name=email]').value.trim()).to.equal(plain.value);
      await choose('choice', '2000');
      await press();
      await until(() => proxy.requestsTo('POST', '/v1/checkouts').length > 0);
      expect(proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.payer?.email).to.equal(plain.value);
      plain.remove();
    });
  }

  it('an e-mail with a domain that is not ASCII is sent as it was typed, or is an error of its field where the browser refuses it', async () => {
    const { get, choose, press, proxy, until, errorOf } = await setUp();
    const field = get('[name=email]');
    field.focus();
    await pressKeys([...'jean@l’été.fr']);
    await choose('choice', '2000');
    await press();
    await until(() => proxy.requestsTo('POST', '/v1/checkouts').length > 0 || errorOf('email') !== '');
    const email = proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.payer?.email;
    expect(email).to.equal(errorOf('email') ? undefined : field.value);
  });

  it('an e-mail that is pasted with a space before it is not rewritten while the payer types on', async () => {
    const { get } = await setUp();
    get('[name=email]').focus();
    document.execCommand('insertText', false, ' jean@exemple');
    await pressKeys([...'.fr']);
    expect(get('[name=email]').value).to.equal(' jean@exemple.fr');
  });

  for (const name of ['amount', 'firstName', 'companyName', 'address']) {
    it(`the caret stays after a letter that is inserted in the middle of the field ${name}`, async () => {
      const { get, choose } = await setUp([TEXT_OFFER]);
      await choose('choice', 'other');
      const field = get(`[name=${name}]`);
      field.focus();
      await pressKeys([...'134', 'ArrowLeft', 'ArrowLeft', '2']);
      expect(field.value).to.equal('1234');
      expect(field.selectionStart).to.equal(2);
    });
  }

  it('reset() restores the initial text of a field, also when it was typed over', async () => {
    const template = html`<helloasso-checkout proxy=${PROXY} offer="don" payer='{"firstName":"Ada"}'></helloasso-checkout>`;
    const { get, fill, element } = await setUp([GIFT], template);
    await fill('firstName', 'Eve');
    await fill('email', 'eve@exemple.fr');
    element.reset();
    await element.updateComplete;
    expect(get('[name=firstName]').value).to.equal('Ada');
    expect(get('[name=email]').value).to.equal('');
  });

  it('setting the same amountCents again replaces what was typed', async () => {
    const { get, fill, element } = await setUp();
    for (const typed of ['30', '40']) {
      element.amountCents = 2500;
      await element.updateComplete;
      expect(get('[name=amount]').value).to.equal('25');
      await fill('amount', typed);
    }
  });

  it('the company name stays when its box is unchecked and checked again', async () => {
    const { get, fill, element } = await setUp([{ ...GIFT, payer: { ...GIFT.payer, companyName: 'optional' } }]);
    get('[name=isCompany]').click();
    await element.updateComplete;
    await fill('companyName', 'Ada et Cie');
    get('[name=isCompany]').click();
    await element.updateComplete;
    get('[name=isCompany]').click();
    await element.updateComplete;
    expect(get('[name=companyName]').value).to.equal('Ada et Cie');
  });

  it('typed texts stay in their fields when the offer comes back with another field before them', async () => {
    const { proxy, get, has, fill, choose, press, until } = await setUp([
      { ...GIFT, payer: { ...GIFT.payer, firstName: 'hidden' } },
    ]);
    await choose('choice', '2000');
    await fill('email', 'ada@exemple.fr');
    proxy.setOffers({ ...GIFT, payer: { ...GIFT.payer, firstName: 'required' } });
    proxy.setCheckoutAnswer('payer-incomplete');
    await press();
    await until(() => has('[name=firstName]'));
    expect(get('[name=firstName]').value).to.equal('');
    expect(get('[name=email]').value).to.equal('ada@exemple.fr');
  });
});
