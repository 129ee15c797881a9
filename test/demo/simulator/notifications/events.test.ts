import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY_MS, NOTIFICATION_URL, setUp, setUpPaid } from '../set-up.ts';

describe('the events of a payment', () => {
  it('are a Payment and an Order, with the metadata at the root', async () => {
    const { simulator, deliveries, types, id, readIntent } = await setUpPaid();
    await simulator.settle();
    assert.deepEqual(types(), ['Payment', 'Order']);
    for (const { url, event, headers } of deliveries) {
      assert.equal(url, NOTIFICATION_URL);
      assert.equal(headers.get('content-type'), 'application/json');
      assert.deepEqual(event.metadata, { ref: 'don-42' });
      assert.equal('metadata' in event.data, false);
    }
    const { formName, isAnonymous, isAmountHidden, ...order } = deliveries[1]?.event.data ?? {};
    assert.deepEqual(order, (await readIntent(id)).order);
  });

  it('have the members of the published samples', async () => {
    const payer = { firstName: 'Ada', dateOfBirth: '1984-05-15' };
    const terms = [{ amount: 100, date: '2026-12-22' }];
    const { simulator, deliveries } = await setUpPaid({}, { payer, terms, totalAmount: 2600 });
    await simulator.settle();
    simulator.announce({ eventType: 'Payment', paymentId: 12000002 });
    await simulator.settle();
    const [payment, order, pending] = deliveries.map(({ event }) => event.data);
    for (const { formName, organizationIsUnderColucheLaw, isAnonymous, isAmountHidden } of [payment.order, order]) {
      assert.deepEqual(
        { formName, organizationIsUnderColucheLaw, isAnonymous, isAmountHidden },
        { formName: 'Checkout', organizationIsUnderColucheLaw: false, isAnonymous: false, isAmountHidden: false },
      );
    }
    assert.equal(payment.payer.dateOfBirth, '1984-05-15T02:00:00+02:00');
    assert.equal(payment.cashOutState, 'MoneyIn');
    assert.deepEqual(
      [pending.state, pending.cashOutState, pending.paymentReceiptUrl],
      ['Pending', undefined, undefined],
    );
  });

  it('write a direct debit as WaitingBankValidation', async () => {
    const world = setUp({ notificationUrl: NOTIFICATION_URL });
    const { id } = await world.create({ paymentOptions: { enableSepa: true } });
    await world.simulator.act(id, { action: 'pay-by-sepa' });
    await world.simulator.settle();
    assert.equal(world.deliveries[0]?.event.data.state, 'WaitingBankValidation');
  });

  it('contain no metadata if the intent has none', async () => {
    const { simulator, deliveries } = await setUpPaid({}, { metadata: undefined });
    await simulator.settle();
    assert.deepEqual(Object.keys(deliveries[0]?.event ?? {}), ['data', 'eventType']);
  });

  it('contain checkoutIntentId in the Payment only with paymentNamesIntent', async () => {
    const silent = await setUpPaid();
    await silent.simulator.settle();
    assert.equal(silent.deliveries[0]?.event.data.order.checkoutIntentId, undefined);
    const naming = await setUpPaid({ paymentNamesIntent: true });
    await naming.simulator.settle();
    assert.equal(naming.deliveries[0]?.event.data.order.checkoutIntentId, naming.id);
  });

  it('are a Payment alone if it is refused', async () => {
    const world = setUp({ notificationUrl: NOTIFICATION_URL });
    await world.simulator.act((await world.create()).id, { action: 'refuse' });
    await world.simulator.settle();
    assert.deepEqual(
      world.deliveries.map(({ event }) => [event.eventType, event.data.state]),
      [['Payment', 'Refused']],
    );
  });

  it('include a Payment for a later instalment on its date', async () => {
    const terms = [{ amount: 100, date: '2026-12-22' }];
    const { simulator, deliveries } = await setUpPaid({}, { totalAmount: 2600, terms });
    await simulator.advance(40 * DAY_MS);
    const { eventType, data } = deliveries[2]?.event ?? {};
    assert.deepEqual([eventType, data.installmentNumber, data.state], ['Payment', 2, 'Authorized']);
    assert.equal(data.date, '2026-12-22T00:00:00+01:00');
  });
});

describe('announce', () => {
  it('sends an event of each type', async () => {
    const { simulator, deliveries, types } = await setUpPaid();
    await simulator.settle();
    deliveries.length = 0;
    simulator.announce({ eventType: 'Form' });
    simulator.announce({ eventType: 'Organization', newSlug: 'asso-b' });
    simulator.announce({ eventType: 'Order', orderId: 11000001 });
    simulator.announce({ eventType: 'Payment', paymentId: 12000001 });
    await simulator.settle();
    assert.deepEqual(types(), ['Form', 'Organization', 'Order', 'Payment']);
    assert.ok(Array.isArray(deliveries[0]?.event.data.tiers));
    assert.deepEqual(deliveries[1]?.event.data, {
      old_slug_organization: 'asso-demo',
      new_slug_organization: 'asso-b',
    });
  });
});
