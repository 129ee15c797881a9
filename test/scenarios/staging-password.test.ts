// A proxy on the page's own host: behind a password of the whole site (HTTP Basic), as sites under construction have, or an older one.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { serveDemo } from '../../demo/serve.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

const PASSWORD = Buffer.from('preprod:ouvre-toi').toString('base64');

const page = (origin: string) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Don</title>
  <link rel="icon" href="data:,"><script type="module" src="/helloasso-checkout.js"></script>
  <helloasso-checkout proxy="${origin}" offer="don" lang="en"></helloasso-checkout>`;

describe('a site with the proxy on its own host', () => {
  let hasPassword = true;
  let isOldProxy = false;
  let world: Demo;
  let site: Awaited<ReturnType<typeof serveDemo>>;
  let origin: string;
  before(async () => {
    site = await serveDemo({ fetch: (request) => answer(request) }, { host: '127.0.0.1', port: 0, setBy: 'nothing' });
    origin = `http://127.0.0.1:${site.port}`;
    world = await startDemo(origin);
  });
  after(async () => {
    await world.close();
    site.close();
  });

  /** What a web server with `auth_basic` and `proxy_pass` answers. */
  async function answer(request: Request): Promise<Response> {
    if (hasPassword && request.headers.get('authorization') !== `Basic ${PASSWORD}`) {
      return new Response('401', { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="preprod"' } });
    }
    const { pathname, search } = new URL(request.url);
    if (pathname === '/don.html') return new Response(page(origin), { headers: { 'Content-Type': 'text/html' } });
    const { method, headers } = request;
    const passed = new Headers(
      [...headers].filter(
        ([name]) => !(isOldProxy ? /^(host|connection|helloasso-.*)$/ : /^(host|connection)$/).test(name),
      ),
    );
    const body = method === 'POST' ? await request.text() : null;
    const answered = await fetch(world.stack.proxyUrl + pathname + search, { method, headers: passed, body });
    const kept = [...answered.headers].filter(
      ([name]) => !/^(content-(encoding|length)|connection|keep-alive)$/.test(name),
    );
    return new Response(await answered.arrayBuffer(), { status: answered.status, headers: kept });
  }

  async function payAndRead(address: string, expected?: RegExp): Promise<void> {
    const { page, leave } = await world.visit(`${address}/don.html`);
    await page.getByRole('radio', { name: /^€20/ }).check();
    await page.getByRole('button', { name: /^Give/ }).click();
    await page.waitForURL(/\/checkout\/[0-9a-f]{32}$/);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/don.html');
    await page.getByRole('link', { name: /payment receipt/ }).waitFor();
    await leave(expected);
  }

  it('lets a payer pay and read the outcome behind a password, without another question for it', () =>
    payAndRead(origin.replace('//', '//preprod:ouvre-toi@')));

  it('lets a payer read the outcome from a proxy that is older than the header for the token', async () => {
    hasPassword = false;
    isOldProxy = true;
    await payAndRead(origin, /401/);
  });
});
