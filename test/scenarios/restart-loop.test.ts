import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { startStack } from '../../demo/stack.ts';

/** A simulator that counts token calls, and what starts a proxy of a process of its own in front of it. */
async function setUpLives(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-crash-loop-'));
  const stack = await startStack({ environment: {}, ports: { proxy: 0, site: 0, simulator: 0 } });
  const lives: ChildProcess[] = [];
  context.after(() => {
    for (const life of lives) life.kill('SIGKILL');
    stack.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { simulator, url } = stack.simulated ?? assert.fail('no simulator');
  const answers: number[] = [];
  const helloasso = simulator.fetch;
  simulator.fetch = async (request) => {
    const response = await helloasso(request);
    if (request.url.endsWith('/oauth2/token')) answers.push(response.status);
    return response;
  };
  const environment = {
    ...process.env,
    HELLOASSO_API_URL: url,
    HELLOASSO_CLIENT_ID: 'simulator-client',
    HELLOASSO_CLIENT_SECRET: 'simulator-secret',
    HELLOASSO_ORGANIZATION: 'asso-demo',
    ALLOWED_ORIGINS: stack.siteUrl,
    TRUSTED_PROXIES: '127.0.0.1',
    PORT: '0',
    TMPDIR: folder,
    RUNTIME_DIRECTORY: '',
  };
  return {
    folder,
    answers,
    /** Starts a proxy; answers its address once it listens, and what ends it as no process can refuse. */
    async start(variables: Readonly<Record<string, string>> = {}) {
      const child = spawn(process.execPath, ['proxy/cli.ts', 'serve'], { env: { ...environment, ...variables } });
      lives.push(child);
      const [line] = await once(child.stdout, 'data');
      const { port } = JSON.parse(String(line).split('\n')[0] ?? '') as { port: number };
      return {
        url: `http://127.0.0.1:${port}`,
        kill: async () => {
          child.kill('SIGKILL');
          await once(child, 'exit');
        },
      };
    },
    pay: async (proxyUrl: string) => {
      const response = await fetch(`${proxyUrl}/v1/checkouts`, {
        method: 'POST',
        headers: { origin: stack.siteUrl, 'content-type': 'application/json' },
        body: JSON.stringify({ offer: 'don', amountCents: 2000, returnPath: '/' }),
      });
      await response.arrayBuffer();
      return response.status;
    },
  };
}

describe('a proxy that restarts again and again', () => {
  it('requests no token for health probes', async (context) => {
    const { start, answers, folder } = await setUpLives(context);
    for (let life = 0; life < 3; life += 1) {
      const { url, kill } = await start();
      for (const path of ['/healthz', '/readyz', '/v1/offers']) assert.equal((await fetch(url + path)).status, 200);
      await kill();
    }
    assert.deepEqual(answers, []);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('stays inside HelloAsso’s limits when each restart is followed by a checkout', async (context) => {
    const { start, pay, answers, folder } = await setUpLives(context);
    const statuses: number[] = [];
    for (let life = 0; life < 21; life += 1) {
      const { url, kill } = await start();
      statuses.push(await pay(url));
      await kill();
    }
    assert.deepEqual(new Set(answers), new Set([200]), 'one call too many is a 429, and 21 in ten minutes are');
    assert.equal(statuses.filter((status) => status === 201).length, answers.length);
    assert.ok(answers.length >= 8, 'the first payers are served');
    assert.equal(readdirSync(folder).length, 1);
  });

  it('stores token call times in RUNTIME_DIRECTORY', async (context) => {
    const { start, pay, folder } = await setUpLives(context);
    const runtime = mkdtempSync(join(folder, 'runtime-'));
    const { url, kill } = await start({ RUNTIME_DIRECTORY: `${runtime}:/nowhere` });
    assert.equal(await pay(url), 201);
    await kill();
    assert.equal(readdirSync(runtime).length, 1);
    assert.equal(readdirSync(folder).length, 1);
  });
});
