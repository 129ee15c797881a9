import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { composeReconciliation } from '../../../proxy/compose.ts';
import type { PaymentEvent } from '../../../proxy/events/payment-event.ts';
import { reconcile } from '../../../proxy/events/reconcile.ts';
import { SILENT } from '../../../proxy/log.ts';
import { testConfig } from '../environment.ts';
import { created, GIFT, RECEIVER, setUp } from '../set-up.ts';

const HOUR_MS = 3_600_000;

interface Page {
  readonly data: unknown[];
  readonly pagination?: unknown;
}

interface Row {
  readonly id: number;
  readonly order: object;
}

/** The first page with one row more. */
function withRow(page: Page, row: unknown): object {
  return { ...page, data: page.data.length > 0 ? [row, ...page.data] : [] };
}

/** Payments at HelloAsso whose events were never sent, and a reconciliation of them. */
async function setUpLost() {
  const world = setUp({ environment: RECEIVER, simulator: { notificationUrl: null, limits: false } });
  const delivered: string[] = [];
  let isAway = false;
  const run = (
    options: {
      since?: number;
      isDryRun?: boolean;
      environment?: Record<string, string>;
      unreadable?: number;
      tamper?: (page: Page) => object | undefined;
    } = {},
  ) => {
    const config = testConfig({ ...RECEIVER, ...options.environment });
    let unreadable = options.unreadable ?? 0;
    const dependencies = composeReconciliation(config, {
      now: () => world.simulator.now(),
      elapsed: () => world.simulator.now(),
      log: SILENT,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const { pathname } = new URL(request.url);
        if (pathname.includes('/checkout-intents/') && unreadable-- > 0) return new Response(null, { status: 403 });
        if (options.tamper && pathname.endsWith('/asso-demo/payments')) {
          const page = (await (await world.simulator.fetch(request)).json()) as Page;
          return Response.json(options.tamper(page) ?? page);
        }
        if (request.url !== RECEIVER.FORWARD_URL) return world.simulator.fetch(request);
        const event = (await request.json()) as PaymentEvent;
        if (isAway) return new Response(null, { status: 500 });
        delivered.push(`${request.headers.get('webhook-id')} ${event.type}`);
        return new Response();
      },
    });
    const since = options.since ?? world.simulator.now() - 48 * HOUR_MS;
    const pause = (ms: number) => world.simulator.advance(ms);
    return reconcile({
      ...dependencies,
      since,
      isDryRun: options.isDryRun ?? false,
      pause,
      onProgress() {},
    });
  };
  const pay = async (action: 'pay' | 'refuse' | 'refuse-then-pay' = 'pay') => {
    const { checkoutIntentId } = await created(await world.post(GIFT));
    await world.simulator.act(checkoutIntentId, { action });
  };
  return {
    ...world,
    delivered,
    run,
    pay,
    leave: () => {
      isAway = true;
    },
  };
}

describe('reconcile', () => {
  it('sends every lost event, and repeats them under the same ids', async () => {
    const { pay, run, delivered } = await setUpLost();
    await pay();
    await pay('refuse-then-pay');
    await pay('refuse');
    assert.deepEqual(await run(), { read: 4, ours: 4, sent: 4, failed: 0 });
    const first = [...delivered].sort();
    assert.deepEqual(first.map((line) => line.split(' ')[1]).sort(), [
      'payment.paid',
      'payment.paid',
      'payment.refused',
      'payment.refused',
    ]);
    delivered.length = 0;
    await run();
    assert.deepEqual([...delivered].sort(), first);
  });

  it('reads every page of payments', async () => {
    const { pay, run, delivered } = await setUpLost();
    for (let count = 0; count < 60; count += 1) await pay('refuse-then-pay');
    assert.deepEqual(await run(), { read: 120, ours: 120, sent: 120, failed: 0 });
    assert.equal(new Set(delivered).size, 120);
  });

  it('reads no payment updated before the window', async () => {
    const { pay, run, simulator } = await setUpLost();
    await pay();
    await simulator.advance(3 * HOUR_MS);
    const since = simulator.now() - HOUR_MS;
    await pay();
    assert.equal((await run({ since })).read, 1);
  });

  it('counts events in a dry run without sending them', async () => {
    const { pay, run, delivered } = await setUpLost();
    await pay();
    assert.deepEqual(await run({ isDryRun: true }), { read: 1, ours: 1, sent: 1, failed: 0 });
    assert.deepEqual(delivered, []);
  });

  it('counts an event that the receiver refuses as failed', async () => {
    const { pay, run, leave } = await setUpLost();
    await pay();
    leave();
    assert.deepEqual(await run(), { read: 1, ours: 1, sent: 0, failed: 1 });
  });

  it('retries after two errors of HelloAsso, and rejects after nine', async () => {
    const { pay, run, simulator } = await setUpLost();
    await pay();
    simulator.inject({ kind: 'status', status: 503, calls: 2, on: 'api' });
    assert.equal((await run()).failed, 0);
    simulator.inject({ kind: 'status', status: 503, calls: 9, on: 'api' });
    await assert.rejects(run(), /HelloAsso answered 503/);
  });

  it('ignores a payment of another client', async () => {
    const { pay, run, simulator } = await setUpLost();
    const credentials = {
      grant_type: 'client_credentials',
      client_id: 'client-id-of-the-test',
      client_secret: 'client-secret-of-the-test',
    };
    const token = await simulator.fetch(
      new Request('http://127.0.0.1:8789/oauth2/token', { method: 'POST', body: new URLSearchParams(credentials) }),
    );
    const { access_token } = (await token.json()) as { access_token: string };
    const body = {
      totalAmount: 100,
      initialAmount: 100,
      itemName: 'x',
      backUrl: 'https://a.example/',
      errorUrl: 'https://a.example/',
      returnUrl: 'https://a.example/',
      containsDonation: false,
      metadata: { ref: 1 },
    };
    const foreign = await simulator.fetch(
      new Request('http://127.0.0.1:8789/v5/organizations/asso-demo/checkout-intents', {
        method: 'POST',
        headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
    await simulator.act(((await foreign.json()) as { id: number }).id, { action: 'pay' });
    await pay();
    assert.deepEqual(await run(), { read: 2, ours: 1, sent: 1, failed: 0 });
  });

  it('counts an unreadable order as failed and continues', async () => {
    const { pay, run, delivered } = await setUpLost();
    await pay();
    await pay();
    assert.deepEqual(await run({ unreadable: 3 }), { read: 2, ours: 1, sent: 1, failed: 1 });
    assert.equal(delivered.length, 1);
  });

  it('counts a payment under another SIGNING_SECRET as failed instead of ignoring it', async () => {
    const { pay, run } = await setUpLost();
    await pay();
    const SIGNING_SECRET = Buffer.alloc(32, 8).toString('base64');
    assert.deepEqual(await run({ environment: { SIGNING_SECRET } }), { read: 1, ours: 0, sent: 0, failed: 1 });
  });

  it('rejects after five failed deliveries in a row', async () => {
    const { pay, run, leave } = await setUpLost();
    for (let count = 0; count < 8; count += 1) await pay();
    leave();
    await assert.rejects(run(), /The receiver is unavailable/);
  });

  it('sends each event once and rejects when HelloAsso repeats a page without end', async () => {
    const { pay, run, delivered } = await setUpLost();
    await pay();
    let first: Page | undefined;
    const tamper = (page: Page) => {
      first ??= page;
      return first;
    };
    await assert.rejects(run({ tamper }), /does not end/);
    assert.equal(delivered.length, 1);
  });

  it('reads a payment once that stands on two pages', async () => {
    const { pay, run, delivered } = await setUpLost();
    for (let count = 0; count < 60; count += 1) await pay('refuse-then-pay');
    let last: unknown[] = [];
    const tamper = (page: Page) => {
      const data = [...last.slice(-30), ...page.data];
      last = page.data;
      return page.data.length > 0 ? { ...page, data } : undefined;
    };
    assert.deepEqual(await run({ tamper }), { read: 120, ours: 120, sent: 120, failed: 0 });
    assert.equal(delivered.length, 120);
  });

  it('goes on by the number of the page where a page has no continuation token', async () => {
    const { pay, run } = await setUpLost();
    for (let count = 0; count < 60; count += 1) await pay('refuse-then-pay');
    assert.equal((await run({ tamper: ({ data }) => ({ data }) })).read, 120);
    assert.equal((await run({ tamper: ({ data }) => ({ data, pagination: { continuationToken: '' } }) })).read, 120);
  });

  it('is not stopped by counts of -1', async () => {
    const { pay, run } = await setUpLost();
    for (let count = 0; count < 60; count += 1) await pay('refuse-then-pay');
    const tamper = ({ data, pagination }: Page) => ({
      data,
      pagination: { ...(pagination as object), totalCount: -1, totalPages: -1 },
    });
    assert.equal((await run({ tamper })).read, 120);
  });

  it('ignores a row of another form that cannot be read', async () => {
    const { pay, run } = await setUpLost();
    await pay();
    const row = { order: { id: 5, formType: 'Event' }, meta: { updatedAt: '' } };
    assert.deepEqual(await run({ tamper: (page) => withRow(page, row) }), { read: 1, ours: 1, sent: 1, failed: 0 });
  });

  const unreadable: Readonly<Record<string, unknown>> = {
    null: null,
    'a text': 'row',
    'no id at all': { state: 'Authorized', order: { formType: 'Checkout' } },
  };
  for (const [what, row] of Object.entries(unreadable)) {
    it(`counts a row that cannot be read as failed: ${what}`, async () => {
      const { pay, run } = await setUpLost();
      await pay();
      assert.deepEqual(await run({ tamper: (page) => withRow(page, row) }), { read: 2, ours: 1, sent: 1, failed: 1 });
    });
  }

  const partly: Readonly<Record<string, (row: Row) => object>> = {
    'its id': ({ id, ...row }) => row,
    'its order': ({ order, ...row }) => row,
    'the ids of its order': ({ order, ...row }) => ({ ...row, order: { formType: 'Checkout', checkoutIntentId: '' } }),
    'its date': (row) => ({ ...row, meta: { updatedAt: '' } }),
    'a type of form that is known': (row) => ({ ...row, order: { ...row.order, formType: 'Checkou' } }),
  };
  for (const [what, change] of Object.entries(partly)) {
    it(`finds the payment of a row without ${what}`, async () => {
      const { pay, run, delivered } = await setUpLost();
      await pay();
      const tamper = (page: Page) => ({ ...page, data: page.data.map((row) => change(row as Row)) });
      assert.deepEqual(await run({ tamper }), { read: 1, ours: 1, sent: 1, failed: 0 });
      assert.equal(delivered.length, 1);
    });
  }

  for (const data of [null, undefined, 'none', {}]) {
    it(`rejects when the list of payments is ${JSON.stringify(data) ?? 'absent'}: only an empty list is the end`, async () => {
      const { pay, run } = await setUpLost();
      await pay();
      await assert.rejects(run({ tamper: () => ({ data, pagination: {} }) }), /unknown shape/);
    });
  }

  it('is not stopped by a row that is older than the window, between younger ones', async () => {
    const { pay, run } = await setUpLost();
    await pay();
    await pay();
    const old = { id: 77, order: { id: 78, formType: 'Checkout' }, meta: { updatedAt: '2020-01-01T00:00:00+01:00' } };
    const tamper = (page: Page) => ({ ...page, data: page.data.length > 0 ? [old, ...page.data] : [] });
    assert.equal((await run({ tamper })).sent, 2);
  });

  it('counts a payment as failed while HelloAsso does not show its order', async () => {
    const { pay, run, simulator } = await setUpLost();
    await pay();
    simulator.configure({ orderLagMs: 60_000 });
    assert.deepEqual(await run(), { read: 1, ours: 0, sent: 0, failed: 1 });
  });
});
