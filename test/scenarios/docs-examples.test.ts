// The examples of the documentation, each as a site has it: someone pays. Those that need no browser, or have tests of their own already, are
// named in `docs.test.ts`.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { serveDemo } from '../../demo/serve.ts';
import { BARE_ENVIRONMENT } from '../bare-environment.ts';
import { freePort } from '../free-port.ts';
import { ENVIRONMENT } from '../proxy/environment.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

function example(name: string): string {
  return readFileSync(`demo/docs/examples/${name}`, 'utf8');
}

function pageWith(html: string): string {
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Une page</title>\n<main>${html}</main>`;
}

/** Chooses 20 € in the only form of the page, and pays. */
async function pay(page: Page): Promise<void> {
  const form = page.locator('helloasso-checkout');
  await form.getByRole('radio', { name: /^20\s€/ }).check();
  await form.getByRole('button', { name: /^Donner 20\s€/ }).click();
  await page.getByRole('button', { name: 'Payer', exact: true }).click();
}

const thanks = (page: Page) => page.getByRole('heading', { name: /^Merci/ });

describe('the examples of the documentation for a page', () => {
  let demo: Demo;
  let pages: PageServer;
  before(async () => {
    pages = await servePages();
    demo = await startDemo(pages.origin);
  });
  after(async () => {
    await demo.close();
    pages.close();
  });

  /** A visitor on a page of another site that has this HTML, with the proxy of the test in place of the example's. */
  async function open(html: string) {
    const here = (text: string) => text.replaceAll('https://pay.example.org', demo.stack.proxyUrl);
    pages.files.clear();
    pages.files.set('/favicon.ico', '');
    pages.files.set('/page.html', here(pageWith(html)));
    pages.files.set('/merci.html', here(pageWith(example('thanks.html'))));
    const visitor = await demo.visit('/embeds.html');
    await visitor.page.goto(`${pages.origin}/page.html`);
    return visitor;
  }

  for (const name of ['page.html', 'placeholder.html']) {
    it(`${name} is paid on, and shows the outcome`, async () => {
      const { page, leave } = await open(example(name));
      await pay(page);
      await thanks(page).waitFor();
      assert.equal(new URL(page.url()).pathname, '/page.html');
      await leave();
    });
  }

  it('thanks.html shows the outcome on a page of its own, and its content to anyone else', async () => {
    const { page, leave } = await open(
      example('page.html').replace('offer="don"', 'offer="don" return-path="/merci.html"'),
    );
    await pay(page);
    await thanks(page).waitFor();
    assert.equal(new URL(page.url()).pathname, '/merci.html');
    assert.equal(await page.getByText('sans venir d’un paiement').isVisible(), false);
    await leave();
    const other = await open('');
    await other.page.goto(`${pages.origin}/merci.html`);
    await other.page.getByText('sans venir d’un paiement').waitFor();
    await other.leave();
  });

  it('title.js lets the title show the outcome', async () => {
    const { page, leave } = await open(`<script>${example('title.js')}</script>${example('page.html')}`);
    await pay(page);
    await page.waitForFunction(() => document.title.startsWith('Merci'));
    await leave();
  });

  it('submit.js holds the payment until the site’s server has answered, and a refusal cancels it', async () => {
    const { page, leave } = await open(`<script>${example('submit.js')}</script>${example('page.html')}`);
    const count = await demo.intentCount();
    const bodies: unknown[] = [];
    let status = 500;
    await page.route('**/inscriptions', (route) => {
      bodies.push(route.request().postDataJSON());
      return route.fulfill({ status });
    });
    const form = page.locator('helloasso-checkout');
    await form.getByRole('radio', { name: /^20\s€/ }).check();
    const answered = page.waitForResponse('**/inscriptions');
    await form.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await answered;
    await page.waitForFunction(() => document.querySelector('helloasso-checkout')?.state === 'ready');
    assert.equal(await demo.intentCount(), count);
    status = 204;
    await form.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).waitFor();
    assert.deepEqual(bodies, [
      { offer: 'don', amountCents: 2000 },
      { offer: 'don', amountCents: 2000 },
    ]);
    await leave(/status of 500/);
  });

  it('own-domain.html is paid on where the site’s server has the proxy under a path', async () => {
    let proxyUrl = '';
    const site = await serveDemo(
      {
        async fetch(request) {
          const { pathname, search } = new URL(request.url);
          if (pathname === '/')
            return new Response(pageWith(example('own-domain.html')), { headers: { 'Content-Type': 'text/html' } });
          const path = /^\/paiement(\/.*)$/.exec(pathname)?.[1];
          if (path === undefined) return new Response(null, { status: pathname === '/favicon.ico' ? 204 : 404 });
          const headers = new Headers(request.headers);
          headers.set('accept-encoding', 'identity');
          const body = request.method === 'POST' ? await request.text() : null;
          return fetch(proxyUrl + path + search, { method: request.method, headers, body, redirect: 'manual' });
        },
      },
      { host: '127.0.0.1', port: 0, setBy: 'nothing' },
    );
    const origin = `http://127.0.0.1:${site.port}`;
    const world = await startDemo(origin, { PUBLIC_URL: `${origin}/paiement` });
    try {
      ({ proxyUrl } = world.stack);
      const { page, leave } = await world.visit(origin);
      await pay(page);
      await thanks(page).waitFor();
      assert.equal(new URL(page.url()).origin, origin);
      await page.goto(`${origin}/paiement/pay/don`);
      await page.getByRole('heading', { name: 'Don à l’association' }).first().waitFor();
      await leave();
    } finally {
      await world.close();
      site.close();
    }
  });
});

describe('the first payment of the documentation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-first-payment-'));
  const children: ChildProcess[] = [];
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a program in the folder with the variables of a terminal alone, and waits for what it prints. */
  async function start(program: string, args: readonly string[], ready: RegExp): Promise<void> {
    const child = spawn(process.execPath, [resolve(program), ...args], {
      cwd: folder,
      env: BARE_ENVIRONMENT,
    });
    children.push(child);
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        child.emit('printed');
      });
    }
    while (!ready.test(printed)) {
      assert.equal(child.exitCode, null, printed);
      await once(child, 'printed');
    }
  }

  it('is made with its files and its commands', async () => {
    const ports = { '8080': await freePort(), '8787': await freePort(), '8789': await freePort() };
    const here = (text: string) =>
      text.replace(/\b(8080|8787|8789)\b/g, (port) => String(ports[port as keyof typeof ports]));
    writeFileSync(join(folder, '.env'), `${here(example('first-payment/proxy.env'))}PORT=${ports['8787']}\n`, {
      mode: 0o600,
    });
    writeFileSync(join(folder, 'offers.json'), readFileSync('offers.json'));
    writeFileSync(join(folder, 'index.html'), here(example('first-payment/index.html')));
    await start('dist/simulator-cli.js', ['--allow-http-loopback', '--port', String(ports['8789'])], /panel/);
    await start('dist/cli.js', ['serve'], /"listening"/);
    await start('node_modules/vite/bin/vite.js', [folder, '--port', String(ports['8080']), '--strictPort'], /Local:/);
    const { page } = await demo.visit();
    await page.goto(`http://localhost:${ports['8080']}/`);
    await pay(page);
    await thanks(page).waitFor();
    assert.equal(new URL(page.url()).port, String(ports['8080']));
    await page.goto(`http://localhost:${ports['8787']}/pay/don`);
    await page.getByRole('heading', { name: 'Don à l’association' }).first().waitFor();
  });
});

describe('embedded-proxy.js of the documentation', () => {
  it('answers as the command does', async (context) => {
    const port = await freePort();
    const child = spawn(process.execPath, ['demo/docs/examples/embedded-proxy.js'], {
      env: { ...process.env, ...ENVIRONMENT, PORT: String(port) },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    context.after(() => child.kill('SIGKILL'));
    const url = `http://127.0.0.1:${port}/v1`;
    while (!(await fetch(`${url}/offers`).catch(() => undefined))) {
      assert.equal(child.exitCode, null);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const offers = (await (await fetch(`${url}/offers`)).json()) as { offers: readonly { id: string }[] };
    assert.ok(offers.offers.some(({ id }) => id === 'don'));
    const headers = { Origin: 'https://www.example.org', 'Content-Type': 'application/json' };
    const refused = await fetch(`${url}/checkouts`, {
      method: 'POST',
      headers,
      body: '{"offer":"none","returnPath":"/"}',
    });
    assert.equal(((await refused.json()) as { code: string }).code, 'offer-unknown');
  });
});
