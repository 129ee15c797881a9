import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryTokenCallStore } from '../../../proxy/helloasso/token-call-store.ts';
import { TokenRateLimit } from '../../../proxy/helloasso/token-rate-limit.ts';
import { MemoryState } from '../../../proxy/state/memory-state.ts';

const alone = (instances = 1) => ({
  store: memoryTokenCallStore(),
  state: new MemoryState(() => 1),
  instances,
});

async function inOrder<T, R>(all: readonly T[], run: (one: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const one of all) results.push(await run(one));
  return results;
}

describe('TokenRateLimit', () => {
  it('refuses a call when any window is full', async () => {
    const made = [
      { calls: 2, ms: 10 },
      { calls: 3, ms: 100 },
    ];
    const budget = new TokenRateLimit({ made, granted: [{ calls: 9, ms: 100 }] }, alone());
    assert.deepEqual(await inOrder([0, 1, 2, 10, 11, 99, 100, 101], (now) => budget.take(now)), [
      true,
      true,
      false,
      true,
      false,
      false,
      true,
      true,
    ]);
  });

  it('counts granted tokens separately from calls', async () => {
    const limits = { made: [{ calls: 9, ms: 100 }], granted: [{ calls: 2, ms: 50 }] };
    const budget = new TokenRateLimit(limits, alone());
    const take = async ([now, isGranted]: readonly [number, boolean]) => {
      const isFree = await budget.take(now);
      if (!isGranted) await budget.releaseGrant(now);
      return isFree;
    };
    assert.deepEqual(
      await inOrder(
        [
          [0, false],
          [1, true],
          [2, false],
          [3, true],
          [4, true],
          [50, true],
          [51, true],
        ],
        take,
      ),
      [true, true, true, true, false, false, true],
    );
  });

  it('ignores calls dated in the future after the clock was set back', async () => {
    const budget = new TokenRateLimit({ made: [{ calls: 1, ms: 100 }], granted: [] }, alone());
    assert.deepEqual(await inOrder([1000, 500, 501], (now) => budget.take(now)), [true, true, false]);
  });

  it('counts the calls of all instances together, also of one that has started again', async () => {
    const { state } = alone();
    const limits = { made: [{ calls: 4, ms: 100 }], granted: [] };
    const life = () => new TokenRateLimit(limits, { ...alone(2), state });
    const [first, second] = [life(), life()];
    const one = [first, second, first, second, first].map((budget, now) => [budget, now] as const);
    assert.deepEqual(await inOrder(one, ([budget, now]) => budget.take(now)), [true, true, true, true, false]);
    assert.equal(await life().take(50), false);
    assert.equal(await life().take(101), true);
  });

  it('allows an instance its share at most, whatever the others have used or the state has lost', async () => {
    const limits = { made: [{ calls: 9, ms: 100 }], granted: [{ calls: 8, ms: 100 }] };
    const parts = alone(3);
    const take = (now: number) => new TokenRateLimit(limits, { ...parts, state: new MemoryState(() => 1) }).take(now);
    assert.deepEqual(await inOrder([0, 1, 2], take), [true, true, false]);
  });
});
