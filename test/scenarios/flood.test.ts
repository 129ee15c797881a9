import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { assertProblem, created, GIFT, ORIGIN } from '../proxy/set-up.ts';
import { setUpReceiver } from '../proxy/set-up-receiver.ts';

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

describe('a flood of checkouts while HelloAsso does not answer', () => {
  it('delays neither a return nor a notification, and is served when HelloAsso answers again', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] }); // nobody has waited too long
    const { begin, read, ask, simulator, delivered, flood, hang, answer, waiting } = setUpHanging('POST');
    const { checkoutIntentId, stateToken } = await begin();
    await simulator.act(checkoutIntentId, { action: 'pay' });
    hang();
    const answered: Response[] = [];
    const answers = flood(300).map(async (answer) => answered.push(await answer));
    await until(() => waiting.length >= 20 && answered.length >= 28, context);

    assert.equal((await (await read(checkoutIntentId, stateToken)).json()).outcome, 'paid');
    await simulator.settle();
    assert.deepEqual(delivered(), ['payment.paid 2000 Authorized']);
    assert.equal((await ask('/readyz')).status, 200);
    for (const response of answered.splice(0)) {
      const seconds = Number(response.headers.get('retry-after'));
      assert.ok(seconds >= 6 && seconds <= 10, `${seconds} s: the queue of now is served first`);
      await assertProblem(response, 'busy', 503);
    }
    assert.equal(waiting.length, 20, 'HelloAsso has no more than these to answer');

    answer();
    await Promise.all(answers);
    assert.equal(answered.length, 272);
    for (const response of answered) await created(response);
    await created((await flood(1)[0]) ?? assert.fail());
  });
});

describe('a payer who disconnects while their checkout waits for its turn', () => {
  /** Twenty creations that run, and one request with a key that waits. */
  async function setUpWaiting(context: TestContext) {
    const world = setUpHanging('POST');
    await world.begin();
    world.hang();
    const running = world.flood(20);
    await until(() => world.waiting.length === 20, context);
    const send = (signal: AbortSignal) =>
      world.ask('/v1/checkouts', {
        method: 'POST',
        headers: {
          origin: ORIGIN,
          'content-type': 'application/json',
          'idempotency-key': '3f2c1e4a-9b7d-4c6e-8f10-2a3b4c5d6e7f',
        },
        body: JSON.stringify(GIFT),
        signal,
      });
    return { ...world, running, send };
  }

  it('causes no call of HelloAsso', async (context) => {
    const { send, intents, answer, running } = await setUpWaiting(context);
    const payer = new AbortController();
    const gone = send(payer.signal);
    await setImmediate();
    payer.abort();
    await assertProblem(await gone, 'busy', 503);
    answer();
    await Promise.all(running);
    assert.equal((await intents()).length, 21);
  });

  it('before the proxy has looked at the request, and sends it again, gets a checkout', async (context) => {
    const { send, intents, answer, running } = await setUpWaiting(context);
    const payer = new AbortController();
    void send(payer.signal);
    payer.abort();
    const again = send(new AbortController().signal);
    await setImmediate();
    answer();
    await created(await again);
    await Promise.all(running);
    assert.equal((await intents()).length, 22);
  });

  it('and has sent the request again, gets the one checkout by the second', async (context) => {
    const { send, intents, answer, running } = await setUpWaiting(context);
    const payer = new AbortController();
    void send(payer.signal);
    await setImmediate();
    const again = send(new AbortController().signal);
    await setImmediate();
    payer.abort();
    answer();
    await created(await again);
    await Promise.all(running);
    assert.equal((await intents()).length, 22);
  });
});

describe('a flood of returns while HelloAsso does not answer', () => {
  it('delays neither a checkout nor a notification, and is served when HelloAsso answers again', async (context) => {
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

describe('a flood of notifications without our metadata while HelloAsso does not answer', () => {
  it('delays no notification with our MAC', async (context) => {
    const { begin, notify, hang, answer, waiting, intents } = setUpHanging('GET');
    const { checkoutIntentId } = await begin();
    const [sent] = await intents();
    hang();
    const flood = Array.from({ length: 30 }, (_, number) =>
      notify({ eventType: 'Order', data: { id: 1000 + number, checkoutIntentId: 1000 + number } }),
    );
    await until(() => waiting.length >= 2, context);
    const verified = notify({ eventType: 'Order', data: { id: 1, checkoutIntentId }, metadata: sent?.metadata });
    await until(() => waiting.length >= 3, context);
    assert.equal(waiting.length, 3, 'two of the flood');
    answer();
    await Promise.all([...flood, verified]);
  });
});
