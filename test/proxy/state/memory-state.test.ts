import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MemoryState } from '../../../proxy/state/memory-state.ts';
import { testContract } from './shared-state-contract.ts';

const TTL_MS = 1_000;

describe('the state in memory', () => {
  let time = 1;
  testContract({
    open: async () => new MemoryState(() => time),
    pass: async (ms) => {
      time += ms + 1;
    },
  });

  it('forgets the entry of a kind that was used least recently when there are too many', async () => {
    const state = new MemoryState(() => 1, { texts: 2, counts: 10 });
    for (const name of 'abcdefghij') await state.count(`uses:${name}`, 1, TTL_MS);
    await state.count('uses:a', 1, TTL_MS); // the first, and used again
    await state.count('uses:k', 1, TTL_MS);
    assert.equal((await state.count('uses:a', 1, TTL_MS)).count, 3);
    assert.equal((await state.count('uses:b', 1, TTL_MS)).count, 1);
    for (const name of 'abc') await state.set(`text:${name}`, name, TTL_MS);
    assert.equal(await state.get('text:a'), undefined);
    assert.equal((await state.get('text:c'))?.value, 'c');
  });

  it('has a name that stays, and that another memory does not have', async () => {
    const [state, other] = [new MemoryState(() => 1), new MemoryState(() => 1)];
    assert.equal(await state.generation(), await state.generation());
    assert.notEqual(await state.generation(), await other.generation());
  });

  it('displaces no entry of another kind', async () => {
    const state = new MemoryState(() => 1, { texts: 2, counts: 2 });
    await state.count('checkouts:a', 1, TTL_MS);
    await state.set('answer:a', 'text', TTL_MS);
    for (const name of 'abcdef') {
      await state.count(`reads:${name}`, 1, TTL_MS);
      await state.set(`page:${name}`, name, TTL_MS);
    }
    assert.equal((await state.count('checkouts:a', 1, TTL_MS)).count, 2);
    assert.equal((await state.get('answer:a'))?.value, 'text');
  });
});
