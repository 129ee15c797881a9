import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BODY, CREDENTIALS, ORIGIN, setUp } from '../set-up.ts';

const PATH = '/organizations/asso-demo/checkout-intents';

describe('the body of POST /checkout-intents', () => {
  for (const field of Object.keys(BODY)) {
    it(`is rejected without ${field}`, async () => {
      const { status, fields } = await setUp().tryToCreate({ [field]: undefined });
      assert.equal(status, 400);
      assert.deepEqual(fields, [field]);
    });
  }

  const wrong: readonly [title: string, sent: object, field: string][] = [
    ['a fractional totalAmount', { totalAmount: 1998.9999999999998 }, 'totalAmount'],
    ['totalAmount as text', { totalAmount: '2500' }, 'totalAmount'],
    ['a totalAmount above 32 bits', { totalAmount: 2_147_483_648 }, 'totalAmount'],
    ['a fractional initialAmount', { initialAmount: 0.5 }, 'initialAmount'],
    ['an empty itemName', { itemName: '' }, 'itemName'],
    ['an itemName of 251 characters', { itemName: 'x'.repeat(251) }, 'itemName'],
    ['an empty backUrl', { backUrl: '' }, 'backUrl'],
    ['an empty errorUrl', { errorUrl: '' }, 'errorUrl'],
    ['an empty returnUrl', { returnUrl: '' }, 'returnUrl'],
    ['containsDonation as text', { containsDonation: 'true' }, 'containsDonation'],
    ['terms that are not a list', { terms: {} }, 'terms'],
    ['a term without amount', { terms: [{ date: '2026-12-22' }] }, 'terms[0].amount'],
    ['a term with a fractional amount', { terms: [{ amount: 1.5, date: '2026-12-22' }] }, 'terms[0].amount'],
    ['a term without date', { terms: [{ amount: 100 }] }, 'terms[0].date'],
    ['a term dated 30 February', { terms: [{ amount: 100, date: '2027-02-30' }] }, 'terms[0].date'],
    ['metadata as text', { metadata: 'don-42' }, 'metadata'],
    ['metadata of 20001 characters', { metadata: { a: 'x'.repeat(19_993) } }, 'metadata'],
    ['a payer as text', { payer: 'Ada' }, 'payer'],
    ['a first name of 256 characters', { payer: { firstName: 'Ab'.repeat(128) } }, 'payer.firstName'],
    ['a last name of 256 characters', { payer: { lastName: 'Ab'.repeat(128) } }, 'payer.lastName'],
    ['an email of 260 characters', { payer: { email: `${'a'.repeat(250)}@b.example` } }, 'payer.email'],
    ['a company name of 256 characters', { payer: { companyName: 'x'.repeat(256) } }, 'payer.companyName'],
    ['a country of two letters', { payer: { country: 'FR' } }, 'payer.country'],
    ['a date of birth that is not an ISO date', { payer: { dateOfBirth: '10/12/1815' } }, 'payer.dateOfBirth'],
    ['enableSepa as text', { paymentOptions: { enableSepa: 'yes' } }, 'paymentOptions.enableSepa'],
  ];
  for (const [title, sent, field] of wrong) {
    it(`is rejected with ${title}`, async () => {
      const { status, fields } = await setUp().tryToCreate(sent);
      assert.equal(status, 400);
      assert.deepEqual(fields, [field]);
    });
  }

  it('is accepted with fields of the maximum length, and with null for optional ones', async () => {
    await setUp().create({
      itemName: 'x'.repeat(250),
      metadata: { a: 'x'.repeat(19_992) },
      terms: null,
      payer: { country: 'FRA', dateOfBirth: '1990-12-10', companyName: 'x'.repeat(255), city: null },
      paymentOptions: {},
    });
  });

  it('is accepted with names in any case', async () => {
    const { api, read } = setUp();
    const capitalized = Object.fromEntries(
      Object.entries(BODY).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
    );
    const sent = {
      ...capitalized,
      TotalAmount: BODY.totalAmount + 100,
      PAYER: { FIRSTNAME: 'Ada', lastname: 'Lovelace' },
      Terms: [{ Amount: 100, Date: '2026-12-22' }],
      Metadata: { Ref: 'don-42' },
    };
    const response = await api('POST', PATH, sent);
    assert.equal(response.status, 200, await response.clone().text());
    assert.deepEqual((await read(`${PATH}/${(await response.json()).id}`)).metadata, { Ref: 'don-42' });
  });

  it('is rejected under the documented name of a field, whatever its case', async () => {
    assert.deepEqual((await setUp().tryToCreate({ itemName: undefined, ITEMNAME: '' })).fields, ['itemName']);
  });

  it('is accepted with a payer and payment options that are null', async () => {
    await setUp().create({ payer: null, paymentOptions: null, metadata: null });
  });

  it('is accepted with unknown members, and sent as application/json-patch+json', async () => {
    const { api, simulator, askToken } = setUp();
    assert.equal((await api('POST', PATH, { ...BODY, unknown: 1, payer: { nickname: 'Ada' } })).status, 200);
    const { access_token } = await (await askToken({ grant_type: 'client_credentials', ...CREDENTIALS })).json();
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json-patch+json' };
    const body = JSON.stringify(BODY);
    const response = await simulator.fetch(new Request(`${ORIGIN}/v5${PATH}`, { method: 'POST', headers, body }));
    assert.equal(response.status, 200);
  });

  it('is accepted with the birth date 1990-1-2, written later as midnight in UTC', async () => {
    const { create, readIntent, simulator } = setUp();
    const { id } = await create({ payer: { dateOfBirth: '1984-5-15' } });
    await simulator.act(id, { action: 'pay' });
    assert.equal((await readIntent(id)).order.payer.dateOfBirth, '1984-05-15T02:00:00+02:00');
  });

  it('is rejected in the format of model validation, each error under the name of its field', async () => {
    const response = await setUp().api('POST', PATH, { ...BODY, totalAmount: undefined });
    const { extensions, ...problem } = await response.json();
    assert.match(extensions.traceId, /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    assert.deepEqual(problem, {
      type: 'https://tools.ietf.org/html/rfc9110#section-15.5.1',
      title: 'One or more validation errors occurred.',
      status: 400,
      errors: { totalAmount: ['The TotalAmount field is required.'] },
    });
  });

  for (const [title, body] of [
    ['malformed JSON', '{"totalAmount":'],
    ['an array', '[]'],
  ] as const) {
    it(`is rejected as a whole, under $, if it is ${title}`, async () => {
      const { askToken, simulator } = setUp();
      const { access_token } = await (await askToken({ grant_type: 'client_credentials', ...CREDENTIALS })).json();
      const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
      const response = await simulator.fetch(new Request(`${ORIGIN}/v5${PATH}`, { method: 'POST', headers, body }));
      assert.equal(response.status, 400);
      assert.deepEqual(Object.keys((await response.json()).errors), ['$']);
    });
  }
});
