// The Worker of proxy/deploy/cloudflare/ with the built package, in the runtime of Cloudflare on this machine.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { Webhook } from 'standardwebhooks';
import { type Stack, startStack } from '../../demo/stack.ts';
import { makeEightRequests } from '../eight-requests.ts';
import { RECEIVER } from '../proxy/set-up.ts';

const FOLDER = 'proxy/deploy/cloudflare';
const ORIGIN = 'http://localhost:8788';
/** Only the path of it counts: the Worker listens on any free port. */
const PUBLIC_URL = 'http://localhost:8787';

const KEY = '3f0c0d1e-5a0b-4a7e-9d1c-0f6f5b0a7c11';
const SECRETS = {
  HELLOASSO_CLIENT_ID: 'simulator-client',
  HELLOASSO_CLIENT_SECRET: 'simulator-secret',
  SIGNING_SECRET: Buffer.alloc(32, 7).toString('base64'),
};

interface Wrangler {
  readonly compatibility_date: string;
  readonly compatibility_flags: string[];
  readonly durable_objects: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
  readonly migrations: readonly { readonly new_sqlite_classes: readonly string[] }[];
  readonly vars: Readonly<Record<string, string>>;
}

const wrangler = JSON.parse(
  readFileSync(join(FOLDER, 'wrangler.jsonc'), 'utf8').replace(/^\s*\/\/.*$/gm, ''),
) as Wrangler;

/** Bundles the Worker as `wrangler deploy` does. */
async function bundled(): Promise<string> {
  const { outputFiles, warnings } = await build({
    entryPoints: [join(FOLDER, 'worker.js')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    logLevel: 'silent',
  });
  assert.deepEqual(warnings, []);
  return outputFiles[0]?.text ?? '';
}

/** The association's own system. It answers with `status`. */
async function startReceiver() {
  const received: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  const receiver = {
    status: 200,
    received,
    url: '',
    close: () => server.close(),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(receiver.status, { location: '/' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
  return receiver;
}

describe('the Worker', () => {
  const storage = mkdtempSync(join(tmpdir(), 'helloasso-checkout-workerd-'));
  let script: string;
  let stack: Stack;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let runtime: Miniflare;
  let ask: (request: Request) => Promise<Response>;
  const printed: string[] = [];

  const start = async () => {
    const [binding] = wrangler.durable_objects.bindings;
    runtime = new Miniflare({
      modules: true,
      script,
      compatibilityDate: wrangler.compatibility_date,
      compatibilityFlags: wrangler.compatibility_flags,
      host: '127.0.0.1',
      port: 0,
      cf: false, // else it asks the internet
      durableObjects: { [binding?.name ?? '']: { className: binding?.class_name ?? '', useSQLite: true } },
      durableObjectsPersist: storage,
      bindings: {
        ...wrangler.vars,
        ...SECRETS,
        HELLOASSO_ORGANIZATION: 'asso-demo',
        HELLOASSO_API_URL: stack.simulated?.url ?? '',
        ALLOWED_ORIGINS: ORIGIN,
        PUBLIC_URL,
        FORWARD_URL: receiver.url,
        FORWARD_SECRET: RECEIVER.FORWARD_SECRET,
      },
      handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
        for (const stream of [stdout, stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
      },
    });
    const { origin } = await runtime.ready;
    ask = (request) => fetch(new Request(request.url.replace(PUBLIC_URL, origin), request));
  };

  before(async () => {
    [script, stack, receiver] = await Promise.all([
      bundled(),
      startStack({ environment: {}, ports: { proxy: 0, site: 0, simulator: 0 } }),
      startReceiver(),
    ]);
    await start();
  });
  after(async () => {
    receiver?.close();
    stack?.close();
    await runtime?.dispose();
    rmSync(storage, { recursive: true, force: true });
  });

  it('makes its object in the storage that it needs', () => {
    const [binding] = wrangler.durable_objects.bindings;
    assert.deepEqual(wrangler.migrations.at(-1)?.new_sqlite_classes, [binding?.class_name]);
  });

  it('answers every request of a payment', async () => {
    await makeEightRequests({ url: PUBLIC_URL, origin: ORIGIN, ask });
  });

  it('keeps access token and answers when its object ends', async () => {
    const tokens = async () => (await fetch(`${stack.simulated?.url}/_simulator/tokens`)).json();
    const pay = async () => {
      const response = await ask(
        new Request(`${PUBLIC_URL}/v1/checkouts`, {
          method: 'POST',
          headers: { origin: ORIGIN, 'content-type': 'application/json', 'idempotency-key': KEY },
          body: JSON.stringify({ offer: 'don', amountCents: 2000, returnPath: '/' }),
        }),
      );
      assert.equal(response.status, 201);
      return response.json();
    };
    const first = await pay();
    const token = await tokens();
    await runtime.dispose();
    await start();
    assert.deepEqual(await pay(), first);
    assert.equal((await ask(new Request(`${PUBLIC_URL}/pay/don?from-another=page`))).status, 200);
    assert.deepEqual(await tokens(), token);
  });

  it('counts requests by the address that Cloudflare gives', async () => {
    const post = (address: string, spoofed: number) =>
      ask(
        new Request(`${PUBLIC_URL}/v1/checkouts`, {
          method: 'POST',
          headers: { origin: ORIGIN, 'cf-connecting-ip': address, 'x-forwarded-for': `198.51.100.${spoofed}` },
        }),
      );
    for (let count = 1; count <= 60; count += 1) assert.notEqual((await post('192.0.2.1', count)).status, 429);
    assert.equal((await post('192.0.2.1', 61)).status, 429);
    assert.notEqual((await post('192.0.2.2', 61)).status, 429);
    assert.ok(!printed.join('').includes('TRUSTED_PROXIES'), printed.join(''));
  });

  /** Brings the last notification of the simulator to the Worker. */
  const notify = async () => {
    const { body } = stack.simulated?.simulator.notifications().at(-1) ?? assert.fail('no notification');
    const headers = { 'content-type': 'application/json' };
    return ask(new Request(`${PUBLIC_URL}/v1/notifications`, { method: 'POST', headers, body }));
  };

  it('sends a signed event after a notification', async () => {
    assert.equal((await notify()).status, 200);
    const [delivery] = receiver.received;
    const headers = delivery?.headers as Record<string, string>;
    const event = new Webhook(RECEIVER.FORWARD_SECRET).verify(delivery?.body ?? '', headers) as { type: string };
    assert.equal(event.type, 'payment.paid');
  });

  it('takes a redirect of the receiver for a failure', async () => {
    receiver.status = 307;
    const before = receiver.received.length;
    assert.equal((await notify()).status, 503);
    assert.equal(receiver.received.length, before + 1);
    assert.ok(printed.join('').includes('the receiver answered 307'), printed.join(''));
  });
});
