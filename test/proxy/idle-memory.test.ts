import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { IdleMemory } from '../../proxy/idle-memory.ts';

function setUp(context: TestContext) {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const collect = context.mock.fn();
  const memory = new IdleMemory(collect);
  return {
    collections: () => collect.mock.callCount(),
    /** Ten seconds with so many requests. */
    pass: (requests = 0) => {
      for (let number = 0; number < requests; number += 1) memory.count();
      context.mock.timers.tick(10_000);
    },
  };
}

describe('IdleMemory', () => {
  it('collects once after the start, and not again while there is no load', (context) => {
    const { collections, pass } = setUp(context);
    pass();
    assert.equal(collections(), 1);
    for (let count = 0; count < 20; count += 1) pass(5); // health probes
    assert.equal(collections(), 1);
  });

  it('collects once when a load is over, also while probes go on, and never during it', (context) => {
    const { collections, pass } = setUp(context);
    pass();
    for (let count = 0; count < 3; count += 1) pass(2_000);
    assert.equal(collections(), 1);
    pass(5);
    assert.equal(collections(), 2);
    pass(5);
    assert.equal(collections(), 2);
  });

  it('shrinks the heap when what filled it is no longer in use', (context) => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    new IdleMemory();
    let held: object[] | undefined = Array.from({ length: 200_000 }, () => ({ text: Math.random() }));
    const during = process.memoryUsage().heapTotal;
    assert.equal(held.length, 200_000);
    held = undefined;
    context.mock.timers.tick(10_000);
    assert.ok(process.memoryUsage().heapTotal < during);
  });
});
