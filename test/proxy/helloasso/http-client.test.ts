import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { type Call, type Send, sendByFetch, sendByNode } from '../../../proxy/helloasso/http-client.ts';
import { Problem } from '../../../proxy/problem.ts';

/** Makes a call of a server that answers like this. */
async function setUp(context: TestContext, send: Send, answer: RequestListener) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    answer(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    paths,
    send: (call: Partial<Call> = {}) =>
      send(`${origin}/v5/x?y=1`, { method: 'GET', headers: {}, signal: context.signal, ...call }),
  };
}

for (const [name, send] of Object.entries({ sendByNode, sendByFetch: sendByFetch(fetch) })) {
  describe(name, () => {
    it('sends method, path, headers and body, and gives status, headers and text', async (context) => {
      const world = await setUp(context, send, async ({ method, url, headers }, response) => {
        response.writeHead(201, { 'x-one': 'é'.length, 'content-type': 'application/json' });
        response.end(JSON.stringify({ method, url, length: headers['content-length'], token: headers.authorization }));
      });
      const headers = { authorization: 'Bearer abc', 'content-type': 'application/json' };
      const { status, header, text } = await world.send({ method: 'POST', headers, body: '"é"' });
      assert.equal(status, 201);
      assert.deepEqual(
        [header('x-one'), header('content-type'), header('x-two')],
        ['1', 'application/json', undefined],
      );
      assert.deepEqual(JSON.parse(text), { method: 'POST', url: '/v5/x?y=1', length: '4', token: 'Bearer abc' });
    });

    it('gives a text without its byte order mark, whose characters come in parts', async (context) => {
      const bytes = Buffer.from('\uFEFFhéllo');
      const world = await setUp(context, send, (_, response) => {
        response.write(bytes.subarray(0, 5));
        setImmediate(() => response.end(bytes.subarray(5)));
      });
      assert.equal((await world.send()).text, 'héllo');
    });

    it('follows no redirect', async (context) => {
      const world = await setUp(context, send, (_, response) => response.writeHead(302, { location: '/other' }).end());
      assert.equal((await world.send()).status, 302);
      assert.deepEqual(world.paths, ['/v5/x?y=1']);
    });

    it('rejects a body that is larger than any valid one', async (context) => {
      const chunk = Buffer.alloc(1_000_000, ' ');
      const world = await setUp(context, send, (_, response) => {
        const fill = () => {
          while (response.write(chunk));
        };
        response.on('drain', fill);
        fill();
      });
      await assert.rejects(world.send(), (cause) => cause instanceof Problem && cause.code === 'helloasso-unavailable');
    });

    it('rejects when its signal aborts: before the response, and while the body arrives', async (context) => {
      for (const partial of ['', '{']) {
        const controller = new AbortController();
        const world = await setUp(context, send, (_, response) => {
          if (partial) response.write(partial);
          setImmediate(() => controller.abort());
        });
        await assert.rejects(world.send({ signal: controller.signal }));
      }
    });

    it('rejects when the connection breaks: before the response, and in the body', async (context) => {
      for (const partial of ['', '{']) {
        const world = await setUp(context, send, (request, response) => {
          if (partial) response.write(partial);
          setImmediate(() => request.socket.destroy());
        });
        await assert.rejects(world.send());
      }
    });
  });
}

describe('sendByNode', () => {
  it('rejects when the other side switches to another protocol', async (context) => {
    const world = await setUp(context, sendByNode, (_, { socket }) => {
      socket?.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    await assert.rejects(world.send());
  });

  it('rejects a response whose headers are larger than 16 kB', async (context) => {
    const { send } = await setUp(context, sendByNode, (_, response) => {
      response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end();
    });
    await assert.rejects(send(), { code: 'HPE_HEADER_OVERFLOW' });
  });

  it('keeps a connection open for the next call', async (context) => {
    const ports: (number | undefined)[] = [];
    const { send } = await setUp(context, sendByNode, ({ socket }, response) => {
      ports.push(socket.remotePort);
      response.end();
    });
    await send();
    await send();
    assert.equal(new Set(ports).size, 1);
  });
});
