// What every implementation of the shared state does.
import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import type { SharedState } from '../../../proxy/state/state.ts';

/** Long enough for no test to reach it. */
export const LONG_MS = 60_000;
const SHORT_MS = 200;

interface Implementation {
  /** A state that stores nothing yet. */
  readonly open: () => Promise<SharedState>;
  /** Lets so much time pass at least. */
  readonly pass: (ms: number) => Promise<void>;
}

/** The tests of an implementation, for a suite of it. */
export function testContract({ open, pass }: Implementation): void {
  let state: SharedState;
  beforeEach(async () => {
    state = await open();
  });
  const isAbout = (remainingMs: number | undefined, ms: number) =>
    assert.ok(
      remainingMs && remainingMs > (ms === LONG_MS ? SHORT_MS : 0) && remainingMs <= ms,
      `${remainingMs} of ${ms}`,
    );

  it('stores a text in place of another one, for its time to live', async () => {
    assert.equal(await state.get('a:1'), undefined);
    await state.set('a:1', 'é “1”', LONG_MS);
    await state.set('a:2', 'two', LONG_MS);
    const stored = await state.get('a:1');
    assert.equal(stored?.value, 'é “1”');
    isAbout(stored.remainingMs, LONG_MS);
    await state.set('a:1', 'other', SHORT_MS);
    assert.equal((await state.get('a:1'))?.value, 'other');
    await pass(SHORT_MS);
    assert.equal(await state.get('a:1'), undefined);
    assert.equal((await state.get('a:2'))?.value, 'two');
  });

  it('lets a text that is read live for longer, and begins none', async () => {
    await state.set('a:1', 'text', SHORT_MS);
    isAbout((await state.get('a:1', LONG_MS))?.remainingMs, LONG_MS);
    await pass(SHORT_MS);
    assert.equal((await state.get('a:1'))?.value, 'text');
    assert.equal(await state.get('a:2', LONG_MS), undefined);
    assert.equal(await state.get('a:2'), undefined);
  });

  it('adds a text where there is none: of several, the first', async () => {
    const added = await Promise.all(['one', 'two', 'three'].map((text) => state.add('a:1', text, SHORT_MS)));
    assert.deepEqual(added, [true, false, false]);
    assert.equal((await state.get('a:1'))?.value, 'one');
    await pass(SHORT_MS);
    assert.equal(await state.add('a:1', 'two', LONG_MS), true);
  });

  it('counts from the first time on, and begins again after the time to live', async () => {
    const counted = await Promise.all([1, 1, 1].map((by) => state.count('a:1', by, LONG_MS)));
    assert.deepEqual(
      counted.map(({ count }) => count),
      [1, 2, 3],
    );
    isAbout(counted[2]?.remainingMs, LONG_MS);
    assert.equal((await state.count('a:1', -1, LONG_MS)).count, 2);
    assert.equal((await state.count('a:2', 1, SHORT_MS)).count, 1);
    isAbout((await state.count('a:2', 1, LONG_MS)).remainingMs, SHORT_MS);
    await pass(SHORT_MS);
    assert.equal((await state.count('a:2', 1, LONG_MS)).count, 1);
  });

  it('takes back what is counted only', async () => {
    assert.deepEqual(await state.count('a:1', -1, LONG_MS), { count: 0, remainingMs: 0 });
    assert.equal((await state.count('a:1', 1, LONG_MS)).count, 1);
  });

  it('gives a lock to one owner, who may keep it for longer', async () => {
    const locked = await Promise.all(['me', 'you', 'me'].map((owner) => state.lock('a:1', owner, SHORT_MS)));
    assert.deepEqual(locked, [true, false, true]);
    assert.equal(await state.lock('a:1', 'me', LONG_MS), true);
    await pass(SHORT_MS);
    assert.equal(await state.lock('a:1', 'you', LONG_MS), false);
  });

  it('gives a lock to another owner after its time to live, or when its owner gives it back', async () => {
    await state.lock('a:1', 'me', SHORT_MS);
    await pass(SHORT_MS);
    assert.equal(await state.lock('a:1', 'you', LONG_MS), true);
    await state.unlock('a:1', 'me');
    assert.equal(await state.lock('a:1', 'me', LONG_MS), false);
    await state.unlock('a:1', 'you');
    assert.equal(await state.lock('a:1', 'me', LONG_MS), true);
  });
}
