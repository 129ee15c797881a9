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

  it('contains the id of the intent, of a creation and of a read', async () => {
    const { post, read, logged } = setUp();
    const { checkoutIntentId, stateToken } = await created(await post(GIFT));
    await read(checkoutIntentId, stateToken);
    const lines = logged.map((line) => JSON.parse(line)).filter(({ message }) => message === 'request');
    assert.deepEqual(
      lines.map((line) => [line.route, line.checkoutIntentId]),
      [
        ['/v1/checkouts', checkoutIntentId],
        ['/v1/checkouts/:checkoutIntentId', checkoutIntentId],
      ],
    );
  });

  for (const [path, code] of [
    ['/nowhere', 'not-found'],
    ['/v1/offers/none', 'offer-unknown'],
    ['/v1/checkouts/123', 'token-invalid'],
  ] as const) {
    it(`contains the problem code ${code}, and the request id that the response contains`, async () => {
      const { ask, logged } = setUp();
      const { requestId } = await (await ask(path)).json();
      assert.match(requestId, /^[0-9a-f]{10}$/);
      const [line] = logged.map((text) => JSON.parse(text)).filter(({ message }) => message === 'request');
      assert.deepEqual([line.code, line.requestId], [code, requestId]);
    });
  }

  it('names the request and the intent in the line of an error', async () => {
    const { post, read, logged } = setUp({
      intercept: ({ method, url }) =>
        method === 'GET' && url.includes('/checkout-intents/') ? new Response(null, { status: 500 }) : undefined,
    });
    const { checkoutIntentId, stateToken } = await created(await post(GIFT));
    const { requestId } = await (await read(checkoutIntentId, stateToken)).json();
    const error = logged.map((line) => JSON.parse(line)).find(({ causes }) => causes !== undefined);
    assert.deepEqual(
      [error.requestId, error.checkoutIntentId, error.code],
      [requestId, checkoutIntentId, 'helloasso-unavailable'],
    );
  });
});
