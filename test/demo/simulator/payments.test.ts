import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PAYMENT_STATES } from '../../../demo/simulator/states.ts';
import { DAY_MS, type Delivery, setUp } from './set-up.ts';

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

/** A paid intent and its only payment. */
async function paid() {
  const world = setUp({ notificationUrl: 'https://asso.example/notifications', showRefusedOrders: true });
  const { id } = await world.create();
  await world.simulator.act(id, { action: 'pay', tipCents: 100 });
  await world.simulator.settle();
  world.deliveries.length = 0;
  const payment = async () => (await world.readIntent(id)).order.payments[0];
  return { ...world, id, payment, paymentId: 12000001 };
}

describe('setPaymentState', () => {
  for (const state of [...PAYMENT_STATES, 'RecoveryExpired']) {
    it(`changes a payment to ${state} in the API and sends a Payment notification`, async () => {
      const { simulator, payment, paymentId, deliveries } = await paid();
      simulator.setPaymentState(paymentId, state);
      assert.equal((await payment()).state, state);
      await simulator.settle();
      assert.deepEqual(
        deliveries.map(({ event }: Delivery) => [event.eventType, event.data.state]),
        [['Payment', state]],
      );
    });
  }
});

describe('a refund', () => {
  it('of the whole amount makes the payment Refunded and includes the tip', async () => {
    const { simulator, payment, paymentId } = await paid();
    simulator.refund(paymentId);
    const { state, cashOutState, refundOperations } = await payment();
    assert.deepEqual([state, cashOutState], ['Refunded', 'Refunded']);
    assert.deepEqual([refundOperations[0].amount, refundOperations[0].amountTip], [2500, 100]);
    assert.equal(refundOperations[0].status, 'Processed');
  });

  it('of a part leaves the payment Authorized until the rest is refunded', async () => {
    const { simulator, payment, paymentId } = await paid();
    simulator.refund(paymentId, { amountCents: 1000 });
    assert.equal((await payment()).state, 'Authorized');
    simulator.refund(paymentId, { amountCents: 1500 });
    assert.equal((await payment()).state, 'Refunded');
  });

  it('with status Processing makes the payment Refunding', async () => {
    const { simulator, payment, paymentId } = await paid();
    simulator.refund(paymentId, { status: 'Processing' });
    assert.deepEqual([(await payment()).state, (await payment()).cashOutState], ['Refunding', 'Refunding']);
  });

  it('with status Error is listed only with withFailedRefundOperation=true', async () => {
    const { simulator, payment, paymentId, read, id } = await paid();
    simulator.refund(paymentId, { status: 'Error' });
    assert.deepEqual((await payment()).refundOperations, []);
    assert.equal((await payment()).state, 'Authorized');
    const query = 'withFailedRefundOperation=true';
    const { order } = await read(`/organizations/asso-demo/checkout-intents/${id}?${query}`);
    assert.equal(order.payments[0].refundOperations[0].status, 'Error');
    assert.equal((await read(`/payments/${paymentId}?${query}`)).refundOperations.length, 1);
    assert.equal((await read(`/payments/${paymentId}`)).refundOperations.length, 0);
  });

  it('of more than the rest is rejected', async () => {
    const { simulator, paymentId } = await paid();
    simulator.refund(paymentId, { amountCents: 2000 });
    assert.throws(() => simulator.refund(paymentId, { amountCents: 501 }), /Cannot refund 501 cents/);
  });

  it('of the whole amount sends one Payment notification, Refunded', async () => {
    const { simulator, paymentId, deliveries } = await paid();
    simulator.refund(paymentId);
    await simulator.settle();
    assert.deepEqual(
      deliveries.map(({ event }) => event.data.state),
      ['Refunded'],
    );
  });
});

describe('instalments', () => {
  async function paidPlan(options: Parameters<typeof setUp>[0] = {}) {
    const world = setUp({ limits: false, ...options });
    const { id } = await world.create(TERMS);
    await world.simulator.act(id, { action: 'pay' });
    /** Uses the controls: after a move of the clock the access token has expired. */
    const detail = async () => (await world.send('GET', `/_simulator/intents/${id}`)).json();
    return { ...world, id, detail };
  }

  it('after the first are Pending, with number and date, once the first is paid', async () => {
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

  it('become Authorized on their date', async () => {
    const { simulator, detail } = await paidPlan();
    await simulator.advance(30 * DAY_MS);
    const collected = await detail();
    assert.deepEqual(states(collected), ['Authorized', 'Authorized', 'Pending']);
    assert.equal(collected.order.payments[1].meta.updatedAt, '2026-12-22T00:00:00+01:00');
    await simulator.advance(40 * DAY_MS);
    assert.deepEqual(states(await detail()), ['Authorized', 'Authorized', 'Authorized']);
  });

  it('become Refused on their date with laterInstalments refused', async () => {
    const { simulator, detail } = await paidPlan({ laterInstalments: 'refused' });
    await simulator.advance(30 * DAY_MS);
    assert.deepEqual(states(await detail()), ['Authorized', 'Refused', 'Pending']);
  });

  it('stay Canceled on their date once cancelled', async () => {
    const { simulator, detail } = await paidPlan();
    simulator.setPaymentState(12000002, 'Canceled');
    await simulator.advance(100 * DAY_MS);
    assert.deepEqual(states(await detail()), ['Authorized', 'Canceled', 'Authorized']);
  });
});

describe('a direct debit', () => {
  it('is WaitingBankValidation at first and Authorized after four days', async () => {
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

  it('stays Refused after four days once the bank refused it', async () => {
    const world = setUp();
    const { id } = await world.create({ paymentOptions: { enableSepa: true } });
    await world.simulator.act(id, { action: 'pay-by-sepa' });
    world.simulator.setPaymentState(12000001, 'Refused');
    await world.simulator.advance(4 * DAY_MS);
    assert.deepEqual(states(await (await world.send('GET', `/_simulator/intents/${id}`)).json()), ['Refused']);
  });

  it('is rejected if the intent does not enable SEPA', async () => {
    const world = setUp();
    const { id } = await world.create();
    await assert.rejects(world.simulator.act(id, { action: 'pay-by-sepa' }), /does not offer SEPA/);
  });
});
