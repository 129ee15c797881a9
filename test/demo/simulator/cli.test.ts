import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../free-port.ts';

const CLI = fileURLToPath(new URL('../../../demo/simulator/cli.ts', import.meta.url));

function run(context: TestContext, ...args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  context.after(() => child.kill('SIGKILL'));
  return child;
}

describe('helloasso-simulator', () => {
  it('listens on the port of --port, applies --no-limits, and exits with 0 on Ctrl-C', async (context) => {
    const port = await freePort();
    const simulator = run(context, '--port', String(port), '--no-limits');
    const [printed] = await once(simulator.stdout, 'data');
    assert.match(String(printed), new RegExp(`http://127\\.0\\.0\\.1:${port}/oauth2/token`));
    const response = await fetch(`http://127.0.0.1:${port}/_simulator/switches`);
    assert.equal((await response.json()).limits, false);
    simulator.kill('SIGINT');
    assert.deepEqual(await once(simulator, 'exit'), [0, null]);
  });

  for (const [args, returns] of [
    [[], /returns {4}to https alone; --allow-http-loopback adds http on this machine/],
    [['--allow-http-loopback'], /returns {4}to https, and to http on this machine/],
  ] as const) {
    it(`prints where payers may return with ${JSON.stringify(args)}`, async (context) => {
      const simulator = run(context, '--port', String(await freePort()), ...args);
      const [printed] = await once(simulator.stdout, 'data');
      assert.match(String(printed), returns);
    });
  }

  it('prints one sentence if the port is taken', async (context) => {
    const server = createServer().listen(0, '127.0.0.1');
    context.after(() => server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const simulator = run(context, '--port', String(port));
    assert.equal(
      await text(simulator.stderr),
      `Port ${port} on 127.0.0.1 is taken: stop what uses it, or choose another port with --port.\n`,
    );
  });

  for (const args of [
    ['--port', 'http'],
    ['--port', '0'],
    ['--prot', '1'],
    ['--notification-url', 'nowhere'],
  ]) {
    it(`exits with 1 and no stack trace for ${args.join(' ')}`, async (context) => {
      const simulator = run(context, ...args);
      const [printed, [code]] = await Promise.all([text(simulator.stderr), once(simulator, 'exit')]);
      assert.equal(code, 1);
      assert.doesNotMatch(printed, /\n\s+at /);
    });
  }
});
