import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Quota } from '../../proxy/quota.ts';

function setUpQuota(rule: Partial<ConstructorParameters<typeof Quota>[0]> = {}) {
  let time = 1_000;
  const quota = new Quota({ uses: 2, periodMs: 1_000, names: 10, ...rule }, () => time);
  return {
    quota,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe('Quota', () => {
  it('allows the uses of a period, then answers the time that is left of it', () => {
    const { quota, pass } = setUpQuota();
    assert.equal(quota.take('a'), 0);
    pass(400);
    assert.equal(quota.take('a'), 0);
    assert.equal(quota.take('a'), 600);
    assert.equal(quota.take('b'), 0);
    pass(601);
    assert.equal(quota.take('a'), 0);
  });

  it('does not count a use that was given back', () => {
    const { quota } = setUpQuota();
    for (let use = 0; use < 5; use += 1) {
      assert.equal(quota.take('a'), 0);
      quota.giveBack('a');
    }
  });

  it('forgets the name that was used least recently when there are too many', () => {
    const { quota } = setUpQuota({ uses: 1 });
    for (const name of 'abcdefghij') quota.take(name);
    quota.take('a'); // the first, and used again
    quota.take('k');
    assert.ok(quota.take('a') > 0);
    assert.equal(quota.take('b'), 0);
  });
});
