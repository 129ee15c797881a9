import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { RateLimits } from '../../../proxy/http/rate-limits.ts';
import { NO_METRICS } from '../../../proxy/metrics.ts';
import { MemoryState } from '../../../proxy/state/memory-state.ts';
import { assertProblem, ORIGIN, setUp } from '../set-up.ts';

describe('POST /v1/checkouts', () => {
  it('answers 429 to an address after 60 checkouts, and serves another address', async () => {
    const { ask } = setUp();
    const init = { method: 'POST', headers: { origin: ORIGIN, 'content-type': 'application/json' }, body: '{}' };
    for (let count = 0; count < 60; count += 1) {
      assert.equal((await ask('/v1/checkouts', init, '192.0.2.1')).status, 422);
    }
    const limited = await ask('/v1/checkouts', init, '192.0.2.1');
    assert.ok(Number(limited.headers.get('retry-after')) > 0);
    assert.equal(limited.headers.get('access-control-expose-headers'), 'Retry-After');
    await assertProblem(limited, 'rate-limited', 429);
    assert.equal((await ask('/v1/checkouts', init, '192.0.2.2')).status, 422);
  });
});

describe('RateLimits', () => {
  const setUpLimits = () => new RateLimits(new MemoryState(() => 1), createSecretKey(randomBytes(32)), NO_METRICS);

  /** How many of so many checkouts are allowed. */
  async function allowed(limits: RateLimits, count: number, addressOf: (number: number) => string): Promise<number> {
    let sum = 0;
    for (let number = 0; number < count; number += 1) {
      await limits.checkout(addressOf(number)).then(
        () => (sum += 1),
        () => {},
      );
    }
    return sum;
  }

  it('counts the 65,536 networks of one /48 together, and another /48 for itself', async () => {
    const limits = setUpLimits();
    const ofOne48 = (number: number) => `2001:db8:1:${(number % 65_536).toString(16)}::1`;
    assert.equal(await allowed(limits, 65_536, ofOne48), 1_200);
    assert.equal(await allowed(limits, 1, () => '2001:db8:2::1'), 1);
  });

  it('counts refused checkouts of one /64 not for its /48', async () => {
    const limits = setUpLimits();
    assert.equal(await allowed(limits, 5_000, () => '2001:db8:1::1'), 60);
    assert.equal(await allowed(limits, 5_000, () => '2001:db8:1:1::1'), 60);
  });

  it('limits an address that asks again and again among 99,000 others', async () => {
    const limits = setUpLimits();
    let count = 0;
    const ofMany = (number: number) => {
      if (number % 100 === 0) return '192.0.2.1';
      count += 1;
      return `10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`;
    };
    assert.equal(await allowed(limits, 100_000, ofMany), 99_000 + 60);
  });
});
