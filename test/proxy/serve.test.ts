import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { serve } from '../../proxy/serve.ts';

async function setUpServer(context: TestContext, answer: () => Response | Promise<Response>) {
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
