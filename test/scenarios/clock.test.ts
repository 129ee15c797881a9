import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { created, GIFT, setUp } from '../proxy/set-up.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

for (const [change, ms] of [
  ['back', -5 * HOUR_MS],
  ['forward', 5 * HOUR_MS],
] as const) {
  describe(`a clock that is put ${change} by five hours`, () => {
    const outcomeOf = async ({ read }: ReturnType<typeof setUp>, id: number, token: string) => {
      const response = await read(id, token);
      assert.equal(response.status, 200, await response.clone().text());
      return ((await response.json()) as CheckoutOutcome).outcome;
    };

    it('after a checkout, changes no outcome: paid, pending, abandoned after 45 minutes', async () => {
      const world = setUp();
      const left = await created(await world.post(GIFT));
      const paid = await created(await world.post(GIFT));
      world.shiftClock(ms);
      await world.press(paid.redirectUrl, 'pay');
      assert.equal(await outcomeOf(world, paid.checkoutIntentId, paid.stateToken), 'paid');
      assert.equal(await outcomeOf(world, left.checkoutIntentId, left.stateToken), 'pending');
      world.pass(44 * MINUTE_MS);
      assert.equal(await outcomeOf(world, left.checkoutIntentId, left.stateToken), 'pending');
      world.pass(2 * MINUTE_MS);
      assert.equal(await outcomeOf(world, left.checkoutIntentId, left.stateToken), 'abandoned');
    });

    it('before the start, dates the first checkout as HelloAsso does', async () => {
      const world = setUp({ clockError: ms });
      const { checkoutIntentId, stateToken, expiresAt } = await created(await world.post(GIFT));
      assert.equal(expiresAt, '2026-11-22T12:15:00.000Z');
      const [intent] = await world.intents();
      const returnToken = new URL(intent?.returnUrl ?? '').searchParams.get('helloasso-checkout') ?? assert.fail();
      for (const token of [stateToken, returnToken]) {
        assert.equal(await outcomeOf(world, checkoutIntentId, token), 'pending');
      }
      world.pass(46 * MINUTE_MS);
      for (const token of [stateToken, returnToken]) {
        assert.equal(await outcomeOf(world, checkoutIntentId, token), 'abandoned');
      }
    });

    it('between a checkout and its return, with a restart, refuses no token', async () => {
      const world = setUp();
      const { checkoutIntentId, redirectUrl } = await created(await world.post(GIFT));
      const address = await world.press(redirectUrl, 'pay');
      const restarted = setUp({
        clockError: ms,
        intercept: ({ url, headers, method }) => forward(url, headers, method),
      });
      const token = address.searchParams.get('helloasso-checkout') ?? assert.fail();
      assert.equal(await outcomeOf(restarted, checkoutIntentId, token), 'paid');
      assert.equal(
        restarted.logged.some((line) => line.includes('"reason":"clock"')),
        ms < 0,
      );

      /** The restarted proxy talks to the same HelloAsso. */
      async function forward(url: string, headers: Headers, method: string): Promise<Response | undefined> {
        if (method !== 'GET') return undefined;
        const { access_token: accessToken } = await tokenOf(world);
        headers.set('authorization', `Bearer ${accessToken}`);
        return world.simulator.fetch(new Request(url, { headers }));
      }
    });

    it('keeps access token, limits and repeats as they are', async () => {
      const { post, calls, shiftClock, pass, intents } = setUp();
      const key = { 'idempotency-key': '3f2c1e4a-9b7d-4c6e-8f10-2a3b4c5d6e7f' };
      for (let count = 0; count < 59; count += 1) await created(await post(GIFT));
      await created(await post(GIFT, key));
      shiftClock(ms);
      const limited = await post(GIFT);
      assert.equal(limited.status, 429);
      assert.ok(Number(limited.headers.get('retry-after')) <= 600);
      pass(11 * MINUTE_MS);
      await created(await post(GIFT, key));
      assert.equal((await intents()).length, 60, 'the key repeats its answer');
      pass(3 * MINUTE_MS);
      await created(await post(GIFT, key));
      assert.equal((await intents()).length, 61, 'after 13 minutes it does not');
      assert.equal(calls().filter((call) => call === 'POST /oauth2/token').length, 1);
    });

    it('shows within a second that a waiting payer has paid', async () => {
      const world = setUp();
      const { checkoutIntentId, redirectUrl, stateToken } = await created(await world.post(GIFT));
      assert.equal(await outcomeOf(world, checkoutIntentId, stateToken), 'pending');
      world.shiftClock(ms);
      await world.press(redirectUrl, 'pay');
      world.pass(1_001);
      assert.equal(await outcomeOf(world, checkoutIntentId, stateToken), 'paid');
    });
  });
}

async function tokenOf({ simulator }: ReturnType<typeof setUp>): Promise<{ readonly access_token: string }> {
  const response = await simulator.fetch(
    new Request('http://127.0.0.1:8789/oauth2/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'client-id-of-the-test',
        client_secret: 'client-secret-of-the-test',
      }),
    }),
  );
  return response.json();
}
