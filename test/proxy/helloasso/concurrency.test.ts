import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallLane } from '../../../proxy/helloasso/concurrency.ts';
import { Problem } from '../../../proxy/problem.ts';

const isBusy = (error: unknown) => error instanceof Problem && error.code === 'busy';

/** A lane, calls that end on demand, and those that were started. */
function setUpLane(bounds: ConstructorParameters<typeof CallLane>[0]) {
  const lane = new CallLane(bounds);
  const made: { readonly name: string; end(): void; fail(cause: Error): void }[] = [];
  return {
    run: (name: string, signal = new AbortController().signal) =>
      lane.run(
        signal,
        () =>
          new Promise<string>((resolve, reject) => {
            made.push({ name, end: () => resolve(name), fail: reject });
          }),
      ),
    made,
    names: () => made.map(({ name }) => name),
  };
}

describe('CallLane', () => {
  it('runs at most `atOnce` calls, and the others in their order', async () => {
    const { run, made, names } = setUpLane({ atOnce: 2, waiting: 2 });
    const answers = ['a', 'b', 'c', 'd'].map((name) => run(name));
    assert.deepEqual(names(), ['a', 'b']);
    made[1]?.end();
    await answers[1];
    await Promise.resolve();
    assert.deepEqual(names(), ['a', 'b', 'c']);
    made[0]?.end();
    await answers[0];
    await Promise.resolve();
    for (const { end } of made) end();
    assert.deepEqual(await Promise.all(answers), ['a', 'b', 'c', 'd']);
  });

  it('rejects with busy and Retry-After when the queue is full', async () => {
    const { run, made, names } = setUpLane({ atOnce: 1, waiting: 1 });
    const first = run('a');
    const second = run('b');
    await assert.rejects(
      run('c'),
      (error) => isBusy(error) && error instanceof Problem && error.headers['retry-after'] === '5',
    );
    made[0]?.end();
    await first;
    const fourth = run('d');
    made[1]?.end();
    await second;
    made[2]?.end();
    assert.equal(await fourth, 'd');
    assert.deepEqual(names(), ['a', 'b', 'd']);
  });

  it('removes a waiting call from the queue when its signal aborts', async () => {
    const { run, made, names } = setUpLane({ atOnce: 1, waiting: 1 });
    const first = run('a');
    const time = new AbortController();
    const second = run('b', time.signal);
    time.abort();
    await assert.rejects(second, isBusy);
    const third = run('c');
    made[0]?.end();
    await first;
    made[1]?.end();
    assert.equal(await third, 'c');
    assert.deepEqual(names(), ['a', 'c']);
  });

  it('rejects with the error of a running call, and starts the next one', async () => {
    const { run, made, names } = setUpLane({ atOnce: 1, waiting: 1 });
    const time = new AbortController();
    const first = run('a', time.signal);
    const second = run('b');
    time.abort();
    made[0]?.fail(new Error('its own error'));
    await assert.rejects(first, /its own error/);
    made[1]?.end();
    assert.equal(await second, 'b');
    assert.deepEqual(names(), ['a', 'b']);
  });
});
