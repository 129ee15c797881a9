import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { CallLane } from '../../../proxy/helloasso/concurrency.ts';
import { Problem } from '../../../proxy/problem.ts';
import { assertProblem, created, GIFT } from '../set-up.ts';
import { setUpReceiver } from '../set-up-receiver.ts';

const isBusy = (error: unknown) => error instanceof Problem && error.code === 'busy';

/** A share, calls that end when they are told to, and which were made. */
function setUpShare(bounds: ConstructorParameters<typeof CallLane>[0]) {
  const share = new CallLane(bounds);
  const made: { readonly name: string; end(): void; fail(cause: Error): void }[] = [];
  return {
    run: (name: string, signal = new AbortController().signal) =>
      share.run(
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
  it('makes so many calls at once, and the others in their order', async () => {
    const { run, made, names } = setUpShare({ atOnce: 2, waiting: 2 });
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

  it('turns away whom the line has no room for, with a time to come back', async () => {
    const { run, made, names } = setUpShare({ atOnce: 1, waiting: 1 });
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

  it('counts the wait inside the call’s own time: the call is never made, and its place is free', async () => {
    const { run, made, names } = setUpShare({ atOnce: 1, waiting: 1 });
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

  it('lets a call that has begun fail in its own words, and passes its turn on when its time ends', async () => {
    const { run, made, names } = setUpShare({ atOnce: 1, waiting: 1 });
    const time = new AbortController();
    const first = run('a', time.signal);
    const second = run('b');
    time.abort();
    made[0]?.fail(new Error('its own words'));
    await assert.rejects(first, /its own words/);
    made[1]?.end();
    assert.equal(await second, 'b');
    assert.deepEqual(names(), ['a', 'b']);
  });
});

/** A proxy in front of a HelloAsso that leaves creations, or reads, without an answer until `answer` is called. */
function setUpHanging(method: 'POST' | 'GET') {
  let isHanging = false;
  const waiting: (() => void)[] = [];
  const world = setUpReceiver({
    environment: { TRUSTED_PROXIES: '192.0.2.1' },
    intercept: (request) => {
      if (!isHanging || request.method !== method || !request.url.includes('/checkout-intents')) return undefined;
      return new Promise<undefined>((resolve) => {
        waiting.push(() => resolve(undefined));
      });
    },
  });
  return {
    ...world,
    waiting,
    hang: () => {
      isHanging = true;
    },
    answer: () => {
      isHanging = false;
      for (const end of waiting) end();
    },
    /** So many payers, each at an address of their own, in one moment. */
    flood: (count: number) =>
      Array.from({ length: count }, (_, number) =>
        world.post(GIFT, { 'x-forwarded-for': `198.18.${Math.floor(number / 250)}.${number % 250}` }),
      ),
  };
}

/** Resolves once it is so, and rejects when the test's time is up. */
async function until(isSo: () => boolean, { signal }: TestContext): Promise<void> {
  for (; !isSo(); await setImmediate()) signal.throwIfAborted();
}

describe('a flood of checkouts while HelloAsso hangs', () => {
  it('keeps neither a return nor a notification from its answer, and is served when the hang ends', async (context) => {
    const { begin, read, ask, simulator, told, flood, hang, answer, waiting } = setUpHanging('POST');
    const { checkoutIntentId, stateToken } = await begin();
    await simulator.act(checkoutIntentId, { action: 'pay' });
    hang();
    const answered: Response[] = [];
    const answers = flood(300).map(async (answer) => answered.push(await answer));
    await until(() => waiting.length >= 20 && answered.length >= 80, context);

    assert.equal((await (await read(checkoutIntentId, stateToken)).json()).outcome, 'paid');
    await simulator.settle();
    assert.deepEqual(told(), ['payment.paid 2000 Authorized']);
    assert.equal((await ask('/readyz')).status, 200);
    for (const response of answered.splice(0)) {
      assert.equal(response.headers.get('retry-after'), '5');
      await assertProblem(response, 'busy', 503);
    }
    assert.equal(waiting.length, 20, 'HelloAsso has no more than these to answer');

    answer();
    await Promise.all(answers);
    assert.equal(answered.length, 220);
    for (const response of answered) await created(response);
    await created((await flood(1)[0]) ?? assert.fail());
  });
});

describe('a flood of returns while HelloAsso hangs', () => {
  it('keeps neither a checkout nor a notification from HelloAsso, and is served when the hang ends', async (context) => {
    const { begin, read, ask, post, notify, calls, hang, answer, waiting, intents } = setUpHanging('GET');
    const checkouts = await Promise.all(Array.from({ length: 50 }, () => begin()));
    const [sent] = await intents();
    hang();
    const reads = [...checkouts, ...checkouts].map(({ checkoutIntentId, stateToken }) =>
      read(checkoutIntentId, stateToken),
    );
    await until(() => waiting.length >= 20, context);

    await created(await post(GIFT));
    const notification = { eventType: 'Order', data: { id: 1, checkoutIntentId: 1 }, metadata: sent?.metadata };
    const notified = Array.from({ length: 15 }, () => notify(notification));
    await until(() => waiting.length >= 30, context);
    assert.equal((await ask('/readyz')).status, 200);

    answer();
    for (const response of await Promise.all(reads)) assert.equal(response.status, 200);
    for (const response of await Promise.all(notified)) assert.equal(response.status, 503, 'there is no such intent');
    assert.equal(waiting.length, 30, 'twenty for returns, ten for notifications');
    assert.equal(calls().filter((call) => call.startsWith('GET ')).length, 50 + 15, 'one for both reads of an intent');
  });
});
