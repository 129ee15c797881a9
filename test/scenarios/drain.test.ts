import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startServing } from './set-up-serving.ts';

/** A serving proxy whose HelloAsso creates no intent until `release` is called. */
async function setUpHolding(context: TestContext) {
  const world = await startServing(context);
  const { simulator, child } = world;
  const waiting: (() => void)[] = [];
  const counts = { arrived: 0, created: 0 };
  let isHolding = true;
  const helloasso = simulator.fetch;
  simulator.fetch = async (request) => {
    const isCreation = request.method === 'POST' && request.url.includes('/checkout-intents');
    if (isCreation) counts.arrived += 1;
    if (isCreation && isHolding) await new Promise<void>((resolve) => waiting.push(resolve));
    const response = await helloasso(request);
    if (isCreation && response.ok) counts.created += 1;
    return response;
  };
  const release = () => {
    isHolding = false;
    for (const resume of waiting) resume();
  };
  context.after(release);
  const lines = createInterface(child.stdout ?? assert.fail());
  return {
    ...world,
    counts,
    release,
    arrivals: async (count: number) => {
      while (counts.arrived < count) await setTimeout(5, undefined, { signal: context.signal });
    },
    /** Waits for the line that acknowledges a signal. */
    ending: async () => {
      for await (const line of lines) if (line.includes('"signal"')) return;
    },
  };
}

describe('SIGTERM', () => {
  it('answers the checkouts in progress with 201, answers /readyz with 503, accepts no connection, exits with 0', async (context) => {
    const { child, exit, pay, url, port, counts, release, arrivals, ending } = await setUpHolding(context);
    const checkouts = Array.from({ length: 20 }, () => pay());
    await arrivals(20);
    const probe = connect(port, '127.0.0.1').setEncoding('utf8');
    probe.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n'); // its end follows the signal
    await once(probe, 'connect');
    child.kill('SIGTERM');
    await ending();
    probe.write('\r\n');
    const [answer] = await once(probe, 'data');
    assert.match(answer, /^HTTP\/1\.1 503 [\s\S]*connection: close[\s\S]*\{"status":"draining"\}/i);
    while (await fetch(`${url}/healthz`).catch(() => undefined)) await setTimeout(10); // until the grace is over

    release();
    for (const response of await Promise.all(checkouts)) {
      assert.equal(response.status, 201);
      assert.equal(response.headers.get('connection'), 'close');
    }
    assert.deepEqual(await exit, [0, null]);
    assert.equal(counts.created, 20);
  });

  it('sent a second time, ends the process at once', async (context) => {
    const { child, exit, pay, arrivals, ending } = await setUpHolding(context);
    const checkout = pay();
    await arrivals(1);
    child.kill('SIGTERM');
    await ending();
    child.kill('SIGTERM');
    await assert.rejects(checkout);
    assert.deepEqual(await exit, [1, null]);
  });

  it('under load, leaves no payer without an answer whose intent was created', async (context) => {
    const { child, exit, pay, counts, release, arrivals } = await setUpHolding(context);
    release();
    let answered = 0;
    const payers = Array.from({ length: 16 }, async () => {
      for (;;) {
        const response = await pay().catch(() => undefined);
        if (!response) return; // no connection
        assert.equal(response.status, 201);
        await response.json();
        answered += 1;
      }
    });
    await arrivals(200);
    child.kill('SIGTERM');
    await Promise.all(payers);
    assert.deepEqual(await exit, [0, null]);
    assert.equal(answered, counts.created);
    assert.ok(answered >= 200);
  });
});
