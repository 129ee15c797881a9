import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Simulator } from '../../../demo/simulator/create-simulator.ts';
import { assertProblem, created, GIFT, RECEIVER, setUp } from '../set-up.ts';
import { MEMBERSHIP, MINUTE_MS, setUpReceiver } from '../set-up-receiver.ts';

type Members = Readonly<Record<string, Readonly<Record<string, unknown>>>> & {
  readonly data: Readonly<Record<string, unknown>>;
};

describe('POST /v1/notifications', () => {
  it('answers 200 without a call when there is no receiver', async () => {
    const { post, simulator, calls } = setUp();
    const { checkoutIntentId } = await created(await post(GIFT));
    const before = calls().length;
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    assert.ok(simulator.notifications().every(({ attempts }) => attempts.every(({ status }) => status === 200)));
    assert.equal(calls().length, before);
  });

  it('answers 503 while the receiver fails, and delivers when HelloAsso sends again', async () => {
    const { begin, simulator, answerWith, deliveries } = setUpReceiver();
    const { checkoutIntentId } = await begin();
    answerWith(() => new Response(null, { status: 500 }));
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    assert.ok(simulator.notifications().every(({ attempts }) => attempts.at(-1)?.status === 503));
    answerWith(() => new Response());
    await simulator.advance(10 * MINUTE_MS);
    assert.equal(deliveries[0]?.type, 'payment.paid');
    assert.ok(simulator.notifications().every(({ attempts }) => attempts.at(-1)?.status === 200));
  });

  it('answers 503 while HelloAsso does not show the order yet, and delivers later', async () => {
    const { begin, simulator, deliveries } = setUpReceiver({ simulator: { orderLagMs: 90_000 } });
    const { checkoutIntentId } = await begin();
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    assert.equal(deliveries.length, 0);
    await simulator.advance(10 * MINUTE_MS);
    assert.equal(deliveries[0]?.type, 'payment.paid');
  });

  it('answers 503 while reads of HelloAsso fail', async () => {
    const { begin, simulator, deliveries } = setUpReceiver();
    const { checkoutIntentId } = await begin();
    simulator.inject({ kind: 'status', status: 500, calls: 4, on: 'api' });
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    assert.ok(simulator.notifications().some(({ attempts }) => attempts.at(-1)?.status === 503));
    await simulator.advance(60 * MINUTE_MS);
    assert.equal(deliveries[0]?.type, 'payment.paid');
  });

  it('answers 503 within five seconds when the receiver never answers', async () => {
    const { post, simulator } = setUp({
      environment: RECEIVER,
      receive: (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(request.signal.reason));
        }),
    });
    const { checkoutIntentId } = await created(await post(GIFT));
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    assert.ok(simulator.notifications().every(({ attempts }) => attempts.at(-1)?.status === 503));
  });

  it('makes no call for a forged notification', async () => {
    const { begin, notify, calls, deliveries, logged, intents } = setUpReceiver();
    await begin();
    const [sent] = await intents();
    const own = sent?.metadata['helloasso-checkout'];
    assert.ok(own);
    const before = calls().length;
    const data = { id: 1, state: 'Authorized', order: { id: 1, checkoutIntentId: 1 }, payer: { firstName: 'MARKED' } };
    const forgeries = [
      { eventType: 'Payment', data, metadata: { ref: 'foreign' } },
      { eventType: 'Payment', data, metadata: { 'helloasso-checkout': { ...own, mac: 'x' } } },
      { eventType: 'Payment', data, metadata: { 'helloasso-checkout': { ...own, totalCents: 1 } } },
      { eventType: 'Payment', data, metadata: { 'helloasso-checkout': { ...own, offer: 'adhesion' } } },
      { eventType: 'Payment', data: {} },
      { eventType: 'Refund', data },
      { eventType: 'Form', data: { title: 'MARKED' } },
      [],
      null,
      'MARKED, not JSON',
    ];
    for (const forgery of forgeries) assert.equal((await notify(forgery)).status, 200);
    assert.equal(calls().length, before);
    assert.equal(deliveries.length, 0);
    assert.doesNotMatch(logged.join('\n'), /MARKED/);
  });

  it('delivers only what HelloAsso shows, not the content of a notification', async () => {
    const { begin, notify, deliveries, intents, simulator } = setUpReceiver({ simulator: { notificationUrl: null } });
    const { checkoutIntentId } = await begin();
    await simulator.act(checkoutIntentId, { action: 'refuse' });
    const [sent] = await intents();
    const data = { id: 1, checkoutIntentId, payments: [{ id: 1, state: 'Authorized', amount: 2000 }] };
    assert.equal((await notify({ eventType: 'Order', data, metadata: sent?.metadata })).status, 200);
    assert.deepEqual([...new Set(deliveries.map(({ type }) => type))], ['payment.refused']);
  });

  it('reads at most 30 notifications without metadata in ten minutes, and answers 503 to the others', async () => {
    const { notify, calls } = setUpReceiver();
    const statuses: number[] = [];
    for (let id = 1; id <= 40; id += 1) {
      const data = { id, state: 'Authorized', order: { id, checkoutIntentId: id } };
      statuses.push((await notify({ eventType: 'Payment', data })).status);
    }
    assert.deepEqual(statuses, [...Array<number>(30).fill(200), ...Array<number>(10).fill(503)]);
    assert.equal(calls().filter((call) => call.startsWith('GET ')).length, 30);
  });

  it('makes no call for a payment of one of HelloAsso’s own forms', async () => {
    const { notify, calls } = setUpReceiver();
    const data = { id: 1, formType: 'Event' };
    for (let count = 0; count < 40; count += 1) assert.equal((await notify({ eventType: 'Order', data })).status, 200);
    assert.deepEqual(calls(), []);
  });

  it('finds our order in a notification without metadata, also when HelloAsso shows it late', async () => {
    const { begin, notify, simulator, deliveries } = setUpReceiver({
      simulator: { notificationUrl: null, orderLagMs: 90_000 },
    });
    const { checkoutIntentId } = await begin();
    const orderId = Number(
      new URL(await simulator.act(checkoutIntentId, { action: 'pay' })).searchParams.get('orderId'),
    );
    const order = { eventType: 'Order', data: { id: orderId, checkoutIntentId } };
    assert.equal((await notify(order)).status, 503);
    await simulator.advance(2 * MINUTE_MS);
    assert.equal((await notify(order)).status, 200);
    assert.equal((await notify({ eventType: 'Order', data: { id: orderId } })).status, 200, 'through the order');
    assert.deepEqual(
      deliveries.map(({ type }) => type),
      ['payment.paid', 'payment.paid'],
    );
  });

  it('answers 503 while HelloAsso shows an older state than the notification', async () => {
    let older: Response | undefined;
    const { begin, read, simulator, deliveries, seen } = setUpReceiver({
      intercept: ({ method, url }) =>
        method === 'GET' && url.includes('/checkout-intents/') ? older?.clone() : undefined,
    });
    const { checkoutIntentId, stateToken } = await begin();
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    await read(checkoutIntentId, stateToken);
    older = seen.findLast(({ request }) => request.method === 'GET')?.response.clone();
    simulator.setPaymentState(deliveries[0]?.data.paymentId ?? 0, 'Contested');
    await simulator.settle();
    assert.equal(
      deliveries.some(({ type }) => type === 'payment.contested'),
      false,
    );
    older = undefined;
    await simulator.advance(10 * MINUTE_MS);
    assert.ok(deliveries.some(({ type }) => type === 'payment.contested'));
  });

  it('delivers the other events when one is refused', async () => {
    const delivered = new Set<string>();
    const { post, simulator } = setUp({
      onEvent: (event) => {
        if (event.type === 'payment.refused') throw new Error('not this one');
        delivered.add(event.type);
      },
    });
    const { checkoutIntentId } = await created(await post(GIFT));
    await simulator.act(checkoutIntentId, { action: 'refuse-then-pay' });
    await simulator.settle();
    assert.deepEqual([...delivered], ['payment.paid']);
  });

  it('logs nothing of the message of an error in onEvent', async () => {
    const { post, simulator, logged } = setUp({
      onEvent: () => Promise.reject(new Error('duplicate key (email)=(MARKED@example.org)')),
    });
    const { checkoutIntentId } = await created(await post(GIFT));
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    assert.match(logged.join(), /onEvent rejected/);
    assert.doesNotMatch(logged.join(), /MARKED/);
  });

  it('logs a warning for our metadata with the MAC of another secret', async () => {
    const { begin, intents, logged } = setUpReceiver();
    await begin();
    const [sent] = await intents();
    const {
      notify: other,
      logged: otherLog,
      calls,
    } = setUpReceiver({
      environment: { SIGNING_SECRET: Buffer.alloc(32, 9).toString('base64') },
    });
    const notification = { eventType: 'Order', data: { id: 1, checkoutIntentId: 1 }, metadata: sent?.metadata };
    assert.equal((await other(notification)).status, 200);
    assert.match(otherLog.join(), /SIGNING_SECRET/);
    assert.deepEqual(calls(), []);
    assert.doesNotMatch(logged.join(), /SIGNING_SECRET/);
  });

  it('keeps /readyz at 200 after a notification about another client’s order', async () => {
    const { notify, ask } = setUpReceiver({
      intercept: ({ url }) => (url.includes('/v5/orders/') ? new Response(null, { status: 403 }) : undefined),
    });
    assert.equal((await notify({ eventType: 'Order', data: { id: 7 } })).status, 200);
    assert.equal((await ask('/readyz')).status, 200);
  });

  for (const id of [-5, 0, 1.5, 9_007_199_254_740_991]) {
    it(`makes no call for the id ${id}`, async () => {
      const { notify, calls } = setUpReceiver();
      assert.equal((await notify({ eventType: 'Order', data: { id } })).status, 200);
      assert.deepEqual(calls(), []);
    });
  }

  it('reads the organisation once in an hour after a notification about it', async () => {
    const { notify, calls, logged } = setUpReceiver();
    const data = { old_slug_organization: 'asso-demo', new_slug_organization: 'evil' };
    for (let count = 0; count < 3; count += 1)
      assert.equal((await notify({ eventType: 'Organization', data })).status, 200);
    assert.deepEqual(
      calls().filter((call) => call.startsWith('GET ')),
      ['GET /v5/organizations/asso-demo'],
    );
    assert.doesNotMatch(logged.join('\n'), /evil/);
  });

  it('ignores an unsigned notification when signature keys are set', async () => {
    const keys = { NOTIFICATION_SIGNATURE_KEYS: 'old-key,the-key' };
    const signed = setUpReceiver({ environment: keys, simulator: { signatureKey: 'the-key' } });
    const { checkoutIntentId } = await signed.begin();
    await signed.simulator.act(checkoutIntentId, { action: 'pay' });
    await signed.simulator.settle();
    assert.equal(signed.deliveries[0]?.type, 'payment.paid');

    const body = JSON.stringify({ eventType: 'Order', data: { id: 1, checkoutIntentId: 1 } });
    const { notify, calls } = setUpReceiver({ environment: keys });
    const signature = createHmac('sha256', 'other-key').update(body).digest('hex');
    for (const headers of [{}, { 'x-ha-signature': '' }, { 'x-ha-signature': 'zz' }, { 'x-ha-signature': signature }]) {
      assert.equal((await notify(body, headers as Record<string, string>)).status, 200);
    }
    assert.deepEqual(calls(), []);
  });

  /** A paid gift, whose notifications have been changed on their way. */
  async function notifyPaid(change: (body: Members) => unknown, eventType: 'Order' | 'Payment' = 'Payment') {
    const { begin, notify, simulator, deliveries } = setUpReceiver();
    const { checkoutIntentId } = await begin();
    await simulator.act(checkoutIntentId, { action: 'pay' });
    const sent = simulator.notifications().find((notification) => notification.eventType === eventType);
    assert.ok(sent);
    const { status } = await notify(change(JSON.parse(sent.body) as Members));
    return { status, types: deliveries.map(({ type }) => type) };
  }

  const usable: Readonly<Record<string, (body: Members) => unknown>> = {
    'without a type': ({ eventType, ...body }) => body,
    'of a new type': (body) => ({ ...body, eventType: 'PaymentUpdated' }),
    'without a state': ({ data: { state, ...data }, ...body }) => ({ ...body, data }),
    'without the id of the payment': ({ data: { id, ...data }, ...body }) => ({ ...body, data }),
    'without the order': ({ data: { order, ...data }, ...body }) => ({ ...body, data }),
    'with ids as text': ({ data: { id, ...data }, ...body }) => ({ ...body, data: { ...data, id: String(id) } }),
    'with empty dates': ({ data, ...body }) => ({ ...body, data: { ...data, date: '', meta: { updatedAt: '' } } }),
  };
  for (const [what, change] of Object.entries(usable)) {
    it(`looks up a payment with our MAC ${what} through what it has`, async () => {
      assert.deepEqual(await notifyPaid(change), { status: 200, types: ['payment.paid'] });
    });
  }

  it('looks up an order with our MAC through what it has', async () => {
    const withoutId = ({ data: { id, ...data }, ...body }: Members) => ({ ...body, data });
    const withoutIntent = ({ data: { checkoutIntentId, ...data }, ...body }: Members) => ({ ...body, data });
    const withoutType = ({ eventType, ...body }: Members) => body;
    for (const change of [withoutId, withoutIntent, withoutType]) {
      assert.deepEqual(await notifyPaid(change, 'Order'), { status: 200, types: ['payment.paid'] });
    }
  });

  it('answers 503 to a notification with our MAC that names nothing, or something else', async () => {
    const empty = ({ metadata }: Members) => ({ metadata, eventType: 'Payment', data: null });
    const unknown = ({ metadata }: Members) => ({ metadata, eventType: 'Order', data: { id: 7 } });
    for (const change of [empty, unknown]) assert.deepEqual(await notifyPaid(change), { status: 503, types: [] });
  });

  it('answers 503 to a notification with our MAC that names another checkout of ours', async () => {
    const { begin, notify, simulator, intents } = setUpReceiver({ simulator: { notificationUrl: null } });
    const [first, second] = [await begin(), await begin()];
    await simulator.act(second.checkoutIntentId, { action: 'pay' });
    const [sent] = await intents();
    const data = { id: 11000001, checkoutIntentId: second.checkoutIntentId };
    assert.ok(first.checkoutIntentId !== second.checkoutIntentId);
    assert.equal((await notify({ eventType: 'Order', data, metadata: sent?.metadata })).status, 503);
  });

  it('answers 200 to a notification without our MAC whose body cannot be used', async () => {
    for (const change of Object.values(usable).slice(0, 5)) {
      const { status, types } = await notifyPaid(({ metadata, ...body }) => change(body as Members));
      assert.deepEqual({ status, types }, { status: 200, types: [] });
    }
  });

  it('limits the body, and allows POST only', async () => {
    const { notify, ask } = setUpReceiver();
    await assertProblem(await notify(`"${'x'.repeat(1_000_001)}"`), 'body-too-large', 413);
    await assertProblem(await ask('/v1/notifications'), 'method-not-allowed', 405);
  });

  it('accepts the notifications in HelloAsso’s documentation', async () => {
    const { begin, notify, deliveries, intents, simulator } = setUpReceiver({ simulator: { notificationUrl: null } });
    const { checkoutIntentId } = await begin(MEMBERSHIP);
    const address = new URL(await simulator.act(checkoutIntentId, { action: 'pay' }));
    const orderId = Number(address.searchParams.get('orderId'));
    const [sent] = await intents();
    const order = {
      id: orderId,
      date: '2026-05-04T10:11:12.12+02:00',
      formSlug: 'default',
      formType: 'Checkout',
      organizationName: 'Asso démo',
      organizationSlug: 'asso-demo',
      meta: { createdAt: '2026-05-04T10:11:12.12+02:00', updatedAt: '2026-05-04T10:11:12.12+02:00' },
    };
    const payer = { email: 'camille@example.org', country: 'FRA', firstName: 'Camille', lastName: 'Durand' };
    const items = [
      { shareAmount: 1000, shareItemAmount: 1000, id: orderId, amount: 3000, type: 'Payment', state: 'Processed' },
    ];
    // The simulator's first payment of its first order.
    const paymentId = (await firstPayment(simulator, checkoutIntentId)).id;
    const payment = {
      order,
      payer,
      items,
      cashOutState: 'Transfered',
      paymentReceiptUrl: 'https://www.helloasso.com/associations/asso-demo/checkout/paiement-attestation/11001',
      id: paymentId,
      amount: 1000,
      date: '2026-05-04T10:11:12.12+02:00',
      paymentMeans: 'Card',
      installmentNumber: 1,
      state: 'Authorized',
      meta: order.meta,
      refundOperations: [],
    };
    const metadata = sent?.metadata;
    assert.equal((await notify({ data: payment, eventType: 'Payment', metadata })).status, 200);
    assert.equal(
      (await notify({ data: { ...order, checkoutIntentId, payer, items }, eventType: 'Order', metadata })).status,
      200,
    );
    assert.deepEqual([...new Set(deliveries.map(({ type }) => type))], ['payment.paid']);
    assert.equal(deliveries.length, 2);

    const foreign = { data: payment, eventType: 'Payment', metadata: { ref: 'don-42' } };
    assert.equal((await notify(foreign)).status, 200);
    const renamed = { old_slug_organization: 'asso-a', new_slug_organization: 'asso-b' };
    assert.equal((await notify({ data: renamed, eventType: 'Organization' })).status, 200);
    assert.equal(deliveries.length, 2);
  });
});

async function firstPayment(simulator: Simulator, checkoutIntentId: number): Promise<{ id: number }> {
  const response = await simulator.fetch(new Request(`http://127.0.0.1:8789/_simulator/intents/${checkoutIntentId}`));
  const { payments } = (await response.json()) as { payments: { id: number }[] };
  return payments[0] ?? assert.fail('no payment');
}
