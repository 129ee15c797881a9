import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Quota } from '../../proxy/quota.ts';
import { MemoryState } from '../../proxy/state/memory-state.ts';

function setUpQuota() {
  let time = 1_000;
  const quota = new Quota({ kind: 'uses', uses: 2, periodMs: 1_000 }, new MemoryState(() => time));
  return {
    quota,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe('Quota', () => {
  it('allows the uses of a period, then answers the time that is left of it', async () => {
    const { quota, pass } = setUpQuota();
    assert.equal(await quota.take('a'), 0);
    pass(400);
    assert.equal(await quota.take('a'), 0);
    assert.equal(await quota.take('a'), 600);
    assert.equal(await quota.take('b'), 0);
    pass(601);
    assert.equal(await quota.take('a'), 0);
  });

  it('does not count a use that was given back', async () => {
    const { quota } = setUpQuota();
    for (let use = 0; use < 5; use += 1) {
      assert.equal(await quota.take('a'), 0);
      await quota.giveBack('a');
    }
  });
});
