import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get, Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Handler, serve } from '../../proxy/serve.ts';

async function setUpServer(context: TestContext, answer: Handler['fetch']) {
  const server = await serve({ fetch: answer }, { host: '127.0.0.1', port: 0, setBy: 'PORT' });
  context.after(() => server.close());
  return { ...server, url: `http://127.0.0.1:${server.port}/` };
}

describe('drain', () => {
  it('ends at once when no request is in progress, also with an idle connection', async (context) => {
    const { url, drain } = await setUpServer(context, () => new Response());
    await (await fetch(url)).text();
    await drain(60_000);
    await assert.rejects(fetch(url));
  });

  it('closes the connection of a request that is not answered in time', async (context) => {
    const arrivals = new EventEmitter();
    const { url, drain } = await setUpServer(context, () => {
      arrivals.emit('request');
      return new Promise<Response>(() => {});
    });
    const rejected = assert.rejects(fetch(url));
    await once(arrivals, 'request');
    await drain(50);
    await rejected;
  });
});

describe('the address of a client', () => {
  const answerAddress = (_: Request, { clientAddress }: { readonly clientAddress: string }) =>
    new Response(clientAddress);

  it('of TCP is its IP address', async (context) => {
    const { url } = await setUpServer(context, answerAddress);
    assert.equal(await (await fetch(url)).text(), '127.0.0.1');
  });

  it('of a Unix socket, which Passenger makes of any port, is 127.0.0.1', async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-socket-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    const socketPath = join(folder, 'socket');
    const listen = Server.prototype.listen;
    context.mock.method(
      Server.prototype,
      'listen',
      function (this: Server, _port: number, _host: string, done: () => void) {
        return listen.call(this, socketPath, done);
      },
    );
    await setUpServer(context, answerAddress);
    const [response] = await once(get({ socketPath, path: '/' }), 'response');
    assert.equal(Buffer.concat(await response.toArray()).toString(), '127.0.0.1');
  });
});
