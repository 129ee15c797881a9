import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS, setUp } from '../set-up.ts';

const URL_ = 'https://asso.example/notifications';

/** A paid intent whose notifications have not been sent yet. */
async function paid(options: Parameters<typeof setUp>[0] = {}, fields: object = {}) {
  const world = setUp({ notificationUrl: URL_, ...options });
  const { id } = await world.create({ metadata: { ref: 'don-42' }, ...fields });
  await world.simulator.act(id, { action: 'pay' });
  return { ...world, id, types: () => world.deliveries.map(({ event }) => event.eventType) };
}

describe('a payment', () => {
  it('is told by a Payment and an Order, with the metadata at the root', async () => {
    const { simulator, deliveries, types, id, readIntent } = await paid();
    await simulator.settle();
    assert.deepEqual(types(), ['Payment', 'Order']);
    for (const { url, event, headers } of deliveries) {
      assert.equal(url, URL_);
      assert.equal(headers.get('content-type'), 'application/json');
      assert.deepEqual(event.metadata, { ref: 'don-42' });
      assert.equal('metadata' in event.data, false);
    }
    assert.deepEqual(deliveries[1]?.event.data, (await readIntent(id)).order);
  });

  it('is told without metadata when none were sent', async () => {
    const { simulator, deliveries } = await paid({}, { metadata: undefined });
    await simulator.settle();
    assert.deepEqual(Object.keys(deliveries[0]?.event ?? {}), ['data', 'eventType']);
  });

  it('is told with checkoutIntentId in the Payment only when told so', async () => {
    const silent = await paid();
    await silent.simulator.settle();
    assert.equal(silent.deliveries[0]?.event.data.order.checkoutIntentId, undefined);
    const naming = await paid({ paymentNamesIntent: true });
    await naming.simulator.settle();
    assert.equal(naming.deliveries[0]?.event.data.order.checkoutIntentId, naming.id);
  });

  it('is told after the redirect, or before when told so', async () => {
    assert.deepEqual((await paid()).types(), []);
    assert.deepEqual((await paid({ notificationTiming: 'before-redirect' })).types(), ['Payment', 'Order']);
  });

  it('is told more than once when told so', async () => {
    const { simulator, types, deliveries } = await paid({ notificationCopies: 2 });
    await simulator.settle();
    assert.deepEqual(types(), ['Payment', 'Payment', 'Order', 'Order']);
    assert.equal(deliveries[0]?.body, deliveries[1]?.body);
  });

  it('is told in the wrong order when told so', async () => {
    const { simulator, deliveries } = await paid({ notificationOrder: 'reversed' });
    simulator.refund(12000001);
    await simulator.settle();
    assert.deepEqual(
      deliveries.map(({ event }) => event.data.state ?? event.eventType),
      ['Refunded', 'Order', 'Authorized'],
    );
  });

  it('that is refused is told by a Payment alone', async () => {
    const world = setUp({ notificationUrl: URL_ });
    await world.simulator.act((await world.create()).id, { action: 'refuse' });
    await world.simulator.settle();
    assert.deepEqual(
      world.deliveries.map(({ event }) => [event.eventType, event.data.state]),
      [['Payment', 'Refused']],
    );
  });

  it('is told to nobody without an address', async () => {
    const { simulator, deliveries } = await paid({ notificationUrl: null });
    await simulator.settle();
    assert.equal(deliveries.length, 0);
    assert.equal(simulator.notifications().length, 0);
  });
});

describe('a later instalment', () => {
  it('is told on its day', async () => {
    const terms = [{ amount: 100, date: '2026-12-22' }];
    const { simulator, deliveries } = await paid({}, { totalAmount: 2600, terms });
    await simulator.advance(40 * DAY_MS);
    const { eventType, data } = deliveries[2]?.event ?? {};
    assert.deepEqual([eventType, data.installmentNumber, data.state], ['Payment', 2, 'Authorized']);
    assert.equal(data.date, '2026-12-22T00:00:00.0000000+01:00');
  });
});

describe('a signature', () => {
  it('is the HMAC of the exact bytes, in lower-case hexadecimal', async () => {
    const { simulator, deliveries } = await paid({ signatureKey: 'secret-key' });
    await simulator.settle();
    const { body, headers } = deliveries[0] ?? assert.fail();
    assert.equal(headers.get('x-ha-signature'), createHmac('sha256', 'secret-key').update(body).digest('hex'));
  });

  it('is absent for a simple association', async () => {
    const { simulator, deliveries } = await paid();
    await simulator.settle();
    assert.equal(deliveries[0]?.headers.get('x-ha-signature'), null);
  });
});

describe('a notification', () => {
  for (const [title, answer] of [
    ['503', () => new Response(null, { status: 503 })],
    ['204', () => new Response(null, { status: 204 })],
    ['a redirect', () => Response.redirect('https://asso.example/login')],
    ['a broken connection', () => Promise.reject(new TypeError('fetch failed'))],
  ] as const) {
    it(`is sent again, byte for byte, after ${title}`, async () => {
      const { simulator, deliveries, receiverAnswers } = await paid();
      receiverAnswers(answer);
      await simulator.settle();
      assert.equal(deliveries.length, 2);
      receiverAnswers(() => new Response());
      await simulator.advance(MINUTE_MS - 1);
      assert.equal(deliveries.length, 2);
      await simulator.advance(1);
      assert.equal(deliveries.length, 4);
      assert.equal(deliveries[0]?.body, deliveries[2]?.body);
      await simulator.advance(2 * DAY_MS);
      assert.equal(deliveries.length, 4);
      assert.deepEqual(
        simulator.notifications().map(({ state }) => state),
        ['accepted', 'accepted'],
      );
    });
  }

  it('is sent again ever later, for a day', async () => {
    const { simulator, receiverAnswers } = await paid();
    receiverAnswers(() => new Response(null, { status: 500 }));
    await simulator.advance(3 * DAY_MS);
    const { attempts, state, createdAt } = simulator.notifications()[0] ?? assert.fail();
    const minutes = attempts.map(({ at }) => (at - createdAt) / MINUTE_MS);
    assert.deepEqual(minutes, [0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023]);
    assert.equal(state, 'given-up');
  });

  it('may read the intent while it is being delivered', async () => {
    const world = setUp({ notificationUrl: URL_, notificationTiming: 'before-redirect' });
    const { id } = await world.create();
    const seen: string[] = [];
    world.receiverAnswers(async () => {
      seen.push((await world.readIntent(id)).order.payments[0].state);
      return new Response();
    });
    await world.simulator.act(id, { action: 'pay' });
    assert.deepEqual(seen, ['Authorized', 'Authorized']);
  });

  it('of any kind is sent on demand', async () => {
    const { simulator, deliveries, types } = await paid();
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

  it('leaves the list when five hundred newer ones are there', async () => {
    const { simulator } = await paid();
    for (let count = 0; count < 500; count++) simulator.announce({ eventType: 'Form' });
    assert.equal(simulator.notifications().length, 500);
    assert.equal(simulator.notifications()[0]?.eventType, 'Form');
  });
});
