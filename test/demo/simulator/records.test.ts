import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS, setUp } from './set-up.ts';

const ORDERS = '/organizations/asso-demo/orders';
const PAYMENTS = '/organizations/asso-demo/payments';

/** Three paid intents, a minute apart; the second by Grace. */
async function threeOrders(options: Parameters<typeof setUp>[0] = {}) {
  const world = setUp(options);
  for (const firstName of ['Ada', 'Grace', 'Ada']) {
    const { id } = await world.create({ payer: { firstName } });
    await world.simulator.act(id, { action: 'pay' });
    await world.simulator.advance(MINUTE_MS);
  }
  const ids = async (path: string) => (await world.read(path)).data.map(({ id }: { id: number }) => id % 1_000_000);
  return { ...world, ids };
}

describe('the organisation', () => {
  it('is described, and whether it may collect', async () => {
    const { read } = setUp({ canCollect: false });
    const { name, organizationSlug, isCashInCompliant } = await read('/organizations/asso-demo');
    assert.deepEqual([name, organizationSlug, isCashInCompliant], ['Asso demo', 'asso-demo', false]);
  });

  it('answers 404 when it is unknown', async () => {
    assert.equal((await setUp().api('GET', '/organizations/another')).status, 404);
  });
});

for (const path of [ORDERS, PAYMENTS]) {
  describe(path, () => {
    it('lists the newest first', async () => {
      assert.deepEqual(await (await threeOrders()).ids(path), [3, 2, 1]);
    });

    it('lists the oldest first when asked', async () => {
      assert.deepEqual(await (await threeOrders()).ids(`${path}?sortOrder=Asc`), [1, 2, 3]);
    });

    it('gives pages by number', async () => {
      const { read } = await threeOrders();
      const { data, pagination } = await read(`${path}?pageIndex=2&pageSize=2`);
      assert.equal(data.length, 1);
      const { continuationToken, ...numbers } = pagination;
      assert.deepEqual(numbers, { pageSize: 2, totalCount: 3, pageIndex: 2, totalPages: 2 });
    });

    it('gives pages by continuation token, whatever has been added since', async () => {
      const { read, ids, create, simulator } = await threeOrders();
      const { pagination } = await read(`${path}?pageSize=2`);
      await simulator.act((await create()).id, { action: 'pay' });
      assert.deepEqual(await ids(`${path}?pageSize=2&continuationToken=${pagination.continuationToken}`), [1]);
    });

    it('filters by period, its end excluded', async () => {
      const { ids } = await threeOrders();
      assert.deepEqual(await ids(`${path}?from=2026-11-22T10:01:00%2B01:00&to=2026-11-22T09:02:00Z`), [2]);
      assert.deepEqual(await ids(`${path}?from=2026-11-23`), []);
    });

    it('searches the payer', async () => {
      const { ids } = await threeOrders();
      assert.deepEqual(await ids(`${path}?userSearchKey=grac`), [2]);
      assert.deepEqual(await ids(`${path}?userSearchKey=CAMILLE.DURAND`), [3, 2, 1]);
    });

    for (const query of ['pageSize=0', 'pageSize=101', 'pageIndex=x', 'sortOrder=Up', 'from=yesterday']) {
      it(`answers 400 to ${query}`, async () => {
        const response = await setUp().api('GET', `${path}?${query}`);
        assert.equal(response.status, 400);
        assert.deepEqual(Object.keys((await response.json()).errors), [query.split('=')[0]]);
      });
    }

    it('answers 403 for another organisation', async () => {
      assert.equal((await setUp().api('GET', path.replace('asso-demo', 'another'))).status, 403);
    });
  });
}

describe('orders', () => {
  it('are filtered by form type', async () => {
    const { ids } = await threeOrders();
    assert.deepEqual(await ids(`${ORDERS}?formTypes=Event&formTypes=Checkout`), [3, 2, 1]);
    assert.deepEqual(await ids(`${ORDERS}?formTypes=Event`), []);
  });

  it('are read one by one', async () => {
    const { read, api } = await threeOrders();
    assert.equal((await read('/orders/11000002')).payer.firstName, 'Grace');
    assert.equal((await api('GET', '/orders/1')).status, 404);
  });
});

describe('payments', () => {
  it('are filtered by state', async () => {
    const { ids, simulator } = await threeOrders();
    simulator.setPaymentState(12000002, 'Refused');
    assert.deepEqual(await ids(`${PAYMENTS}?states=Refused`), [2]);
    assert.deepEqual(await ids(`${PAYMENTS}?states=Refused&states=Authorized`), [3, 2, 1]);
  });

  it('are sorted by the field that is asked', async () => {
    const { ids, simulator } = await threeOrders();
    simulator.setPaymentState(12000001, 'Contested');
    assert.deepEqual(await ids(`${PAYMENTS}?sortField=UpdateDate`), [1, 3, 2]);
    assert.deepEqual(await ids(`${PAYMENTS}?sortField=CreationDate`), [3, 2, 1]);
  });

  it('are read one by one, with their order and its intent', async () => {
    const { read, api } = await threeOrders();
    const { order, installmentNumber } = await read('/payments/12000002');
    assert.deepEqual([order.id, order.checkoutIntentId, installmentNumber], [11000002, 30002, 1]);
    assert.equal((await api('GET', '/payments/1')).status, 404);
  });
});

describe('undoing', () => {
  it('needs the privilege that simple associations lack', async () => {
    const { api } = await threeOrders();
    assert.equal((await api('POST', '/payments/12000001/refund')).status, 403);
    assert.equal((await api('POST', '/orders/11000001/cancel')).status, 403);
  });

  it('refunds a payment, in part or whole', async () => {
    const { api, read } = await threeOrders({ privileges: ['Checkout', 'AccessTransactions', 'RefundManagement'] });
    const part = await (await api('POST', '/payments/12000001/refund?amount=500&sendRefundMail=false')).json();
    assert.deepEqual(part, {
      id: 13000001,
      amount: 500,
      cancelOrder: false,
      creationDate: '2026-11-22T10:03:00.0000000+01:00',
      state: 'Processed',
      sendRefundMail: false,
      paymentId: 12000001,
    });
    assert.equal((await api('POST', '/payments/12000001/refund')).status, 200);
    assert.equal((await read('/payments/12000001')).state, 'Refunded');
    assert.equal((await api('POST', '/payments/12000001/refund')).status, 400);
    assert.equal((await api('POST', '/payments/12000002/refund?amount=9999')).status, 400);
    assert.equal((await api('POST', '/payments/12000002/refund?amount=5&cancelOrder=true')).status, 400);
  });

  it('cancels the instalments to come', async () => {
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
