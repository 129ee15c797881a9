import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryTokenCallStore } from '../../../proxy/helloasso/token-call-store.ts';
import { TokenRateLimit } from '../../../proxy/helloasso/token-rate-limit.ts';

describe('TokenRateLimit', () => {
  it('refuses a call when any window is full', () => {
    const made = [
      { calls: 2, ms: 10 },
      { calls: 3, ms: 100 },
    ];
    const budget = new TokenRateLimit({ made, granted: [{ calls: 9, ms: 100 }] }, memoryTokenCallStore());
    assert.deepEqual(
      [0, 1, 2, 10, 11, 99, 100, 101].map((now) => budget.take(now)),
      [true, true, false, true, false, false, true, true],
    );
  });

  it('counts granted tokens separately from calls', () => {
    const limits = { made: [{ calls: 9, ms: 100 }], granted: [{ calls: 2, ms: 50 }] };
    const budget = new TokenRateLimit(limits, memoryTokenCallStore());
    const take = (now: number, isGranted: boolean) => {
      const isFree = budget.take(now);
      if (!isGranted) budget.releaseGrant(now);
      return isFree;
    };
    assert.deepEqual(
      [take(0, false), take(1, true), take(2, false), take(3, true), take(4, true), take(50, true), take(51, true)],
      [true, true, true, true, false, false, true],
    );
  });

  it('ignores calls dated in the future after the clock was set back', () => {
    const budget = new TokenRateLimit({ made: [{ calls: 1, ms: 100 }], granted: [] }, memoryTokenCallStore());
    assert.deepEqual([budget.take(1000), budget.take(500), budget.take(501)], [true, true, false]);
  });
});
