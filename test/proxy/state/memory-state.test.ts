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

  it('has a name for each kind that stays, and that another memory does not have', async () => {
    const [state, other] = [new MemoryState(() => 1), new MemoryState(() => 1)];
    assert.equal(await state.generation(['page']), await state.generation(['page']));
    assert.notEqual(await state.generation(['page']), await other.generation(['page']));
  });

  it('has another name for a kind of which it had to forget a text, but not for one whose texts have ended', async () => {
    let time = 1;
    const state = new MemoryState(() => time, { texts: 2, counts: 2 });
    const names = async () => [await state.generation(['page']), await state.generation(['answer'])];
    const [page, answer] = await names();
    for (const name of 'ab') await state.set(`page:${name}`, name, TTL_MS);
    assert.deepEqual(await names(), [page, answer]);
    await state.set('page:c', 'c', TTL_MS);
    const [next] = await names();
    assert.notEqual(next, page);
    assert.equal((await names())[1], answer);
    time += TTL_MS + 1;
    for (const name of 'de') await state.set(`page:${name}`, name, TTL_MS);
    assert.deepEqual(await names(), [next, answer]);
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
