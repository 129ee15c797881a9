import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { CallLane, CallLanes } from '../../../proxy/helloasso/concurrency.ts';
import { Problem } from '../../../proxy/problem.ts';

const isBusy = (error: unknown): error is Problem => error instanceof Problem && error.code === 'busy';
const retryAfterOf = ({ headers }: Problem) => Number(headers['retry-after']);

/** A lane, calls that end on demand, and those that were started. The clock moves only by `pass`. */
function setUpLane(bounds: ConstructorParameters<typeof CallLane>[0], random = 0) {
  let now = 1_000;
  const lane = new CallLane(bounds, { elapsed: () => now, random: () => random });
  const made: { readonly name: string; end(): void; fail(cause: Error): void }[] = [];
  const run = (name: string, signal = new AbortController().signal, prepare?: () => Promise<void>) =>
    lane.run(
      signal,
      () =>
        new Promise<string>((resolve, reject) => {
          made.push({ name, end: () => resolve(name), fail: reject });
        }),
      prepare,
    );
  return {
    run,
    made,
    names: () => made.map(({ name }) => name),
    pass: (ms: number) => {
      now += ms;
    },
    /** Runs so many calls, one after another, each of this length. */
    async warmUp(count: number, ms: number) {
      for (let number = 0; number < count; number += 1) {
        const call = run('warm-up');
        now += ms;
        made.pop()?.end();
        await call;
      }
    },
    /** The answer of a call that is refused. */
    async refused(): Promise<Problem> {
      const answer = await run('refused').catch((cause: unknown) => cause);
      return isBusy(answer) ? answer : assert.fail('the call was not refused');
    },
  };
}

describe('CallLane', () => {
  it('runs at most `atOnce` calls, and the others in their order', async () => {
    const { run, made, names } = setUpLane({ atOnce: 2, waiting: 2 });
    const answers = ['a', 'b', 'c', 'd'].map((name) => run(name));
    assert.deepEqual(names(), ['a', 'b']);
    made[1]?.end();
    await answers[1];
    await setImmediate();
    assert.deepEqual(names(), ['a', 'b', 'c']);
    made[0]?.end();
    await answers[0];
    await setImmediate();
    for (const { end } of made) end();
    assert.deepEqual(await Promise.all(answers), ['a', 'b', 'c', 'd']);
  });

  it('rejects with busy and Retry-After when the queue is full', async () => {
    const { run, made, names, refused } = setUpLane({ atOnce: 1, waiting: 1 });
    const first = run('a');
    const second = run('b');
    assert.ok(retryAfterOf(await refused()) >= 1);
    made[0]?.end();
    await first;
    await setImmediate();
    const fourth = run('d');
    made[1]?.end();
    await second;
    await setImmediate();
    made[2]?.end();
    assert.equal(await fourth, 'd');
    assert.deepEqual(names(), ['a', 'b', 'd']);
  });

  it('removes a waiting call from the queue when its caller has gone', async () => {
    const { run, made, names } = setUpLane({ atOnce: 1, waiting: 1 });
    const first = run('a');
    const caller = new AbortController();
    const second = run('b', caller.signal);
    caller.abort();
    await assert.rejects(second, isBusy);
    await assert.rejects(run('gone before', caller.signal), isBusy);
    const third = run('c');
    made[0]?.end();
    await first;
    await setImmediate();
    made[1]?.end();
    assert.equal(await third, 'c');
    assert.deepEqual(names(), ['a', 'c']);
  });

  it('rejects with the error of a running call whose caller has gone, and starts the next one', async () => {
    const { run, made, names } = setUpLane({ atOnce: 1, waiting: 1 });
    const caller = new AbortController();
    const first = run('a', caller.signal);
    const second = run('b');
    caller.abort();
    made[0]?.fail(new Error('its own error'));
    await assert.rejects(first, /its own error/);
    await setImmediate();
    made[1]?.end();
    assert.equal(await second, 'b');
    assert.deepEqual(names(), ['a', 'b']);
  });

  it('admits a call only while its expected wait is short enough, by the time that recent calls took', async () => {
    for (const [ms, admitted] of [
      [99, 60],
      [999, 6],
      [12_000, 0],
    ] as const) {
      const { run, warmUp } = setUpLane({ atOnce: 1, waiting: 1_000, expectedMs: 6_000 });
      await warmUp(400, ms);
      let count = 0;
      run('runs');
      for (let number = 0; number < 100; number += 1) {
        run('waits').catch(() => {
          count -= 1;
        });
        count += 1;
      }
      await setImmediate();
      assert.equal(count, admitted, `calls of ${ms} ms`);
    }
  });

  it('expects that a call takes as long as those that run have taken, when HelloAsso stops answering', async () => {
    const { run, warmUp, pass, refused } = setUpLane({ atOnce: 2, waiting: 1_000, expectedMs: 6_000 });
    await warmUp(400, 10);
    for (const name of ['a', 'b', 'c']) run(name);
    pass(5_000);
    run('waits: 2 × 5 s ÷ 2');
    pass(1_000);
    assert.match((await refused()).message, /the queue is full/);
  });

  it('does not count the time to prepare, such as that of a token', async () => {
    const { run, pass, made } = setUpLane({ atOnce: 1, waiting: 1_000, expectedMs: 6_000 });
    let ready = () => {};
    const preparing = () =>
      new Promise<void>((resolve) => {
        ready = resolve;
      });
    const first = run('a', undefined, preparing);
    pass(60_000);
    const second = run('b');
    ready();
    await setImmediate();
    made[0]?.end();
    await first;
    await setImmediate();
    made[1]?.end();
    assert.equal(await second, 'b');
  });

  it('refuses a call that has waited too long, and frees its place in the queue', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { run, names } = setUpLane({ atOnce: 1, waiting: 1, longestMs: 8_000 });
    run('a');
    const waiting = run('b');
    context.mock.timers.tick(7_999);
    const before = await run('c').catch(isBusy);
    assert.equal(before, true);
    context.mock.timers.tick(1);
    await assert.rejects(waiting, /the wait is too long/);
    run('d').catch(() => assert.fail('its place is free'));
    assert.deepEqual(names(), ['a']);
  });

  it('gives each caller whom it sends away a later moment to come back at, at four fifths of the rate that it serves', async () => {
    const { run, warmUp, refused } = setUpLane({ atOnce: 1, waiting: 0 });
    await warmUp(400, 1_000);
    run('runs');
    const seconds: number[] = [];
    for (let number = 0; number < 8; number += 1) seconds.push(retryAfterOf(await refused()));
    assert.deepEqual(seconds, [3, 4, 5, 6, 8, 9, 10, 11]);
  });

  it('reserves no such moment for callers who have gone', async () => {
    const { run, warmUp, refused } = setUpLane({ atOnce: 1, waiting: 10 });
    await warmUp(100, 1_000);
    void run('running');
    const first = retryAfterOf(await new Promise<Problem>((resolve) => refusedWhenFull(resolve)));
    async function refusedWhenFull(resolve: (problem: Problem) => void) {
      for (let round = 0; round < 20; round += 1) {
        const caller = new AbortController();
        const waiting = Array.from({ length: 10 }, () => run('waiting', caller.signal).catch(() => {}));
        if (round === 19) return resolve(await refused());
        caller.abort();
        await Promise.all(waiting);
        await run('gone', caller.signal).catch(() => {});
      }
    }
    assert.ok(first <= 13, `${first} s, for a queue of eleven seconds`);
  });

  it('spreads these moments, later and at most by a fifth', async () => {
    for (const [random, seconds] of [
      [0, 13],
      [0.999, 15],
    ] as const) {
      const { run, warmUp, refused } = setUpLane({ atOnce: 1, waiting: 0 }, random);
      await warmUp(400, 1_000);
      run('runs');
      for (let number = 0; number < 8; number += 1) await refused();
      assert.equal(retryAfterOf(await refused()), seconds);
    }
  });

  it('sends no caller away for more than eighteen minutes', async () => {
    const { run, refused, pass } = setUpLane({ atOnce: 1, waiting: 0 }, 0.999);
    run('never ends');
    pass(3_600_000);
    assert.equal(retryAfterOf(await refused()), 1_080);
  });
});

describe('CallLanes', () => {
  /** Virtual time: HelloAsso answers a creation after `serviceMs`; so many payers come in five seconds and, sent away, come back once. */
  async function rush(
    context: TestContext,
    { payers, serviceMs }: { payers: number; serviceMs: (call: number) => number },
  ) {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    let now = 0;
    let drawn = 0;
    const random = () => (drawn++ * 0.618) % 1;
    const { checkouts, returns } = new CallLanes({ elapsed: () => now, random });
    const agenda = new Map<number, (() => void)[]>();
    const at = (time: number, act: () => void) => {
      const tick = Math.ceil(time / 10) * 10;
      agenda.set(tick, [...(agenda.get(tick) ?? []), act]);
    };
    const { signal } = new AbortController();
    let calls = 0;
    const counts = { first: 0, back: 0, away: 0, lost: 0, running: 0, mostRunning: 0, longestMs: 0 };
    const create = () =>
      new Promise<void>((resolve) => {
        counts.running += 1;
        counts.mostRunning = Math.max(counts.mostRunning, counts.running);
        calls += 1;
        at(now + serviceMs(calls), () => {
          counts.running -= 1;
          resolve();
        });
      });
    const come = async (isBack: boolean) => {
      const cameAt = now;
      try {
        await checkouts.run(signal, create);
        counts[isBack ? 'back' : 'first'] += 1;
      } catch (cause) {
        assert.ok(isBusy(cause));
        if (isBack) counts.lost += 1;
        else {
          counts.away += 1;
          at(now + retryAfterOf(cause) * 1000, () => come(true));
        }
      }
      counts.longestMs = Math.max(counts.longestMs, now - cameAt);
    };
    for (let number = 0; number < payers; number += 1) at((number % 500) * 10, () => come(false));
    for (; counts.first + counts.back + counts.lost < payers; now += 10) {
      for (const act of agenda.get(now) ?? []) act();
      agenda.delete(now);
      await setImmediate();
      context.mock.timers.tick(10);
      assert.equal(await returns.run(signal, async () => 'a return'), 'a return');
    }
    return counts;
  }

  const times: Readonly<Record<string, (call: number) => number>> = {
    '100 ms': () => 100,
    '500 ms': () => 500,
    '1 s': () => 1_000,
    'between 0.2 and 3 s': (call) => 200 + 2_800 * ((call * 0.618) % 1) ** 3,
    'a second, and later half a second': (call) => (call < 500 ? 1_000 : 500),
  };
  for (const [what, serviceMs] of Object.entries(times)) {
    it(`serves 95 % of those sent away of ten thousand at once when they come back, where a creation takes ${what}`, async (context) => {
      const { away, back, lost, longestMs, mostRunning } = await rush(context, { payers: 10_000, serviceMs });
      assert.ok(away > 7_000, `${away}`);
      assert.equal(back + lost, away);
      assert.ok(back >= 0.95 * away, `${back} of ${away}`);
      assert.equal(mostRunning, 20);
      assert.ok(longestMs <= 8_000 + 3_000, `${longestMs} ms`);
    });
  }
});
