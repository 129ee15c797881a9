// The servers that operators put in front of the proxy, with the files of proxy/deploy.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import { TIMEOUTS } from '../../proxy/serve.ts';
import { makeEightRequests } from '../eight-requests.ts';
import { freePort } from '../free-port.ts';
import { readDeployFile, startFront, WAYS, type Way, whySkipped } from './set-up-front.ts';
import { startServing } from './set-up-serving.ts';

/** The real proxy behind a server. */
async function setUp(context: TestContext, way: Way) {
  const port = await freePort();
  const environment = {
    PUBLIC_URL: `http://127.0.0.1:${port}${way.path}`,
    FORWARD_URL: 'http://127.0.0.1:9/', // nothing is sent there: it only makes the proxy read notifications
    FORWARD_SECRET: `whsec_${Buffer.alloc(24).toString('base64')}`,
  };
  const proxy = await startServing(context, { environment });
  const front = await startFront(context, way, { port, proxyPort: proxy.port });
  return { ...front, direct: proxy.url, origin: proxy.origin };
}

/** In the place of the proxy: what it was asked, and by how many connections. */
async function setUpStandIn(context: TestContext, way: Way) {
  const [port, proxyPort] = [await freePort(), await freePort()];
  const asked: IncomingMessage['headers'][] = [];
  let connections = 0;
  const standIn = createServer((incoming, response) => {
    asked.push(incoming.headers);
    response.end(incoming.url);
  });
  standIn.on('connection', () => {
    connections += 1;
  });
  context.after(() => standIn.close());
  const start = () => once(standIn.listen(proxyPort, '127.0.0.1'), 'listening');
  return { ...(await startFront(context, way, { port, proxyPort })), start, asked, connections: () => connections };
}

/** Sends an empty checkout from an address of this machine, and resolves with the status. */
async function orderFrom(
  localAddress: string,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const sent = request(`${url}/v1/checkouts`, { localAddress, method: 'POST', headers });
  sent.setHeader('content-type', 'application/json');
  sent.end('{}');
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  await text(response);
  return response.statusCode ?? 0;
}

function notify(url: string, bytes: number): Promise<Response> {
  const body = JSON.stringify({ eventType: 'Order', data: { filler: 'x'.repeat(bytes) } });
  return fetch(`${url}/v1/notifications`, { method: 'POST', body });
}

for (const way of WAYS) {
  const { server, file, path } = way;
  describe(`${server} in front of the proxy, by ${file}`, { skip: whySkipped(way) }, () => {
    it('serves the real proxy', async (context) => {
      const { url, origin, direct, forbidBodiesOnDisk } = await setUp(context, way);

      await context.test('every request of a payment', async () => {
        await makeEightRequests({ url, origin, ask: fetch });
      });

      await context.test('names each client by its own address, whatever it says of itself', async () => {
        const statuses: number[] = [];
        for (let index = 0; index <= 60; index += 1) {
          const forged = { origin, 'x-forwarded-for': `198.51.100.${index}`, forwarded: `for=198.51.100.${index}` };
          statuses.push(await orderFrom('127.0.0.2', url, forged));
        }
        assert.deepEqual(statuses, [...Array<number>(60).fill(422), 429]);
        assert.equal(
          ((await (await fetch(`${url}/healthz`)).json()) as { clientAddress: string }).clientAddress,
          'forwarded',
        );
        assert.equal(await orderFrom('127.0.0.3', url, { origin }), 422, 'another client has a limit of its own');
      });

      await context.test('leaves what the proxy has compressed as it is', async () => {
        const get = async (from: string, encoding: string) => {
          const sent = request(`${from}/helloasso-checkout.js`, { headers: { 'accept-encoding': encoding } });
          sent.end();
          const [response] = (await once(sent, 'response')) as [IncomingMessage];
          return { encoding: response.headers['content-encoding'], body: await text(response.setEncoding('latin1')) };
        };
        for (const encoding of ['br', 'gzip']) {
          const answer = await get(url, encoding);
          assert.equal(answer.encoding, encoding);
          assert.deepEqual(answer, await get(direct, encoding));
        }
      });

      await context.test(
        'passes a notification of 900 kB, never by the disk, and leaves a larger checkout for the proxy to refuse',
        async () => {
          forbidBodiesOnDisk();
          assert.equal((await notify(url, 900_000)).status, 200);
          const headers = { origin, 'content-type': 'application/json' };
          const checkout = await fetch(`${url}/v1/checkouts`, { method: 'POST', headers, body: ' '.repeat(40_000) });
          assert.equal(checkout.status, 413);
          assert.equal(checkout.headers.get('content-type'), 'application/problem+json');
        },
      );
    });

    it('shows the proxy its own paths, and the name of the host', async (context) => {
      const { url, start, asked } = await setUpStandIn(context, way);
      await start();
      assert.equal(await (await fetch(`${url}/pay/don?a=%C3%A9&b=1`)).text(), '/pay/don?a=%C3%A9&b=1');
      assert.equal(asked[0]?.host, server === 'nginx' ? '127.0.0.1' : new URL(url).host);
    });

    if (path) {
      it('keeps the sessions of the site to itself, and serves the rest of the site', async (context) => {
        const { url, start, asked } = await setUpStandIn(context, way);
        await start();
        await fetch(`${url}/v1/offers`, { headers: { cookie: 'session=1' } });
        assert.deepEqual(
          asked.map(({ cookie }) => cookie),
          [undefined],
        );
        assert.equal(await (await fetch(new URL('/payment', url))).text(), 'site');
      });
    }

    if (file !== 'nginx-path.conf') {
      it('keeps its connection to the proxy, and closes an idle one before the proxy does', async (context) => {
        const { url, start, connections } = await setUpStandIn(context, way);
        await start();
        for (let index = 0; index < 5; index += 1) await (await fetch(`${url}/`)).text();
        assert.equal(connections(), 1);
        const [, seconds] = /^\s+keepalive(?:_timeout)? (\d+)s/m.exec(readDeployFile(file)) ?? [];
        assert.ok(Number(seconds) * 1000 < TIMEOUTS.keepAliveTimeout, `${seconds} s`);
      });
    }

    if (server === 'caddy') {
      it('lets a returning payer wait while the proxy restarts', async (context) => {
        const { url, start, logged } = await setUpStandIn(context, way);
        const answer = fetch(`${url}/v1/checkouts/1`);
        await logged(/connection refused/);
        await start();
        assert.equal(await (await answer).text(), '/v1/checkouts/1');
      });
    }
  });
}
