import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BODY, CREDENTIALS, ORIGIN, setUp } from '../set-up.ts';

const PATH = '/organizations/asso-demo/checkout-intents';

// biome-ignore lint/suspicious/noExplicitAny: an answer is what the tests check
const states = ({ order }: any) => order.payments.map(({ state }: { state: string }) => state);

describe('POST /checkout-intents', () => {
  it('returns a numeric id and a redirectUrl of the documented form', async () => {
    const { id, redirectUrl } = await setUp().create();
    assert.ok(Number.isInteger(id));
    assert.match(redirectUrl, /^http:\/\/127\.0\.0\.1:8789\/associations\/asso-demo\/checkout\/[0-9a-f]{32}$/);
  });

  it('creates another intent at each call with the same body', async () => {
    const world = setUp();
    assert.notEqual((await world.create()).id, (await world.create()).id);
  });

  it('keeps metadata unchanged', async () => {
    const world = setUp();
    const metadata = { ref: 'don-42', deep: { list: [1, null, 'é'] } };
    const { id } = await world.create({ metadata });
    assert.deepEqual((await world.readIntent(id)).metadata, metadata);
  });

  it('ignores unknown fields, and lists them in the controls', async () => {
    const world = setUp();
    const { id } = await world.create({ amount: 3, payer: { firstName: 'Ada', phone: '06' } });
    const { unknownFields } = await (await world.send('GET', `/_simulator/intents/${id}`)).json();
    assert.deepEqual(unknownFields, ['amount', 'payer.phone']);
  });

  it('returns 403 with an empty body for another organisation', async () => {
    const response = await setUp().api('POST', '/organizations/another/checkout-intents', BODY);
    assert.equal(response.status, 403);
    assert.equal(await response.text(), '');
  });

  it('returns 409 if the organisation cannot collect payments', async () => {
    assert.equal((await setUp({ canCollect: false }).api('POST', PATH, BODY)).status, 409);
  });

  it('returns 415 for a body without a JSON content type, and 413 for a body of 200 kB', async () => {
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

  it('sends no CORS header', async () => {
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

describe('GET /checkout-intents/{id}', () => {
  it('returns neither order nor metadata before payment of an intent without metadata', async () => {
    const world = setUp();
    const { id, redirectUrl } = await world.create();
    assert.deepEqual(await world.readIntent(id), { id, redirectUrl });
  });

  it('returns 404 with an empty body for an unknown intent', async () => {
    const { api, create } = setUp();
    await create();
    for (const id of ['999', 'abc', '99999999999']) {
      const response = await api('GET', `/organizations/asso-demo/checkout-intents/${id}`);
      assert.equal(response.status, 404);
      assert.equal(await response.text(), '');
    }
  });

  it('returns 403 for another organisation', async () => {
    const world = setUp();
    const { id } = await world.create();
    assert.equal((await world.api('GET', `/organizations/another/checkout-intents/${id}`)).status, 403);
  });

  it('returns the whole order after payment', async () => {
    const world = setUp();
    const payer = {
      firstName: 'Ada',
      lastName: 'Lovelace',
      dateOfBirth: '1990-12-10',
      companyName: 'Engines',
      city: 'Pau',
    };
    const { id } = await world.create({ metadata: { ref: 1 }, payer });
    await world.simulator.act(id, { action: 'pay' });
    const { order } = await world.readIntent(id);
    const meta = { createdAt: '2026-11-22T10:00:00+01:00', updatedAt: '2026-11-22T10:00:00+01:00' };
    assert.deepEqual(order, {
      payer: {
        firstName: 'Ada',
        lastName: 'Lovelace',
        email: 'camille.durand@example.org',
        country: 'FRA',
        city: 'Pau',
        company: 'Engines',
        dateOfBirth: '1990-12-10T01:00:00+01:00',
      },
      items: [
        {
          payments: [{ id: 12000001, shareAmount: 2500 }],
          priceCategory: 'Fixed',
          qrCode: order.items[0].qrCode,
          id: 11000001,
          amount: 2500,
          type: 'Payment',
          state: 'Processed',
          name: 'Don ponctuel',
        },
      ],
      payments: [
        {
          items: [{ id: 11000001, shareAmount: 2500, shareItemAmount: 2500 }],
          cashOutState: 'MoneyIn',
          paymentReceiptUrl: 'http://127.0.0.1:8789/associations/asso-demo/checkout/paiement-attestation/11000001',
          id: 12000001,
          amount: 2500,
          date: meta.createdAt,
          paymentMeans: 'Card',
          installmentNumber: 1,
          state: 'Authorized',
          meta,
          refundOperations: [],
        },
      ],
      amount: { total: 2500, vat: 0, discount: 0 },
      id: 11000001,
      date: meta.createdAt,
      formSlug: 'default',
      formType: 'Checkout',
      organizationName: 'Asso demo',
      organizationSlug: 'asso-demo',
      organizationType: 'Association1901',
      meta,
      organizationIsUnderColucheLaw: false,
      checkoutIntentId: id,
    });
  });

  it('omits the order until orderLagMs have passed since payment', async () => {
    const world = setUp({ orderLagMs: 5_000 });
    const { id } = await world.create();
    await world.simulator.act(id, { action: 'pay' });
    await world.simulator.advance(4_999);
    assert.equal('order' in (await world.readIntent(id)), false);
    await world.simulator.advance(1);
    assert.equal('order' in (await world.readIntent(id)), true);
  });

  it('returns a refused payment, except with showRefusedOrders false', async () => {
    const world = setUp();
    const { id } = await world.create();
    await world.simulator.act(id, { action: 'refuse' });
    assert.deepEqual(states(await world.readIntent(id)), ['Refused']);
    world.simulator.configure({ showRefusedOrders: false });
    assert.equal('order' in (await world.readIntent(id)), false);
  });

  it('returns every attempt after two refusals and a payment', async () => {
    const world = setUp({ showRefusedOrders: false });
    const { id } = await world.create();
    await world.simulator.act(id, { action: 'refuse' });
    await world.simulator.act(id, { action: 'refuse-then-pay' });
    assert.deepEqual(states(await world.readIntent(id)), ['Refused', 'Refused', 'Authorized']);
  });

  it('returns no order after a technical error and after going back', async () => {
    const world = setUp();
    const { id } = await world.create();
    await world.simulator.act(id, { action: 'fail' });
    await world.simulator.act(id, { action: 'go-back' });
    assert.equal('order' in (await world.readIntent(id)), false);
  });
});
