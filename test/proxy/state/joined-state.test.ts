import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Stored } from '../../../proxy/state/state.ts';
import { joinState, type Operation, SECRET, setUpShared } from './set-up-instances.ts';

const TTL_MS = 60_000;
const WRITING: readonly Operation[] = ['set', 'add', 'count', 'lock'];

function setUp() {
  let time = 1;
  const elapsed = () => time;
  const store = setUpShared(elapsed);
  return {
    ...store,
    /** One more instance. */
    join: (secrets = [SECRET]) => joinState(store.shared, elapsed, secrets),
    pass: (ms: number) => {
      time += ms;
    },
    count: () => store.asked.length,
  };
}

describe('the state of an instance among others', () => {
  it('shows texts, counts and locks that one instance has set to the others', async () => {
    const { join } = setUp();
    const [one, other] = [join().state, join().state];
    await one.set('a:1', 'text', TTL_MS);
    assert.equal((await other.get('a:1'))?.value, 'text');
    assert.equal(await other.add('a:1', 'other', TTL_MS), false);
    assert.equal(await other.add('a:2', 'two', TTL_MS), true);
    assert.equal((await one.get('a:2'))?.value, 'two');
    assert.equal((await one.count('b:1', 1, TTL_MS)).count, 1);
    assert.equal((await other.count('b:1', 1, TTL_MS)).count, 2);
    assert.equal(await one.lock('lock:1', 'me', TTL_MS), true);
    assert.equal(await other.lock('lock:1', 'you', TTL_MS), false);
    await one.unlock('lock:1', 'me');
    assert.equal(await other.lock('lock:1', 'you', TTL_MS), true);
  });

  it('has a name that all have, another one once it is lost, and none while it is away', async () => {
    const { join, flush, breakAll, pass } = setUp();
    const [one, other] = [join().state, join().state];
    const name = await one.generation();
    assert.ok(name);
    assert.equal(await other.generation(), name);
    pass(86_400_000); // lives for a day from its last use
    assert.equal(await one.generation(), name);
    flush();
    const next = await other.generation();
    assert.ok(next);
    assert.notEqual(next, name);
    assert.equal(await one.generation(), next);
    breakAll();
    assert.equal(await one.generation(), undefined);
  });

  it('gives the shared state no text in the clear, and no key without its prefix', async () => {
    const { join, asked } = setUp();
    const { state } = join();
    await state.set('a:1', 'the text', TTL_MS);
    await state.add('a:2', 'the text', TTL_MS);
    await state.count('b:1', 1, TTL_MS);
    await state.lock('lock:1', 'me', TTL_MS);
    await state.unlock('lock:1', 'me');
    assert.equal(asked.length, 5);
    for (const [, key] of asked) assert.match(String(key), /^test:/);
    const text = JSON.stringify(asked);
    assert.doesNotMatch(text, /the text/);
    assert.ok(!text.includes(Buffer.from('the text').toString('base64url').slice(0, 9)));
  });

  it('encrypts the same text otherwise each time', async () => {
    const { join, shared } = setUp();
    const { state } = join();
    await state.set('a:1', 'text', TTL_MS);
    const first = (await shared.get('test:a:1')) as Stored;
    await state.set('a:1', 'text', TTL_MS);
    assert.notEqual((await shared.get('test:a:1'))?.value, first.value);
  });

  it('takes what was moved to another key, changed or encrypted by others for lost', async () => {
    const { join, shared } = setUp();
    await join().state.set('a:1', 'text', TTL_MS);
    const { value } = (await shared.get('test:a:1')) as Stored;
    const { state } = join();
    assert.equal((await state.get('a:1'))?.value, 'text');
    await shared.set('test:a:2', value, TTL_MS);
    assert.equal(await state.get('a:2'), undefined);
    for (const damaged of [
      '',
      'x',
      value.slice(0, -4),
      `${value.slice(0, 30)}${value.slice(30, 31) === 'A' ? 'B' : 'A'}${value.slice(31)}`,
    ]) {
      await shared.set('test:a:1', damaged, TTL_MS);
      assert.equal(await join().state.get('a:1'), undefined, damaged);
    }
    await shared.set('test:a:1', value, TTL_MS);
    const other = new Uint8Array(32).fill(2);
    assert.equal(await join([other]).state.get('a:1'), undefined);
    assert.equal((await join([other, SECRET]).state.get('a:1'))?.value, 'text', 'while a secret is replaced');
  });

  it('goes on with what it saw last while the shared state fails, and asks it once in five seconds', async () => {
    const { join, breakAll, break: repair, pass, count } = setUp();
    const { state, lines } = join();
    const other = join().state;
    await other.set('a:1', 'text', TTL_MS);
    await state.get('a:1');
    await state.count('b:1', 1, TTL_MS);
    assert.equal(state.isComplete, true);

    breakAll();
    assert.equal((await state.count('b:1', 1, TTL_MS)).count, 2);
    assert.equal(state.isComplete, false);
    const before = count();
    assert.equal((await state.get('a:1'))?.value, 'text');
    assert.equal(await state.lock('lock:1', 'me', TTL_MS), true);
    assert.equal(await state.lock('lock:1', 'you', TTL_MS), false);
    assert.equal(await state.add('a:2', 'alone', TTL_MS), true);
    assert.equal(await state.add('a:2', 'again', TTL_MS), false);
    assert.equal(count(), before, 'not asked again');
    pass(5_001);
    await Promise.all([1, 2, 3].map(() => state.count('b:1', 1, TTL_MS)));
    assert.equal(count(), before + 1, 'one call tries it');
    assert.deepEqual(lines, ['the shared state is away: this instance goes on alone {"reason":"for the test"}']);

    repair();
    await state.count('b:1', 1, TTL_MS);
    assert.equal(state.isComplete, false, 'too early to know');
    pass(5_001);
    await state.count('b:1', 1, TTL_MS);
    assert.equal(state.isComplete, true);
    assert.equal(lines.length, 2);
    assert.equal(lines[1], 'the shared state is back {}');
    assert.equal(await other.add('a:3', 'text', TTL_MS), true);
    assert.equal(await state.add('a:3', 'text', TTL_MS), false);
  });

  it('waits for no answer longer than 100 ms, and then for none', async () => {
    const { join, breakAll } = setUp();
    const { state, lines } = join();
    breakAll('hangs');
    assert.equal(await state.add('a:1', 'text', TTL_MS), true);
    assert.equal((await state.get('a:1'))?.value, 'text');
    assert.deepEqual(lines, ['the shared state is away: this instance goes on alone {"reason":"no answer in 100 ms"}']);
  });

  it('reads an answer that has arrived before it gives up, when the process was busy for all the time', async (context) => {
    let end: (() => void) | undefined;
    context.mock.method(globalThis, 'setTimeout', (callback: () => void) => {
      end = callback;
    });
    const { join, shared } = setUp();
    const { state, lines } = join();
    const { count } = shared;
    Object.assign(shared, {
      count: (key: string, by: number, ttlMs: number) =>
        new Promise((resolve) => {
          setImmediate(() => resolve(count(key, by, ttlMs))); // as when the next thing that is read is the answer
          queueMicrotask(() => end?.());
        }),
    });
    const counted = state.count('b:1', 1, TTL_MS);
    assert.equal((await counted).count, 1);
    assert.ok(end);
    assert.deepEqual(lines, []);
  });

  it('is not back because a store that is full can be read', async () => {
    const { join, break: breakOnly, pass } = setUp();
    const { state, lines } = join();
    await state.set('a:1', 'text', TTL_MS);
    breakOnly('rejects', WRITING);
    await state.count('b:1', 1, TTL_MS);
    for (let second = 0; second < 30; second += 3) {
      pass(3_000);
      assert.equal((await state.get('a:1'))?.value, 'text');
      await state.unlock('lock:1', 'me');
      await state.lock('lock:1', 'me', TTL_MS);
    }
    assert.equal(lines.length, 1);
  });

  it('repeats what it knows after the shared state has lost it', async () => {
    const { join, flush } = setUp();
    const { state, lines } = join();
    await state.add('a:1', 'text', TTL_MS);
    flush();
    assert.equal((await state.get('a:1'))?.value, 'text');
    assert.deepEqual(lines, []);
  });

  it('goes on alone where there is no shared state at all', async () => {
    const { state, lines } = joinState(Promise.reject(new Error('no such file')), () => 1);
    assert.equal(await state.add('a:1', 'text', TTL_MS), true);
    assert.equal(await state.add('a:1', 'text', TTL_MS), false);
    assert.equal(lines.length, 1);
  });
});
