import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { created, GIFT, setUp } from '../set-up.ts';

describe('the log of one request', () => {
  it('stays short for a refused request, whatever it contains', async () => {
    const { ask, logged } = setUp();
    const long = 'x'.repeat(15_000);
    await ask(`/v1/checkouts?${long}`, {
      method: 'POST',
      headers: { origin: `https://${long}.example`, accept: long },
    });
    assert.ok(logged.length > 0);
    assert.ok(logged.join('\n').length < 1_000);
  });

  it('stays short for a response of HelloAsso with thousands of error codes', async () => {
    const errors = Array.from({ length: 2_000 }, (_, number) => ({ code: `${'C'.repeat(55)}${number}` }));
    const { post, logged } = setUp({
      intercept: ({ method, url }) =>
        method === 'POST' && url.endsWith('/checkout-intents') ? Response.json({ errors }, { status: 422 }) : undefined,
    });
    assert.equal((await post(GIFT)).status, 502);
    assert.match(logged.join('\n'), /HelloAsso answered 422 C{55}0/);
    assert.ok(logged.join('\n').length < 1_000);
  });

  it('stays short for an order with thousands of payments in unknown states', async () => {
    const world = setUp({
      intercept: async ({ method, url, headers }) => {
        if (method !== 'GET' || !url.includes('/checkout-intents/')) return undefined;
        const intent = await (await world.simulator.fetch(new Request(url, { headers }))).json();
        const [payment] = intent.order.payments;
        intent.order.payments = Array(2_000).fill({ ...payment, state: 'S'.repeat(60) });
        return Response.json(intent);
      },
    });
    const { checkoutIntentId, redirectUrl, stateToken } = await created(await world.post(GIFT));
    await world.press(redirectUrl, 'pay');
    await world.read(checkoutIntentId, stateToken);
    assert.match(world.logged.join('\n'), /unknown payment states/);
    assert.ok(world.logged.join('\n').length < 5_000);
  });
});
