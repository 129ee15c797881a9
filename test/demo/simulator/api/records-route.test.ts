import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS, setUp, setUpThreeOrders } from '../set-up.ts';

describe('GET /organizations/{slug}', () => {
  it('returns the organisation and whether it can collect payments', async () => {
    const { read } = setUp({ canCollect: false });
    const { name, organizationSlug, isCashInCompliant } = await read('/organizations/asso-demo');
    assert.deepEqual([name, organizationSlug, isCashInCompliant], ['Asso demo', 'asso-demo', false]);
  });

  it('returns 404 for another slug', async () => {
    assert.equal((await setUp().api('GET', '/organizations/another')).status, 404);
  });
});

describe('GET /users/me/organizations', () => {
  it('returns the one organisation of the client', async () => {
    const [organization, ...others] = await setUp().read('/users/me/organizations');
    assert.deepEqual([organization.organizationSlug, organization.role], ['asso-demo', 'OrganizationAdmin']);
    assert.deepEqual(others, []);
  });
});

describe('GET /items/{id}', () => {
  it('returns the item of an order with its payments, and 404 for an unknown id', async () => {
    const { read, api } = await setUpThreeOrders();
    const { order, payments, payer, type, amount } = await read('/items/11000002');
    assert.deepEqual([order.id, order.checkoutIntentId, payer.firstName], [11000002, 30002, 'Grace']);
    assert.deepEqual([type, amount, payments[0].id, payments[0].state], ['Payment', 2500, 12000002, 'Authorized']);
    assert.equal((await api('GET', '/items/1')).status, 404);
  });

  it('selects items by state in the list', async () => {
    const { ids, simulator, create } = await setUpThreeOrders();
    await simulator.act((await create()).id, { action: 'refuse' });
    assert.deepEqual(await ids('/organizations/asso-demo/items?itemStates=Refused'), [4]);
  });
});

describe('GET /orders/{id}', () => {
  it('returns one order, and 404 for an unknown id', async () => {
    const { read, api } = await setUpThreeOrders();
    assert.equal((await read('/orders/11000002')).payer.firstName, 'Grace');
    assert.equal((await api('GET', '/orders/1')).status, 404);
  });
});

describe('GET /payments/{id}', () => {
  it('returns one payment with its order and intent, and 404 for an unknown id', async () => {
    const { read, api } = await setUpThreeOrders();
    const { order, installmentNumber } = await read('/payments/12000002');
    assert.deepEqual([order.id, order.checkoutIntentId, installmentNumber], [11000002, 30002, 1]);
    assert.equal((await api('GET', '/payments/1')).status, 404);
  });
});

describe('refunding and cancelling', () => {
  it('return 403 without the privilege RefundManagement', async () => {
    const { api } = await setUpThreeOrders();
    assert.equal((await api('POST', '/payments/12000001/refund')).status, 403);
    assert.equal((await api('POST', '/orders/11000001/cancel')).status, 403);
  });

  it('refund a part, then the rest, and reject more than the rest', async () => {
    const { api, read } = await setUpThreeOrders({
      privileges: ['Checkout', 'AccessTransactions', 'RefundManagement'],
    });
    const part = await (await api('POST', '/payments/12000001/refund?amount=500&sendRefundMail=false')).json();
    assert.deepEqual(part, {
      id: 13000001,
      amount: 500,
      cancelOrder: false,
      creationDate: '2026-11-22T10:03:00+01:00',
      state: 'Processed',
      sendRefundMail: false,
      paymentId: 12000001,
    });
    assert.equal((await api('POST', '/payments/12000001/refund')).status, 200);
    assert.equal((await read('/payments/12000001')).state, 'Refunded');
    assert.equal((await api('POST', '/payments/12000001/refund')).status, 409);
    assert.equal((await api('POST', '/payments/12000002/refund?amount=9999')).status, 400);
    assert.equal((await api('POST', '/payments/12000002/refund?amount=five')).status, 400);
    assert.equal((await api('POST', '/payments/12000002/refund?amount=5&cancelOrder=true')).status, 400);
  });

  it('refund the whole payment if the amount is 0 or absent', async () => {
    const { api, read } = await setUpThreeOrders({
      privileges: ['AccessTransactions', 'Checkout', 'RefundManagement'],
    });
    for (const [id, query] of [
      [12000001, '?amount=0'],
      [12000002, ''],
    ] as const) {
      assert.equal((await (await api('POST', `/payments/${id}/refund${query}`)).json()).amount, 2500);
      assert.equal((await read(`/payments/${id}`)).state, 'Refunded');
    }
  });

  it('leave a payment that is refunded in part Authorized', async () => {
    const { api, read } = await setUpThreeOrders({
      privileges: ['AccessTransactions', 'Checkout', 'RefundManagement'],
    });
    assert.equal((await api('POST', '/payments/12000001/refund?amount=500')).status, 200);
    assert.equal((await read('/payments/12000001')).state, 'Authorized');
  });

  it('reject in HelloAsso’s shape, with a number from 101', async () => {
    const { api } = await setUpThreeOrders({ privileges: ['AccessTransactions', 'Checkout', 'RefundManagement'] });
    const { errors } = await (await api('POST', '/payments/12000001/refund?amount=9999')).json();
    assert.equal(errors.length, 1);
    assert.equal(errors[0].code, 'Error');
    assert.match(errors[0].message, /^Code : 1\d\d - \S/);
  });

  it('cancel the instalments that are Pending, which stay Canceled on their date', async () => {
    const world = setUp({ privileges: ['Checkout', 'AccessTransactions', 'RefundManagement'] });
    const terms = [{ amount: 100, date: '2026-12-22' }];
    const { id } = await world.create({ totalAmount: 2600, terms });
    await world.simulator.act(id, { action: 'pay' });
    assert.equal((await world.api('POST', '/orders/11000001/cancel')).status, 200);
    await world.simulator.advance(20 * MINUTE_MS);
    assert.equal((await world.read('/payments/12000002')).state, 'Canceled');
    await world.simulator.advance(40 * DAY_MS);
    const { order } = await (await world.send('GET', `/_simulator/intents/${id}`)).json();
    assert.equal(order.payments[1].state, 'Canceled');
  });
});
