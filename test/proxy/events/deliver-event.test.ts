import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import type { PaymentEvent } from '../../../proxy/events/payment-event.ts';
import { created, GIFT, RECEIVER, setUp } from '../set-up.ts';
import { DAY_MS, MEMBERSHIP, setUpReceiver } from '../set-up-receiver.ts';

describe('an event', () => {
  it('delivers a paid payment, signed by Standard Webhooks', async () => {
    const { begin, simulator, deliveries } = setUpReceiver();
    const { checkoutIntentId } = await begin();
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    const [delivery] = deliveries;
    assert.ok(delivery);
    const { request, body, ...event } = delivery;
    const timestamp = request.headers.get('webhook-timestamp') ?? '';
    assert.equal(timestamp, String(Date.parse('2026-11-22T12:00:00Z') / 1000));
    const signature = new Webhook(RECEIVER.FORWARD_SECRET).sign(event.id, new Date(Number(timestamp) * 1000), body);
    assert.equal(request.headers.get('webhook-signature'), signature);
    const { reference, orderId, paymentId, ...data } = event.data;
    assert.match(reference, /^[\w-]{22}$/);
    assert.equal(event.id, `payment_${paymentId}_payment-paid`);
    assert.ok((orderId ?? 0) > 0);
    assert.equal(event.type, 'payment.paid');
    assert.deepEqual(data, {
      environment: 'sandbox',
      organization: 'asso-demo',
      offer: 'don',
      itemName: 'Don à l’association',
      checkoutIntentId,
      instalment: 1,
      amountCents: 2000,
      totalCents: 2000,
      state: 'Authorized',
    });
  });

  it('has the same id and body for each repeat of a notification', async () => {
    const { begin, simulator, deliveries } = setUpReceiver({ simulator: { notificationCopies: 3 } });
    const { checkoutIntentId } = await begin();
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    assert.ok(deliveries.length > 1);
    assert.equal(new Set(deliveries.map(({ id, body }) => id + body)).size, 1);
  });

  it('reports a refusal, then the success on the same intent', async () => {
    const { begin, simulator, delivered } = setUpReceiver();
    const { checkoutIntentId } = await begin();
    await simulator.act(checkoutIntentId, { action: 'refuse-then-pay' });
    await simulator.settle();
    assert.deepEqual(delivered().sort(), ['payment.paid 2000 Authorized', 'payment.refused 2000 Refused']);
  });

  it('reports each collected instalment, and a refused one', async () => {
    const { begin, simulator, delivered } = setUpReceiver();
    const { checkoutIntentId } = await begin(MEMBERSHIP);
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.advance(35 * DAY_MS);
    simulator.configure({ laterInstalments: 'refused' });
    await simulator.advance(35 * DAY_MS);
    assert.deepEqual(delivered(), [
      'payment.paid 1000 Authorized',
      'instalment.paid 1000 Authorized',
      'instalment.refused 1000 Refused',
    ]);
  });

  it('reports each refund under its own id with its cents, and a charge-back', async () => {
    const { begin, simulator, deliveries } = setUpReceiver();
    const { checkoutIntentId } = await begin();
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    const paymentId = deliveries[0]?.data.paymentId ?? 0;
    simulator.refund(paymentId, { amountCents: 500 });
    await simulator.settle();
    simulator.refund(paymentId, { amountCents: 1500 });
    await simulator.settle();
    const refunds = deliveries.filter(({ type }) => type === 'payment.refunded');
    assert.deepEqual([...new Set(refunds.map(({ data }) => data.refundedCents))], [500, 1500]);
    assert.equal(new Set(refunds.map(({ id }) => id)).size, 2);
    simulator.setPaymentState(paymentId, 'Contested');
    await simulator.settle();
    assert.ok(deliveries.some(({ type }) => type === 'payment.contested'));
  });

  it('contains the payer only with FORWARD_PAYER=true', async () => {
    for (const [FORWARD_PAYER, isNamed] of [
      ['', false],
      ['false', false],
      ['true', true],
    ] as const) {
      const { begin, simulator, deliveries } = setUpReceiver({ environment: { FORWARD_PAYER } });
      const payer = { firstName: 'Camille', lastName: 'Durand', email: 'camille@example.org' };
      const { checkoutIntentId } = await begin({ ...GIFT, payer });
      await simulator.act(checkoutIntentId, { action: 'pay' });
      await simulator.settle();
      assert.equal(/Camille/.test(deliveries[0]?.body ?? ''), isNamed);
      assert.equal(deliveries[0]?.data.payer?.email === 'camille@example.org', isNamed);
    }
  });

  it('contains the page’s metadata as `unverified`', async () => {
    const offers = {
      don: { kind: 'gift', itemName: 'Don', amountCents: { min: 100, max: 5000 }, metadataKeys: ['campaign'] },
    };
    const { begin, simulator, deliveries } = setUpReceiver({ offers });
    const { checkoutIntentId } = await begin({ ...GIFT, metadata: { campaign: 'noël' } });
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    assert.deepEqual(deliveries[0]?.data.unverified, { campaign: 'noël' });
  });

  it('goes to onEvent of an embedder', async () => {
    const events: PaymentEvent[] = [];
    const { post, simulator } = setUp({
      environment: { FORWARD_PAYER: 'true' },
      onEvent: (event) => void events.push(event),
    });
    const { checkoutIntentId } = await created(await post(GIFT));
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    assert.equal(events[0]?.type, 'payment.paid');
    assert.equal(events[0]?.data.payer?.firstName, 'Camille');
  });
});
