import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY_MS, setUp } from './set-up.ts';

const TERMS = {
  totalAmount: 3000,
  initialAmount: 1000,
  terms: [
    { amount: 1000, date: '2026-12-22' },
    { amount: 1000, date: '2027-01-22' },
  ],
};

// biome-ignore lint/suspicious/noExplicitAny: an answer is what the tests check
const states = ({ order }: any) => order.payments.map(({ state }: { state: string }) => state);

describe('reading an intent', () => {
  it('shows no order before payment, and metadata only if some were sent', async () => {
    const world = setUp();
    const { id, redirectUrl } = await world.create();
    assert.deepEqual(await world.readIntent(id), { id, redirectUrl });
  });

  it('answers 404 with an empty body for an unknown intent', async () => {
    const { api, create } = setUp();
    await create();
    for (const id of ['999', 'abc', '99999999999']) {
      const response = await api('GET', `/organizations/asso-demo/checkout-intents/${id}`);
      assert.equal(response.status, 404);
      assert.equal(await response.text(), '');
    }
  });

  it('answers 403 for another organisation', async () => {
    const world = setUp();
    const { id } = await world.create();
    assert.equal((await world.api('GET', `/organizations/another/checkout-intents/${id}`)).status, 403);
  });

  it('shows the whole order after payment', async () => {
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
    const meta = { createdAt: '2026-11-22T10:00:00.0000000+01:00', updatedAt: '2026-11-22T10:00:00.0000000+01:00' };
    assert.deepEqual(order, {
      payer: {
        firstName: 'Ada',
        lastName: 'Lovelace',
        email: 'camille.durand@example.org',
        country: 'FRA',
        city: 'Pau',
        company: 'Engines',
        dateOfBirth: '1990-12-10T00:00:00.0000000+01:00',
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

  it('may trail the redirect', async () => {
    const world = setUp({ orderLagMs: 5_000 });
    const { id } = await world.create();
    await world.simulator.act(id, { action: 'pay' });
    await world.simulator.advance(4_999);
    assert.equal('order' in (await world.readIntent(id)), false);
    await world.simulator.advance(1);
    assert.equal('order' in (await world.readIntent(id)), true);
  });

  it('shows a refused payment, unless told to wait for an authorised one', async () => {
    const world = setUp();
    const { id } = await world.create();
    await world.simulator.act(id, { action: 'refuse' });
    assert.deepEqual(states(await world.readIntent(id)), ['Refused']);
    world.simulator.configure({ showRefusedOrders: false });
    assert.equal('order' in (await world.readIntent(id)), false);
  });

  it('stacks the tries of one payer', async () => {
    const world = setUp({ showRefusedOrders: false });
    const { id } = await world.create();
    await world.simulator.act(id, { action: 'refuse' });
    await world.simulator.act(id, { action: 'refuse-then-pay' });
    assert.deepEqual(states(await world.readIntent(id)), ['Refused', 'Refused', 'Authorized']);
  });

  it('does not change after an error or a way back', async () => {
    const world = setUp();
    const { id } = await world.create();
    await world.simulator.act(id, { action: 'fail' });
    await world.simulator.act(id, { action: 'go-back' });
    assert.equal('order' in (await world.readIntent(id)), false);
  });
});

describe('instalments', () => {
  async function paidPlan(options: Parameters<typeof setUp>[0] = {}) {
    const world = setUp({ limits: false, ...options });
    const { id } = await world.create(TERMS);
    await world.simulator.act(id, { action: 'pay' });
    /** After a leap, tokens are dead: the panel's answer needs none. */
    const detail = async () => (await world.send('GET', `/_simulator/intents/${id}`)).json();
    return { ...world, id, detail };
  }

  it('wait as Pending, numbered and dated, beside the first', async () => {
    const { id, readIntent } = await paidPlan();
    const { order } = await readIntent(id);
    assert.equal(order.amount.total, 3000);
    assert.deepEqual(
      // biome-ignore lint/suspicious/noExplicitAny: an answer is what the tests check
      order.payments.map(({ installmentNumber, amount, state, date }: any) => [
        installmentNumber,
        amount,
        state,
        date.slice(0, 10),
      ]),
      [
        [1, 1000, 'Authorized', '2026-11-22'],
        [2, 1000, 'Pending', '2026-12-22'],
        [3, 1000, 'Pending', '2027-01-22'],
      ],
    );
  });

  it('are collected on their day', async () => {
    const { simulator, detail } = await paidPlan();
    await simulator.advance(30 * DAY_MS);
    const collected = await detail();
    assert.deepEqual(states(collected), ['Authorized', 'Authorized', 'Pending']);
    assert.equal(collected.order.payments[1].meta.updatedAt, '2026-12-22T00:00:00.0000000+01:00');
    await simulator.advance(40 * DAY_MS);
    assert.deepEqual(states(await detail()), ['Authorized', 'Authorized', 'Authorized']);
  });

  it('are refused on their day when told so', async () => {
    const { simulator, detail } = await paidPlan({ laterInstalments: 'refused' });
    await simulator.advance(30 * DAY_MS);
    assert.deepEqual(states(await detail()), ['Authorized', 'Refused', 'Pending']);
  });

  it('are not collected once cancelled', async () => {
    const { simulator, detail } = await paidPlan();
    simulator.setPaymentState(12000002, 'Canceled');
    await simulator.advance(100 * DAY_MS);
    assert.deepEqual(states(await detail()), ['Authorized', 'Canceled', 'Authorized']);
  });
});

describe('a direct debit', () => {
  it('waits for the bank, and is authorised days later', async () => {
    const world = setUp({ limits: false });
    const { id } = await world.create({ paymentOptions: { enableSepa: true } });
    assert.match(await world.simulator.act(id, { action: 'pay-by-sepa' }), /code=succeeded&orderId=/);
    const { order } = await world.readIntent(id);
    assert.equal(order.payments[0].paymentMeans, 'Sepa');
    assert.equal(order.payments[0].state, 'WaitingBankValidation');
    assert.equal(order.items[0].state, 'Waiting');
    await world.simulator.advance(4 * DAY_MS);
    const later = await (await world.send('GET', `/_simulator/intents/${id}`)).json();
    assert.deepEqual(states(later), ['Authorized']);
    assert.equal(later.order.items[0].state, 'Processed');
  });

  it('that its bank refused is not authorised later', async () => {
    const world = setUp();
    const { id } = await world.create({ paymentOptions: { enableSepa: true } });
    await world.simulator.act(id, { action: 'pay-by-sepa' });
    world.simulator.setPaymentState(12000001, 'Refused');
    await world.simulator.advance(4 * DAY_MS);
    assert.deepEqual(states(await (await world.send('GET', `/_simulator/intents/${id}`)).json()), ['Refused']);
  });

  it('cannot be chosen when it was not offered', async () => {
    const world = setUp();
    const { id } = await world.create();
    await assert.rejects(world.simulator.act(id, { action: 'pay-by-sepa' }), /does not offer SEPA/);
  });
});
