// What proxy/deploy/README.md has an operator do while payers pay: a second instance and a Redis, an update, and the way back. Real
// processes, a real nginx with the file of proxy/deploy, a real Redis. The versions are copies of this build.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { it, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { CheckoutCreated, CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { freePort } from '../free-port.ts';
import { ORIGIN } from '../proxy/set-up.ts';
import { end, REDIS, startRedis, until, whyNot } from '../redis.ts';
import { startFront } from './set-up-front.ts';
import { startHelloAsso } from './set-up-helloasso.ts';

const PAYERS_AT_ONCE = 4;
/** How many payers pay between two steps. */
const BETWEEN = 40;

/** As long as the README waits: nginx's old workers know the first instance alone, and take requests a little longer than 100 ms. */
const OLD_WORKERS_MS = 2_000;

const SECOND = '# server 127.0.0.1:8788 max_fails=0;';

const skip = whyNot({ ...REDIS, nginx: 'nginx-light' });

it('two instances serve every payer while they become two, are updated one by one, and go back', {
  skip,
}, async (context) => {
  const { url, first, second, start, restart, install, addSecond, shared, helloAsso } = await setUp(context);
  await start(first, {});
  const { paid, failed } = await payWhile(context, url, async (served) => {
    await served();
    await start(second, shared);
    await addSecond();
    await restart(first, shared);
    await served();
    for (const version of ['new', 'old'] as const) {
      install(version);
      for (const port of [first, second]) {
        await restart(port, shared);
        await served();
      }
    }
  });

  assert.deepEqual(failed, [], `${paid} payers were served`);
  assert.ok(paid >= 6 * BETWEEN, `${paid} payers`);
  assert.equal(helloAsso.intents, paid, 'each payer has one intent');
});

it('two instances serve every payer while one of them is killed again and again', { skip }, async (context) => {
  const { url, first, second, start, kill, addSecond, shared } = await setUp(context);
  await start(first, shared);
  await start(second, shared);
  await addSecond();
  const { paid, failed } = await payWhile(context, url, async (served) => {
    for (let time = 0; time < 3; time += 1) {
      await served();
      await kill(first);
      await served();
      await start(first, shared);
    }
  });
  assert.deepEqual(failed, [], `${paid} payers were served`);
});

/** A HelloAsso, a Redis, nginx in front of one instance that does not run yet, and a folder in which a link leads to the version that is started next. */
async function setUp(context: TestContext) {
  const redis = await startRedis();
  context.after(() => redis.close());
  const [first, second] = [await freePort(), await freePort()];
  const way = { server: 'nginx', file: 'nginx-host.conf', path: '' } as const;
  const { url, reload } = await startFront(context, way, { port: await freePort(), proxyPort: first });
  const addSecond = async () => {
    await reload((file) => {
      assert.ok(file.includes(SECOND), SECOND);
      return file.replace(SECOND, `server 127.0.0.1:${second} max_fails=0;`);
    });
    await setTimeout(OLD_WORKERS_MS, undefined, { signal: context.signal });
  };
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-update-'));
  const running = new Map<number, ChildProcess>();
  context.after(async () => {
    for (const child of running.values()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  });
  for (const version of ['old', 'new']) {
    cpSync('dist', join(folder, version, 'dist'), { recursive: true });
    cpSync('package.json', join(folder, version, 'package.json'));
  }
  const install = (version: 'old' | 'new') => {
    rmSync(join(folder, 'current'), { force: true });
    symlinkSync(join(folder, version), join(folder, 'current'));
  };
  install('old');

  const helloAsso = await startHelloAsso(context);

  const start = async (port: number, environment: Readonly<Record<string, string>>) => {
    const child = spawn(process.execPath, [join(folder, 'current/dist/cli.js'), 'serve'], {
      cwd: folder,
      env: {
        ...helloAsso.environment(port, folder),
        OFFERS_FILE: join(process.cwd(), 'offers.json'),
        ...environment,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    running.set(port, child);
    await until(child, async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok);
  };
  const restart = async (port: number, environment: Readonly<Record<string, string>>) => {
    const child = running.get(port) ?? assert.fail('nothing runs on this port');
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    assert.deepEqual(await exit, [0, null]);
    await start(port, environment);
  };
  const kill = (port: number) => end(running.get(port) ?? assert.fail('nothing runs on this port'));
  const shared = { REDIS_URL: `redis://127.0.0.1:${redis.port}`, INSTANCES: '2' };
  return { url, first, second, start, restart, kill, install, addSecond, shared, helloAsso: helloAsso.given };
}

/** Payers pay, and read their outcome, one after another, while `work` runs. `served` waits for some of them. */
async function payWhile(context: TestContext, url: string, work: (served: () => Promise<void>) => Promise<void>) {
  const failed: string[] = [];
  let paid = 0;
  let isOver = false;
  const payer = async (number: number) => {
    for (let count = 0; !isOver; count += 1) {
      const from = `127.${number + 1}.${count >> 8}.${(count & 255) + 1}`; // each has limits of their own
      const created = await ask(`${url}/v1/checkouts`, from, { offer: 'don', amountCents: 2_000, returnPath: '/' });
      if (created.status !== 201) {
        failed.push(`checkout: ${created.status} ${JSON.stringify(created.body)}`);
        continue;
      }
      paid += 1;
      const { checkoutIntentId, redirectUrl, stateToken } = created.body as CheckoutCreated;
      await fetch(redirectUrl, { method: 'POST', body: new URLSearchParams({ action: 'pay' }), redirect: 'manual' });
      const read = await ask(`${url}/v1/checkouts/${checkoutIntentId}`, from, undefined, stateToken);
      const { outcome } = (read.body ?? {}) as Partial<CheckoutOutcome>;
      if (outcome !== 'paid') failed.push(`outcome: ${read.status} ${outcome}`);
    }
  };
  const served = async () => {
    const before = paid;
    while (paid < before + BETWEEN) await setTimeout(10, undefined, { signal: context.signal });
  };
  const payers = Promise.all(Array.from({ length: PAYERS_AT_ONCE }, (_, number) => payer(number)));
  await work(served).finally(() => {
    isOver = true;
  });
  await payers;
  return { paid, failed };
}

/** A request from an address of this machine; status 0 where the connection broke. */
async function ask(url: string, localAddress: string, body?: object, stateToken?: string) {
  const headers = {
    origin: ORIGIN,
    ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    ...(stateToken && { authorization: `State ${stateToken}` }),
  };
  try {
    // a connection each: nginx closes idle ones when it reloads, and Node, unlike a browser, then sends nothing again
    const sent = request(url, { method: body ? 'POST' : 'GET', localAddress, headers, agent: false });
    sent.end(body && JSON.stringify(body));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, body: await json(response).catch(() => undefined) };
  } catch {
    return { status: 0, body: undefined };
  }
}
