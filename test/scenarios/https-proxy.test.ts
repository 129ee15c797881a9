import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { generate } from 'selfsigned';
import { serveDemo } from '../../demo/serve.ts';
import { createSimulator } from '../../demo/simulator/create-simulator.ts';
import { simulatorHandler } from '../../demo/simulator/serve.ts';
import { BARE_ENVIRONMENT } from '../bare-environment.ts';
import { freePort } from '../free-port.ts';
import { ENVIRONMENT } from '../proxy/environment.ts';
import { GIFT, ORIGIN } from '../proxy/set-up.ts';

/** No resolver knows this name: only the forwarding proxy leads to it. */
const HOST = 'helloasso.invalid';

/** HelloAsso over https behind a forwarding proxy, and the command in a folder of its own with these variables in its `.env`. */
async function setUp(context: TestContext, variables: (forwarder: string) => Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-https-proxy-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const { private: key, cert } = await generate([{ name: 'commonName', value: HOST }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }],
  });
  writeFileSync(join(folder, 'certificate.pem'), cert);

  const port = await freePort();
  const origin = `https://${HOST}:${port}`;
  const simulator = createSimulator({
    origin,
    clientId: ENVIRONMENT.HELLOASSO_CLIENT_ID,
    clientSecret: ENVIRONMENT.HELLOASSO_CLIENT_SECRET,
  });
  const server = await serveDemo(simulatorHandler(simulator), { host: '127.0.0.1', port, setBy: '' }, { key, cert });
  context.after(() => server.close());

  const tunnels: string[] = [];
  const forwarder = createServer().on('connect', ({ url = '' }, client, head) => {
    tunnels.push(url);
    const upstream = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  await once(forwarder.listen(0, '127.0.0.1'), 'listening');
  context.after(() => forwarder.close());

  const settings = {
    ...ENVIRONMENT,
    HELLOASSO_API_URL: origin,
    OFFERS_FILE: resolve('offers.json'),
    PORT: '0',
    ...variables(`http://127.0.0.1:${(forwarder.address() as AddressInfo).port}`),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, '.env'), lines.join(''));
  const child = spawn(process.execPath, [resolve('proxy/cli.ts'), 'serve'], {
    cwd: folder,
    env: { ...BARE_ENVIRONMENT, NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem') },
  });
  context.after(() => child.kill('SIGKILL'));
  return { address: `http://127.0.0.1:${await portOf(child)}`, host: `${HOST}:${port}`, tunnels };
}

async function portOf({ stdout }: ChildProcess): Promise<number> {
  assert.ok(stdout);
  for await (const line of createInterface(stdout)) {
    const { msg, port } = JSON.parse(line) as { msg: string; port: number };
    if (msg === 'listening') return port;
  }
  return assert.fail('the command ended before it was listening');
}

function createCheckout(address: string): Promise<Response> {
  return fetch(`${address}/v1/checkouts`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'application/json' },
    body: JSON.stringify(GIFT),
  });
}

describe('HTTPS_PROXY', () => {
  it('leads to HelloAsso where no other way does', async (context) => {
    const { address, host, tunnels } = await setUp(context, (HTTPS_PROXY) => ({ HTTPS_PROXY }));
    assert.equal((await createCheckout(address)).status, 201);
    assert.deepEqual([...new Set(tunnels)], [host]);
  });

  it('is not used for the hosts of NO_PROXY', async (context) => {
    const { address, tunnels } = await setUp(context, (HTTPS_PROXY) => ({ HTTPS_PROXY, NO_PROXY: HOST }));
    assert.equal((await createCheckout(address)).status, 503);
    assert.deepEqual(tunnels, []);
  });
});
