import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PAYMENT_STATES } from '../../../demo/simulator/states.ts';
import { type Delivery, setUp } from './set-up.ts';

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

describe('a payment on demand', () => {
  for (const state of [...PAYMENT_STATES, 'RecoveryExpired']) {
    it(`is ${state}, where it is read and in a notification`, async () => {
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

  it('has twenty-one documented states', () => {
    assert.equal(new Set(PAYMENT_STATES).size, 21);
  });
});

describe('a refund', () => {
  it('of all makes the payment Refunded, tip included', async () => {
    const { simulator, payment, paymentId } = await paid();
    simulator.refund(paymentId);
    const { state, cashOutState, refundOperations } = await payment();
    assert.deepEqual([state, cashOutState], ['Refunded', 'Refunded']);
    assert.deepEqual([refundOperations[0].amount, refundOperations[0].amountTip], [2500, 100]);
    assert.equal(refundOperations[0].status, 'Processed');
  });

  it('of a part leaves it Authorized, until the rest follows', async () => {
    const { simulator, payment, paymentId } = await paid();
    simulator.refund(paymentId, { amountCents: 1000 });
    assert.equal((await payment()).state, 'Authorized');
    simulator.refund(paymentId, { amountCents: 1500 });
    assert.equal((await payment()).state, 'Refunded');
  });

  it('under way makes it Refunding', async () => {
    const { simulator, payment, paymentId } = await paid();
    simulator.refund(paymentId, { status: 'Processing' });
    assert.deepEqual([(await payment()).state, (await payment()).cashOutState], ['Refunding', 'Refunding']);
  });

  it('that failed is listed only when asked for', async () => {
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

  it('of more than is left is refused', async () => {
    const { simulator, paymentId } = await paid();
    simulator.refund(paymentId, { amountCents: 2000 });
    assert.throws(() => simulator.refund(paymentId, { amountCents: 501 }), /Cannot refund 501 cents/);
  });

  it('is sent as a Payment notification', async () => {
    const { simulator, paymentId, deliveries } = await paid();
    simulator.refund(paymentId);
    await simulator.settle();
    assert.deepEqual(
      deliveries.map(({ event }) => event.data.state),
      ['Refunded'],
    );
  });
});
