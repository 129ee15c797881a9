import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Handler, serve } from '../../proxy/serve.ts';

async function setUpServer(context: TestContext, answer: Handler['fetch']) {
  const server = await serve({ fetch: answer }, { host: '127.0.0.1', port: 0, setBy: 'PORT' });
  context.after(() => server.close());
  return { ...server, url: `http://127.0.0.1:${server.port}/` };
}

/** A Unix socket in a folder that is removed after the test. */
function socketFor(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-socket-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return { host: join(folder, 'socket'), port: 0, setBy: 'PORT' };
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

  it('of a Unix socket is 127.0.0.1', async (context) => {
    const { host: socketPath } = socketFor(context);
    const server = await serve({ fetch: answerAddress }, { host: socketPath, port: 8787, setBy: 'PORT' });
    context.after(() => server.close());
    assert.equal(server.port, 0);
    const [response] = await once(get({ socketPath, path: '/' }), 'response');
    assert.equal(Buffer.concat(await response.toArray()).toString(), '127.0.0.1');
  });
});

describe('a Unix socket', () => {
  const answer = () => new Response();

  it('that another process uses is named in one sentence', async (context) => {
    const place = socketFor(context);
    const first = await serve({ fetch: answer }, place);
    context.after(() => first.close());
    await assert.rejects(serve({ fetch: answer }, place), {
      message: `${place.host} exists: stop what listens there, or choose another path with HOST.`,
    });
  });

  it('that a killed process has left is used again', async (context) => {
    const place = socketFor(context);
    const code = `require('node:net').createServer().listen(${JSON.stringify(place.host)}, () => process.kill(process.pid, 'SIGKILL'))`;
    await once(spawn(process.execPath, ['--eval', code]), 'exit');
    assert.ok(existsSync(place.host));
    const server = await serve({ fetch: answer }, place);
    server.close();
  });

  it('never takes the place of a file', async (context) => {
    const place = socketFor(context);
    writeFileSync(place.host, 'text');
    await assert.rejects(serve({ fetch: answer }, place), /exists/);
    assert.equal(readFileSync(place.host, 'utf8'), 'text');
  });
});
