import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as tick } from 'node:timers/promises';
import { Problem } from '../../../proxy/problem.ts';
import { exclusively } from '../../../proxy/state/exclusively.ts';
import { joinState, setUpShared, until } from './set-up-instances.ts';

const PATIENT = { patienceMs: 60_000 };

function setUp() {
  const elapsed = () => performance.now() + 1;
  const store = setUpShared(elapsed);
  const [one, other] = [joinState(store.shared, elapsed).state, joinState(store.shared, elapsed).state];
  /** Work that another instance has begun and will not end before `end` is called. */
  const begin = async () => {
    let end: ((result: string) => void) | undefined;
    const ended = exclusively(other, 'work', PATIENT, () => new Promise<string>((resolve) => (end = resolve)));
    await until(() => end !== undefined);
    return { end: (result: string) => end?.(result), ended };
  };
  return { ...store, one, other, begin };
}

function isBusy(cause: unknown): boolean {
  assert.ok(cause instanceof Problem);
  assert.equal(cause.code, 'busy');
  assert.equal(cause.status, 503);
  return true;
}

describe('exclusively', () => {
  it('runs work of two instances one after the other, whether it fails or not', async () => {
    const { one, begin } = setUp();
    const { end, ended } = await begin();
    let hasRun = false;
    const next = exclusively(one, 'work', PATIENT, async () => {
      hasRun = true;
      throw new Error('for the test');
    });
    await exclusively(one, 'other work', PATIENT, async () => {});
    await tick();
    assert.equal(hasRun, false);
    end('done');
    assert.equal(await ended, 'done');
    await assert.rejects(next, /for the test/);
    assert.equal(await exclusively(one, 'work', PATIENT, async () => 'third'), 'third');
  });

  it('keeps its lock for as long as it works', async (context) => {
    const { one, asked, begin } = setUp();
    context.mock.timers.enable({ apis: ['setInterval'] });
    const { end, ended } = await begin();
    const locks = () => asked.filter(([name]) => name === 'lock');
    const [first] = locks();
    context.mock.timers.tick(6_000);
    await tick();
    assert.equal(locks().length, 5);
    assert.ok(locks().every(([, key, owner, ttlMs]) => key === first?.[1] && owner === first?.[2] && ttlMs === 5_000));
    end('done');
    await ended;
    context.mock.timers.tick(6_000);
    assert.equal(locks().length, 5);
    assert.equal(await exclusively(one, 'work', PATIENT, async () => 'next'), 'next');
  });

  it('waits for an instance that was killed until its lock has ended', async () => {
    const { one, shared } = setUp();
    await shared.lock('test:lock:work', 'killed', 120);
    assert.equal(await exclusively(one, 'work', PATIENT, async () => 'after it'), 'after it');
  });

  it('is busy when the other takes too long, and when nobody waits any more', async () => {
    const { one, begin } = setUp();
    const { end, ended } = await begin();
    const never = async () => assert.fail('both run');
    await assert.rejects(exclusively(one, 'work', { patienceMs: 60 }, never), isBusy);
    await assert.rejects(exclusively(one, 'work', { ...PATIENT, gone: AbortSignal.abort() }, never), isBusy);
    end('done');
    await ended;
  });

  it('is busy when the other can no longer be reached: it may have finished', async () => {
    const { one, begin, breakAll, asked } = setUp();
    const { end, ended } = await begin();
    const before = asked.length;
    const waiting = exclusively(one, 'work', PATIENT, async () => assert.fail('both run'));
    await until(() => asked.length > before);
    breakAll();
    await assert.rejects(waiting, isBusy);
    end('done');
    assert.equal(await ended, 'done');
    assert.equal(await exclusively(one, 'work', PATIENT, async () => 'alone'), 'alone', 'who has not waited is served');
  });
});
