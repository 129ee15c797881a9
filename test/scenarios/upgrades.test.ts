// A page pasted today outlives our releases. test/fixtures/0.1.0 keeps the script, a payment and the offers of that version.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { serveDemo } from '../../demo/serve.ts';
import { pinnedLines } from '../../proxy/snippet.ts';
import { setUp } from '../proxy/set-up.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

const FIXTURE = 'test/fixtures/0.1.0';
const HELLOASSO = /\/checkout\/[0-9a-f]{32}$/;

const payment = JSON.parse(readFileSync(`${FIXTURE}/payment.json`, 'utf8')) as {
  readonly returnAddress: string;
  readonly created: { readonly checkoutIntentId: number; readonly stateToken: string };
  readonly intentPath: string;
  readonly intent: object;
  readonly outcome: object;
};
const offers = readFileSync(`${FIXTURE}/offers.json`, 'utf8');

describe('a payment of 0.1.0 that returns to this proxy', () => {
  const answerOldIntent = ({ method, url }: Request) =>
    method === 'GET' && new URL(url).pathname === payment.intentPath ? Response.json(payment.intent) : undefined;

  for (const [name, token] of [
    ['its state token', payment.created.stateToken],
    ['its return token', new URL(payment.returnAddress).searchParams.get('helloasso-checkout') ?? ''],
  ] as const) {
    it(`reads paid with ${name}: tokens and metadata are still verified`, async () => {
      const { read } = setUp({ intercept: answerOldIntent });
      const response = await read(payment.created.checkoutIntentId, token);
      assert.equal(response.status, 200, await response.clone().text());
      const outcome = (await response.json()) as { receiptUrl?: string };
      const { receiptUrl: _, ...expected } = payment.outcome as { receiptUrl?: string };
      const { receiptUrl: __, ...read200 } = outcome;
      assert.deepEqual(read200, { ...expected, kind: 'gift' });
    });
  }

  it('is refused with a token whose signature was changed', async () => {
    const { read } = setUp({ intercept: answerOldIntent });
    const forged = `${payment.created.stateToken.slice(0, -4)}AAAA`;
    assert.equal((await read(payment.created.checkoutIntentId, forged)).status, 401);
  });
});

describe('a page of another version', () => {
  let world: Demo;
  let pages: PageServer;
  before(async () => {
    pages = await servePages();
    world = await startDemo(pages.origin);
  });
  after(async () => {
    await world.close();
    pages.close();
  });

  async function payOn(script: string, proxy: string, times: 1 | 3): Promise<void> {
    pages.files.set(
      '/page.html',
      `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">
<script type="module" src="${script}"></script>
<helloasso-checkout proxy="${proxy}" offer="adhesion"><p>Autrement</p></helloasso-checkout>`,
    );
    const { page, leave } = await world.visit(`${pages.origin}/page.html`);
    const button = page.getByRole('button', { name: /^Adhérer pour 30\s€/ });
    await button.waitFor();
    assert.equal(await page.getByRole('radio').count(), times === 3 ? 2 : 0, 'numbers of payments');
    if (times === 3) await page.getByRole('radio', { name: /^En 3 fois/ }).check();
    await button.click();
    await page.waitForURL(HELLOASSO);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    await leave();
  }

  it('pays with the script of 0.1.0 at this proxy', async () => {
    for (const path of globSync('**/*.js', { cwd: `${FIXTURE}/script` })) {
      pages.files.set(`/old/${path}`, readFileSync(`${FIXTURE}/script/${path}`, 'utf8'));
    }
    await payOn(`${pages.origin}/old/helloasso-checkout.js`, world.stack.proxyUrl, 3);
  });

  it('pays at once with this script at a proxy of 0.1.0, which sends no kinds of outcomes, no rules of an address and no days of a plan', async () => {
    const { proxyUrl } = world.stack;
    const old = await serveDemo(
      {
        async fetch(request) {
          const { pathname, search } = new URL(request.url);
          const known = (JSON.parse(offers) as { offers: { id: string }[] }).offers;
          const offer = known.find(({ id }) => pathname === `/v1/offers/${id}`);
          const cors = { 'Access-Control-Allow-Origin': '*' };
          if (offer) return Response.json(offer, { headers: cors });
          const response = await fetch(proxyUrl + pathname + search, {
            method: request.method,
            headers: request.headers,
            ...(request.method === 'POST' && { body: await request.text() }),
          });
          const text = (await response.text()).replace(/"kind":"\w+",/, '');
          const headers = new Headers(response.headers);
          for (const name of ['content-length', 'content-encoding']) headers.delete(name);
          return new Response(response.status === 204 ? null : text, { status: response.status, headers });
        },
      },
      { host: '127.0.0.1', port: 0, setBy: 'nothing' },
    );
    try {
      await payOn(`${proxyUrl}/helloasso-checkout.js`, `http://localhost:${old.port}`, 1);
    } finally {
      old.close();
    }
  });
});

describe('a proxy that is updated under a pasted page', () => {
  let world: Demo;
  let pages: PageServer;
  /** One address, behind which the old version of the script, here called v0.0.9, is replaced by the proxy of today. */
  let front: { readonly origin: string; isUpdated: boolean; close(): void };
  const files = new Map(
    globSync('**/*.js', { cwd: `${FIXTURE}/script` }).map((path) => [path, readFileSync(`${FIXTURE}/script/${path}`)]),
  );
  before(async () => {
    pages = await servePages();
    world = await startDemo(pages.origin);
    const { proxyUrl } = world.stack;
    const server = await serveDemo(
      {
        async fetch(request) {
          const { pathname, search } = new URL(request.url);
          const old = files.get(pathname.replace(/^\/(v0\.0\.9\/)?/, ''));
          if (old && !front.isUpdated) {
            const headers = { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' };
            return new Response(new Uint8Array(old), { headers });
          }
          const response = await fetch(proxyUrl + pathname + search, {
            method: request.method,
            headers: request.headers,
            ...(request.method === 'POST' && { body: await request.text() }),
          });
          const headers = new Headers(response.headers);
          for (const name of ['content-length', 'content-encoding']) headers.delete(name);
          return new Response(response.status === 204 ? null : await response.text(), {
            status: response.status,
            headers,
          });
        },
      },
      { host: '127.0.0.1', port: 0, setBy: 'nothing' },
    );
    front = { origin: `http://localhost:${server.port}`, isUpdated: false, close: () => server.close() };
  });
  after(async () => {
    await world.close();
    pages.close();
    front.close();
  });

  async function open(html: string) {
    const page = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">\n${html}`;
    pages.files.set('/page.html', page);
    return world.visit(`${pages.origin}/page.html`);
  }

  async function pay(html: string): Promise<readonly string[]> {
    const { page, leave } = await open(html);
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    await page.getByRole('button', { name: /^Adhérer pour 30\s€/ }).click();
    await page.waitForURL(HELLOASSO);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    await leave();
    return loaded;
  }

  it('still pays by the unversioned lines, with the new script', async () => {
    const html = `<script type="module" src="${front.origin}/helloasso-checkout.js"></script>
<helloasso-checkout proxy="${front.origin}" offer="adhesion"><a href="${front.origin}/pay/adhesion">Adhésion</a></helloasso-checkout>`;
    const sizeOf = async () => (await (await fetch(`${front.origin}/helloasso-checkout.js`)).text()).length;
    front.isUpdated = false;
    const oldSize = await sizeOf();
    await pay(html);
    front.isUpdated = true;
    assert.notEqual(await sizeOf(), oldSize);
    await pay(html);
  });

  it('pays by pinned lines before, and shows their link after the update', async () => {
    const html = pinnedLines(
      { proxy: front.origin, offer: 'adhesion' },
      {
        folder: 'v0.0.9',
        hashes: Object.fromEntries(
          [...files].map(([path, content]) => [
            `v0.0.9/${path}`,
            `sha384-${createHash('sha384').update(content).digest('base64')}`,
          ]),
        ),
      },
    );
    front.isUpdated = false;
    const loaded = await pay(html);
    assert.ok(loaded.includes(`${front.origin}/v0.0.9/helloasso-checkout.js`), loaded.join('\n'));
    front.isUpdated = true;
    const { page, leave } = await open(html);
    assert.ok(await page.getByRole('link', { name: 'Payer sur une autre page' }).isVisible());
    assert.equal(await page.evaluate(() => customElements.get('helloasso-checkout') === undefined), true);
    await leave(/404/);
  });
});
