import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BODY, CREDENTIALS, ORIGIN, setUp } from './set-up.ts';

const PATH = '/organizations/asso-demo/checkout-intents';

describe('creating an intent', () => {
  it('answers a number and an address of the documented form', async () => {
    const { id, redirectUrl } = await setUp().create();
    assert.ok(Number.isInteger(id));
    assert.match(redirectUrl, /^http:\/\/127\.0\.0\.1:8789\/associations\/asso-demo\/checkout\/[0-9a-f]{32}$/);
  });

  it('makes another intent at each call, even of the same body', async () => {
    const world = setUp();
    assert.notEqual((await world.create()).id, (await world.create()).id);
  });

  it('gives metadata back as it was sent', async () => {
    const world = setUp();
    const metadata = { ref: 'don-42', deep: { list: [1, null, 'é'] } };
    const { id } = await world.create({ metadata });
    assert.deepEqual((await world.readIntent(id)).metadata, metadata);
  });

  it('reports fields that HelloAsso does not know, and ignores them', async () => {
    const world = setUp();
    const { id } = await world.create({ amount: 3, payer: { firstName: 'Ada', phone: '06' } });
    const { unknownFields } = await (await world.send('GET', `/_simulator/intents/${id}`)).json();
    assert.deepEqual(unknownFields, ['amount', 'payer.phone']);
  });

  it('answers 403 with an empty body for another organisation', async () => {
    const response = await setUp().api('POST', '/organizations/another/checkout-intents', BODY);
    assert.equal(response.status, 403);
    assert.equal(await response.text(), '');
  });

  it('answers 409 when the organisation may not collect', async () => {
    assert.equal((await setUp({ canCollect: false }).api('POST', PATH, BODY)).status, 409);
  });

  it('answers 415 to a body that is not declared as JSON, and 413 to a huge one', async () => {
    const { api, simulator, askToken } = setUp();
    const { access_token } = await (await askToken({ grant_type: 'client_credentials', ...CREDENTIALS })).json();
    const request = new Request(`${ORIGIN}/v5${PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'text/plain' },
      body: JSON.stringify(BODY),
    });
    assert.equal((await simulator.fetch(request)).status, 415);
    assert.equal((await api('POST', PATH, { ...BODY, extra: 'x'.repeat(200_000) })).status, 413);
  });

  it('sends no CORS header, so that browsers are kept out', async () => {
    const { api, send } = setUp();
    const preflight = await send('OPTIONS', `/v5${PATH}`, undefined, { origin: 'https://asso.example' });
    const actual = await api('POST', PATH, BODY);
    for (const { headers } of [preflight, actual]) {
      assert.deepEqual(
        [...headers.keys()].filter((name) => name.startsWith('access-control-')),
        [],
      );
    }
  });
});

describe('a field', () => {
  for (const field of Object.keys(BODY)) {
    it(`${field} is required`, async () => {
      const { status, fields } = await setUp().tryToCreate({ [field]: undefined });
      assert.equal(status, 400);
      assert.deepEqual(fields, [field]);
    });
  }

  const wrong: readonly [title: string, sent: object, field: string][] = [
    ['totalAmount is a whole number', { totalAmount: 1998.9999999999998 }, 'totalAmount'],
    ['totalAmount is not text', { totalAmount: '2500' }, 'totalAmount'],
    ['totalAmount fits in 32 bits', { totalAmount: 2_147_483_648 }, 'totalAmount'],
    ['initialAmount is a whole number', { initialAmount: 0.5 }, 'initialAmount'],
    ['itemName is not empty', { itemName: '' }, 'itemName'],
    ['itemName has at most 250 characters', { itemName: 'x'.repeat(251) }, 'itemName'],
    ['backUrl is not empty', { backUrl: '' }, 'backUrl'],
    ['errorUrl is not empty', { errorUrl: '' }, 'errorUrl'],
    ['returnUrl is not empty', { returnUrl: '' }, 'returnUrl'],
    ['containsDonation is not text', { containsDonation: 'true' }, 'containsDonation'],
    ['terms is a list', { terms: {} }, 'terms'],
    ['terms[].amount is required', { terms: [{ date: '2026-12-22' }] }, 'terms[0].amount'],
    ['terms[].amount is a whole number', { terms: [{ amount: 1.5, date: '2026-12-22' }] }, 'terms[0].amount'],
    ['terms[].date is required', { terms: [{ amount: 100 }] }, 'terms[0].date'],
    ['terms[].date is a date of the calendar', { terms: [{ amount: 100, date: '2027-02-30' }] }, 'terms[0].date'],
    ['metadata is an object', { metadata: 'don-42' }, 'metadata'],
    ['metadata has at most 20000 characters', { metadata: { a: 'x'.repeat(19_993) } }, 'metadata'],
    ['payer is an object', { payer: 'Ada' }, 'payer'],
    ['payer.firstName has at most 255 characters', { payer: { firstName: 'Ab'.repeat(128) } }, 'payer.firstName'],
    ['payer.lastName has at most 255 characters', { payer: { lastName: 'Ab'.repeat(128) } }, 'payer.lastName'],
    ['payer.email has at most 255 characters', { payer: { email: `${'a'.repeat(250)}@b.example` } }, 'payer.email'],
    ['payer.companyName has at most 255 characters', { payer: { companyName: 'x'.repeat(256) } }, 'payer.companyName'],
    ['payer.country has three letters', { payer: { country: 'FR' } }, 'payer.country'],
    ['payer.dateOfBirth is a date', { payer: { dateOfBirth: '10/12/1815' } }, 'payer.dateOfBirth'],
    ['enableSepa is not text', { paymentOptions: { enableSepa: 'yes' } }, 'paymentOptions.enableSepa'],
  ];
  for (const [title, sent, field] of wrong) {
    it(title, async () => {
      const { status, fields } = await setUp().tryToCreate(sent);
      assert.equal(status, 400);
      assert.deepEqual(fields, [field]);
    });
  }

  it('at its limit is accepted', async () => {
    await setUp().create({
      itemName: 'x'.repeat(250),
      metadata: { a: 'x'.repeat(19_992) },
      terms: null,
      payer: { country: 'FRA', dateOfBirth: '1990-12-10', companyName: 'x'.repeat(255), city: null },
      paymentOptions: {},
    });
  });

  it('is blamed in the envelope of model validation, under its own name', async () => {
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
    ['a body that is no JSON', '{"totalAmount":'],
    ['a body that is no object', '[]'],
  ] as const) {
    it(`is not named for ${title}`, async () => {
      const { askToken, simulator } = setUp();
      const { access_token } = await (await askToken({ grant_type: 'client_credentials', ...CREDENTIALS })).json();
      const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
      const response = await simulator.fetch(new Request(`${ORIGIN}/v5${PATH}`, { method: 'POST', headers, body }));
      assert.equal(response.status, 400);
      assert.deepEqual(Object.keys((await response.json()).errors), ['$']);
    });
  }
});
