// The startup file of proxy/deploy/passenger/ with the built package. Passenger and LiteSpeed are not here: what each does to a program is, as in
// Passenger's node-loader.js. The program is required, and its server listens on a Unix socket in place of any port.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { startStack } from '../../demo/stack.ts';
import { BARE_ENVIRONMENT } from '../bare-environment.ts';
import { makeEightRequests } from '../eight-requests.ts';

const ORIGIN = 'https://www.example.org';
const PUBLIC_URL = 'https://www.example.org/pay';

/** What `listen` is given in place of port and host. */
const LISTEN = { Passenger: 'process.env.SOCKET', LiteSpeed: '{ fd: 0 }' } as const;

/** Starts the program in front of a simulator. Returns how to ask it. */
async function start(context: TestContext, server: keyof typeof LISTEN) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-passenger-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const socketPath = join(folder, 'socket');
  const loader = join(folder, 'loader.cjs');
  writeFileSync(
    loader,
    `const { Server } = require('node:http');
const { listen } = Server.prototype;
Server.prototype.listen = function (...args) { return listen.call(this, ${LISTEN[server]}, args.at(-1)); };
require(${JSON.stringify(resolve('proxy/deploy/passenger/app.cjs'))});`,
  );
  const stack = await startStack({ environment: {}, ports: { proxy: 0, site: 0, simulator: 0 } });
  context.after(() => stack.close());

  const opened = createServer().listen(join(folder, 'opened')) as ReturnType<typeof createServer> & {
    readonly _handle: { readonly fd: number };
  };
  await once(opened, 'listening');
  if (server === 'LiteSpeed') renameSync(join(folder, 'opened'), socketPath); // `close` removes the file of the old name
  const child: ChildProcess = spawn(process.execPath, [loader], {
    stdio: [opened._handle.fd, 'pipe', 'inherit'],
    env: {
      ...BARE_ENVIRONMENT,
      TMPDIR: folder,
      SOCKET: socketPath,
      HELLOASSO_API_URL: stack.simulated?.url,
      HELLOASSO_CLIENT_ID: 'simulator-client',
      HELLOASSO_CLIENT_SECRET: 'simulator-secret',
      HELLOASSO_ORGANIZATION: 'asso-demo',
      ALLOWED_ORIGINS: ORIGIN,
      PUBLIC_URL,
      TRUSTED_PROXIES: '127.0.0.1',
    },
  });
  opened.close();
  context.after(() => child.kill());
  let printed = '';
  child.stdout?.on('data', (chunk) => {
    printed += chunk;
  });
  await once(child.stdout ?? assert.fail(), 'data');
  return {
    child,
    printed: () => printed,
    /** Asks as the web server does, for a client with this address. */
    ask: async (request: Request, address = '192.0.2.1'): Promise<Response> => {
      const headers = { ...Object.fromEntries(request.headers), 'x-forwarded-for': address };
      const sent = send({ socketPath, path: request.url.slice(PUBLIC_URL.length), method: request.method, headers });
      sent.end(Buffer.from(await request.arrayBuffer()));
      const [response] = await once(sent, 'response');
      const body = Buffer.concat(await response.toArray());
      const { statusCode: status } = response;
      return new Response(body.length > 0 ? body : null, { status, headers: response.headers });
    },
  };
}

for (const server of Object.keys(LISTEN) as (keyof typeof LISTEN)[]) {
  describe(`the startup file, required by ${server}`, () => {
    it('answers every request of a payment', async (context) => {
      const { ask, printed } = await start(context, server);
      await makeEightRequests({ url: PUBLIC_URL, origin: ORIGIN, ask: (request) => ask(request) });
      assert.doesNotMatch(printed(), /"level":[45]0/, 'no warning');
    });

    it('counts requests by the address that the web server has forwarded', async (context) => {
      const { ask } = await start(context, server);
      const askFrom = (address: string) =>
        ask(new Request(`${PUBLIC_URL}/v1/checkouts`, { method: 'POST', headers: { origin: ORIGIN } }), address);
      for (let count = 1; count <= 60; count += 1) assert.notEqual((await askFrom('192.0.2.1')).status, 429);
      assert.equal((await askFrom('192.0.2.1')).status, 429);
      assert.notEqual((await askFrom('192.0.2.2')).status, 429);
    });

    it('ends with status 0 on SIGTERM', async (context) => {
      const { child } = await start(context, server);
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      assert.deepEqual(await exit, [0, null]);
    });
  });
}
