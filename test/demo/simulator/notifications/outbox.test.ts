import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS, NOTIFICATION_URL, setUp, setUpPaid } from '../set-up.ts';

describe('a signature', () => {
  it('is the HMAC of the exact body, in lower-case hexadecimal, with signatureKey', async () => {
    const { simulator, deliveries } = await setUpPaid({ signatureKey: 'secret-key' });
    await simulator.settle();
    const { body, headers } = deliveries[0] ?? assert.fail();
    assert.equal(headers.get('x-ha-signature'), createHmac('sha256', 'secret-key').update(body).digest('hex'));
  });

  it('is absent without signatureKey', async () => {
    const { simulator, deliveries } = await setUpPaid();
    await simulator.settle();
    assert.equal(deliveries[0]?.headers.get('x-ha-signature'), null);
  });
});

describe('a notification', () => {
  for (const [title, answer] of [
    ['status 503', () => new Response(null, { status: 503 })],
    ['status 204', () => new Response(null, { status: 204 })],
    ['a redirect', () => Response.redirect('https://asso.example/login')],
    ['a broken connection', () => Promise.reject(new TypeError('fetch failed'))],
  ] as const) {
    it(`is sent again with the same body a minute after ${title}`, async () => {
      const { simulator, deliveries, receiverAnswers } = await setUpPaid();
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

  it('is retried after 1, 2, 4, 8… minutes for a day, then given up', async () => {
    const { simulator, receiverAnswers } = await setUpPaid();
    receiverAnswers(() => new Response(null, { status: 500 }));
    await simulator.advance(3 * DAY_MS);
    const { attempts, state, createdAt } = simulator.notifications()[0] ?? assert.fail();
    const minutes = attempts.map(({ at }) => (at - createdAt) / MINUTE_MS);
    assert.deepEqual(minutes, [0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023]);
    assert.equal(state, 'given-up');
  });

  it('lets its receiver read the intent during delivery', async () => {
    const world = setUp({ notificationUrl: NOTIFICATION_URL, notificationTiming: 'before-redirect' });
    const { id } = await world.create();
    const seen: string[] = [];
    world.receiverAnswers(async () => {
      seen.push((await world.readIntent(id)).order.payments[0].state);
      return new Response();
    });
    await world.simulator.act(id, { action: 'pay' });
    assert.deepEqual(seen, ['Authorized', 'Authorized']);
  });

  it('is removed from the list after 500 newer ones', async () => {
    const { simulator } = await setUpPaid();
    for (let count = 0; count < 500; count++) simulator.announce({ eventType: 'Form' });
    assert.equal(simulator.notifications().length, 500);
    assert.equal(simulator.notifications()[0]?.eventType, 'Form');
  });
});

describe('notifications', () => {
  it('are sent after the redirect, or before it with notificationTiming before-redirect', async () => {
    assert.deepEqual((await setUpPaid()).types(), []);
    assert.deepEqual((await setUpPaid({ notificationTiming: 'before-redirect' })).types(), ['Payment', 'Order']);
  });

  it('are sent twice with notificationCopies 2', async () => {
    const { simulator, types, deliveries } = await setUpPaid({ notificationCopies: 2 });
    await simulator.settle();
    assert.deepEqual(types(), ['Payment', 'Payment', 'Order', 'Order']);
    assert.equal(deliveries[0]?.body, deliveries[1]?.body);
  });

  it('are sent newest first with notificationOrder reversed', async () => {
    const { simulator, deliveries } = await setUpPaid({ notificationOrder: 'reversed' });
    simulator.refund(12000001);
    await simulator.settle();
    assert.deepEqual(
      deliveries.map(({ event }) => event.data.state ?? event.eventType),
      ['Refunded', 'Order', 'Authorized'],
    );
  });

  it('are neither sent nor kept without notificationUrl', async () => {
    const { simulator, deliveries } = await setUpPaid({ notificationUrl: null });
    await simulator.settle();
    assert.equal(deliveries.length, 0);
    assert.equal(simulator.notifications().length, 0);
  });
});
