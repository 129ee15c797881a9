import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createSimulator } from '../../../demo/simulator/create-simulator.ts';
import { createProxy } from '../../../proxy/create-proxy.ts';
import { repeatBroken } from '../../../proxy/helloasso/broken-connection.ts';
import { ENVIRONMENT, testConfig } from '../environment.ts';
import { created, GIFT, ORIGIN } from '../set-up.ts';

/** A proxy in front of a HelloAsso that can close a reused connection without an answer. */
async function setUpClosing(context: TestContext) {
  const used = new WeakSet<Socket>();
  const calls: string[] = [];
  let isClosing = false;
  const server = createAdaptorServer({
    fetch: (request, env) => {
      const { socket } = (env as HttpBindings).incoming;
      const what = `${request.method} ${new URL(request.url).pathname.replace(/\d+$/, '')}`;
      if (isClosing && used.has(socket)) {
        isClosing = false;
        calls.push(`${what} broke`);
        socket.destroy();
        return RESPONSE_ALREADY_SENT;
      }
      used.add(socket);
      calls.push(what);
      return simulator.fetch(request);
    },
  }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const simulator = createSimulator({
    origin,
    clientId: ENVIRONMENT.HELLOASSO_CLIENT_ID,
    clientSecret: ENVIRONMENT.HELLOASSO_CLIENT_SECRET,
  });
  let waited = 1;
  const proxy = createProxy(testConfig({ HELLOASSO_API_URL: origin }), { elapsed: () => waited });
  const ask = (path: string, init: RequestInit) =>
    proxy.fetch(new Request(`https://pay.example.org${path}`, init), { clientAddress: '192.0.2.1' });
  return {
    /** Closes the next reused connection. The calls from then on. */
    close: () => {
      isClosing = true;
      calls.length = 0;
      return calls;
    },
    pass: (ms: number) => {
      waited += ms;
    },
    post: () =>
      ask('/v1/checkouts', {
        method: 'POST',
        headers: { origin: ORIGIN, 'content-type': 'application/json' },
        body: JSON.stringify(GIFT),
      }),
    read: (id: number, token: string) =>
      ask(`/v1/checkouts/${id}`, { headers: { origin: ORIGIN, authorization: `State ${token}` } }),
  };
}

describe('a reused connection that HelloAsso has closed', () => {
  it('fails no read and no token call: each is repeated once', async (context) => {
    const { post, read, pass, close } = await setUpClosing(context);
    const { checkoutIntentId, stateToken } = await created(await post());
    const intent = 'GET /v5/organizations/asso-demo/checkout-intents/';

    const ofRead = close();
    assert.equal((await read(checkoutIntentId, stateToken)).status, 200);
    assert.deepEqual(ofRead, [`${intent} broke`, intent]);

    pass(29.5 * 60_000); // the token is about to expire
    const ofToken = close();
    assert.equal((await read(checkoutIntentId, stateToken)).status, 200);
    assert.deepEqual(ofToken, ['POST /oauth2/token broke', 'POST /oauth2/token', intent]);
  });
});

describe('repeatBroken', () => {
  const broken = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) });

  for (const [code, count] of [
    ['UND_ERR_SOCKET', 2],
    ['ECONNRESET', 2],
    ['EPIPE', 2],
    ['ECONNREFUSED', 1],
    ['ENOTFOUND', 1],
  ] as const) {
    it(`makes a call that fails with ${code} ${count} times in all`, async () => {
      let calls = 0;
      const call = async () => {
        calls += 1;
        throw broken(code);
      };
      await assert.rejects(repeatBroken(call), { message: 'fetch failed' });
      assert.equal(calls, count);
    });
  }
});
