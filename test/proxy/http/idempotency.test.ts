import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertProblem, created, GIFT, ORIGIN, setUp } from '../set-up.ts';

const KEY = { 'idempotency-key': '3f2c1e4a-9b7d-4c6e-8f10-2a3b4c5d6e7f' };
const OTHER = { 'idempotency-key': '00000000-0000-4000-8000-000000000000' };

describe('an Idempotency-Key', () => {
  it('creates one intent for concurrent and later repeats of a request', async () => {
    const { post, intents } = setUp();
    const answers = await Promise.all([post(GIFT, KEY), post(GIFT, KEY), post(GIFT, KEY)]);
    const checkouts = await Promise.all([...answers, await post(GIFT, KEY)].map(created));
    assert.equal(new Set(checkouts.map(({ checkoutIntentId }) => checkoutIntentId)).size, 1);
    assert.equal((await intents()).length, 1);
  });

  it('creates another intent for another origin, another key or no key', async () => {
    const other = 'https://other.example.org';
    const { post, intents } = setUp({ environment: { ALLOWED_ORIGINS: `${ORIGIN},${other}` } });
    await created(await post(GIFT, KEY));
    await created(await post(GIFT, { ...KEY, origin: other }));
    await created(await post(GIFT, OTHER));
    await created(await post(GIFT));
    await created(await post(GIFT));
    assert.equal((await intents()).length, 5);
  });

  it('refuses another body under the same key', async () => {
    const { post, intents } = setUp();
    await created(await post(GIFT, KEY));
    await assertProblem(await post({ ...GIFT, amountCents: 3000 }, KEY), 'idempotency-key-reused', 422);
    assert.equal((await intents()).length, 1);
  });

  it('stores no failure, and a success for less than the life of the payment page', async () => {
    let isDown = true;
    const { post, intents, pass } = setUp({
      intercept: ({ url }) =>
        isDown && url.endsWith('/checkout-intents') ? new Response(null, { status: 500 }) : undefined,
    });
    await assertProblem(await post(GIFT, KEY), 'helloasso-unavailable', 503);
    isDown = false;
    const first = await created(await post(GIFT, KEY));
    pass(12 * 60_000);
    assert.equal((await created(await post(GIFT, KEY))).checkoutIntentId, first.checkoutIntentId);
    pass(60_001);
    assert.notEqual((await created(await post(GIFT, KEY))).checkoutIntentId, first.checkoutIntentId);
    assert.equal((await intents()).length, 3);
  });

  for (const key of ['', '1', 'x'.repeat(10_000), '3F2C1E4A-9B7D-4C6E-8F10-2A3B4C5D6E7F']) {
    it(`refuses the key ${JSON.stringify(key.slice(0, 40))}: not a UUID in lower case`, async () => {
      const { post, calls } = setUp();
      await assertProblem(await post(GIFT, { 'idempotency-key': key }), 'idempotency-key-invalid', 400);
      assert.deepEqual(calls(), []);
    });
  }

  it('allows the header in the preflight of a listed page', async () => {
    const { ask } = setUp();
    const headers = {
      origin: ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'idempotency-key',
    };
    const response = await ask('/v1/checkouts', { method: 'OPTIONS', headers });
    assert.match(response.headers.get('access-control-allow-headers') ?? '', /Idempotency-Key/);
  });
});
