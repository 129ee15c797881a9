import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setUp, setUpThreeOrders } from '../set-up.ts';

const ORGANIZATION = '/organizations/asso-demo';
const ORDERS = `${ORGANIZATION}/orders`;
const PAYMENTS = `${ORGANIZATION}/payments`;
const FORM = `${ORGANIZATION}/forms/Checkout/default`;

for (const path of [ORDERS, PAYMENTS, `${FORM}/orders`, `${FORM}/payments`, `${ORGANIZATION}/items`]) {
  describe(`GET ${path}`, () => {
    it('returns the newest first by default', async () => {
      assert.deepEqual(await (await setUpThreeOrders()).ids(path), [3, 2, 1]);
    });

    it('returns the oldest first with sortOrder=Asc, in any case', async () => {
      for (const order of ['Asc', 'asc', 'ASC'])
        assert.deepEqual(await (await setUpThreeOrders()).ids(`${path}?sortOrder=${order}`), [1, 2, 3]);
    });

    it('returns the second page with pageIndex=2', async () => {
      const { read } = await setUpThreeOrders();
      const { data, pagination } = await read(`${path}?pageIndex=2&pageSize=2`);
      assert.equal(data.length, 1);
      const { continuationToken, ...numbers } = pagination;
      assert.deepEqual(numbers, { pageSize: 2, totalCount: -1, pageIndex: 2, totalPages: -1 });
    });

    it('returns the next page for a continuationToken, even if an item was added since', async () => {
      const { read, ids, create, simulator } = await setUpThreeOrders();
      const { pagination } = await read(`${path}?pageSize=2`);
      await simulator.act((await create()).id, { action: 'pay' });
      assert.deepEqual(await ids(`${path}?pageSize=2&continuationToken=${pagination.continuationToken}`), [1]);
    });

    it('ends with an empty page that repeats the last token, and counts nothing', async () => {
      const { read } = await setUpThreeOrders();
      const full = await read(`${path}?pageSize=3`);
      const { continuationToken } = full.pagination;
      assert.ok(continuationToken, 'the last page with items names a next one');
      const empty = await read(`${path}?pageSize=3&continuationToken=${continuationToken}`);
      const pagination = { pageSize: 3, totalCount: -1, pageIndex: 1, totalPages: -1, continuationToken };
      assert.deepEqual(empty, { data: [], pagination });
    });

    it('returns the items from `from` until before `to`', async () => {
      const { ids } = await setUpThreeOrders();
      assert.deepEqual(await ids(`${path}?from=2026-11-22T10:01:00%2B01:00&to=2026-11-22T09:02:00Z`), [2]);
      assert.deepEqual(await ids(`${path}?from=2026-11-23`), []);
    });

    it('returns the items whose payer contains userSearchKey', async () => {
      const { ids } = await setUpThreeOrders();
      assert.deepEqual(await ids(`${path}?userSearchKey=grac`), [2]);
      assert.deepEqual(await ids(`${path}?userSearchKey=CAMILLE.DURAND`), [3, 2, 1]);
    });

    for (const query of ['pageSize=0', 'pageSize=101', 'pageIndex=x', 'sortOrder=Up', 'from=yesterday']) {
      it(`returns 400 for ${query}`, async () => {
        const response = await setUp().api('GET', `${path}?${query}`);
        assert.equal(response.status, 400);
        assert.deepEqual(Object.keys((await response.json()).errors), [query.split('=')[0]]);
      });
    }

    it('returns 403 for another organisation', async () => {
      assert.equal((await setUp().api('GET', path.replace('asso-demo', 'another'))).status, 403);
    });
  });
}

describe('the parameters of orders', () => {
  it('do not include states and sortField', async () => {
    const { ids } = await setUpThreeOrders();
    assert.deepEqual(await ids(`${ORDERS}?states=Nowhere&sortField=Name`), [3, 2, 1]);
  });

  it('select orders by formTypes', async () => {
    const { ids } = await setUpThreeOrders();
    assert.deepEqual(await ids(`${ORDERS}?formTypes=Event&formTypes=Checkout`), [3, 2, 1]);
    assert.deepEqual(await ids(`${ORDERS}?formTypes=Event`), []);
  });
});

describe('the parameters of payments', () => {
  it('do not include formTypes', async () => {
    const { ids } = await setUpThreeOrders();
    assert.deepEqual(await ids(`${PAYMENTS}?formTypes=Nothing`), [3, 2, 1]);
  });

  it('select payments by states', async () => {
    const { ids, simulator } = await setUpThreeOrders();
    simulator.setPaymentState(12000002, 'Refused');
    assert.deepEqual(await ids(`${PAYMENTS}?states=Refused`), [2]);
    assert.deepEqual(await ids(`${PAYMENTS}?states=Refused&states=Authorized`), [3, 2, 1]);
  });

  it('sort payments by sortField', async () => {
    const { ids, simulator } = await setUpThreeOrders();
    simulator.setPaymentState(12000001, 'Contested');
    assert.deepEqual(await ids(`${PAYMENTS}?sortField=UpdateDate`), [1, 3, 2]);
    assert.deepEqual(await ids(`${PAYMENTS}?sortField=CreationDate`), [3, 2, 1]);
  });
});
