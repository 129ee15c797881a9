import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';

const NONE = {
  HELLOASSO_CLIENT_ID: '',
  HELLOASSO_CLIENT_SECRET: '',
  HELLOASSO_ORGANIZATION: '',
  HELLOASSO_API_URL: '',
};
const ANY_PORT = { PORT: '0', DEMO_PORT: '0', SIMULATOR_PORT: '0' };

/** Starts `npm start` on free ports. */
function start(environment: Readonly<Record<string, string>>) {
  const child: ChildProcess = spawn(process.execPath, ['--import', './proxy/require-node.js', 'demo/start.ts'], {
    env: { ...process.env, ...NONE, ...ANY_PORT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const listen = (chunk: unknown) => {
    printed += String(chunk);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  return {
    child,
    printed: () => printed,
    /** Waits until the output ends in `ending`. Returns all of it. */
    async until(ending: RegExp): Promise<string> {
      while (!ending.test(printed)) {
        assert.equal(child.exitCode, null, printed);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return printed;
    },
    async exit(): Promise<unknown[]> {
      return child.exitCode === null && child.signalCode === null
        ? once(child, 'exit')
        : [child.exitCode, child.signalCode];
    },
  };
}

describe('npm start', () => {
  it('npm start prints three addresses that answer, and ends at once on Ctrl-C', async () => {
    const { child, until, exit } = start({});
    const printed = await until(/Ctrl-C ends everything\.\n/);
    assert.match(printed, /with the simulator: no real money moves/);
    const addresses = [...printed.matchAll(/http:\/\/localhost:\d+\//g)].map(([address]) => address);
    assert.equal(addresses.length, 3);
    const [site = '', proxy = '', simulator = ''] = addresses;
    assert.match(await (await fetch(site)).text(), new RegExp(`proxy="${proxy.slice(0, -1)}"`));
    assert.equal((await fetch(`${proxy}healthz`)).status, 200);
    assert.match(
      await (await fetch(`${site}configurateur.html`)).text(),
      new RegExp(`data-demo-proxy="${proxy.slice(0, -1)}"`),
    );
    assert.equal((await fetch(`${site}configurateur.js`)).status, 200);
    assert.equal((await fetch(simulator)).status, 200);
    const exiting = exit();
    child.kill('SIGINT');
    assert.deepEqual(await exiting, [0, null]);
    await assert.rejects(fetch(site));
  });

  it('npm start with credentials uses HelloAsso’s sandbox, says so, and serves an https page', async () => {
    const { child, until, exit } = start({
      HELLOASSO_CLIENT_ID: 'id',
      HELLOASSO_CLIENT_SECRET: 'MARKED-secret',
      HELLOASSO_ORGANIZATION: 'asso',
    });
    const printed = await until(/Ctrl-C ends everything\.\n/);
    assert.match(printed, /with HelloAsso’s sandbox: test cards only/);
    assert.match(printed, /Demo +https:\/\/localhost/);
    assert.doesNotMatch(printed, /Simulator|MARKED/);
    child.kill('SIGINT');
    await exit();
  });

  it('npm start refuses HELLOASSO_ENVIRONMENT=production', async () => {
    const { printed, exit } = start({ HELLOASSO_CLIENT_ID: 'id', HELLOASSO_ENVIRONMENT: 'production' });
    assert.deepEqual(await exit(), [1, null]);
    assert.match(printed(), /^npm start is for the simulator and HelloAsso’s sandbox\./);
  });

  it('npm start names the missing variables when only some are set', async () => {
    const { printed, exit } = start({ HELLOASSO_CLIENT_ID: 'id' });
    assert.deepEqual(await exit(), [1, null]);
    assert.match(printed(), /HELLOASSO_CLIENT_SECRET: is missing;.*\n +HELLOASSO_ORGANIZATION: is missing;/);
    assert.doesNotMatch(printed(), /\bat /);
  });

  it('npm start names a port that is taken in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { printed, exit } = start({ PORT: String(port) });
    assert.deepEqual(await exit(), [1, null]);
    assert.equal(
      printed(),
      `Port ${port} on 127.0.0.1 is taken: stop what uses it, or choose another port with PORT.\n`,
    );
    other.close();
  });
});
