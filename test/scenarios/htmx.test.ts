// A site made with htmx: the form comes as a fragment, is swapped, and is kept in the history cache.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { copiesOfLit } from './copies-of-lit.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

/** Version 4 asks the server for a page of the history, unless its extension keeps a copy; version 2 always keeps one. */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'htmx 4': ['htmx.org/dist/htmx.min.js'],
  'htmx 4 with its history cache': ['htmx.org/dist/htmx.min.js', 'htmx.org/dist/ext/hx-history-cache.min.js'],
  'htmx 2': ['htmx-2/dist/htmx.min.js'],
};

/** So long an outcome that was read waits for the element that replaces its own. */
const REPLACEMENT_MS = 3_000;

for (const [name, files] of Object.entries(VERSIONS)) {
  describe(`a payer on a site made with ${name}`, () => {
    let world: Demo;
    let pages: PageServer;
    before(async () => {
      pages = await servePages();
      world = await startDemo(pages.origin);
      for (const file of files) pages.files.set(`/${file}`, readFileSync(`node_modules/${file}`, 'utf8'));
      const { proxyUrl } = world.stack;
      const head = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Page</title>
        <link rel="icon" href="data:,">${files.map((file) => `<script src="/${file}"></script>`).join('')}
        <script type="module" src="${proxyUrl}/helloasso-checkout.js"></script></head>`;
      pages.files.set('/fragment.html', `<helloasso-checkout proxy="${proxyUrl}" offer="don"></helloasso-checkout>`);
      pages.files.set('/lazy.html', page('<div hx-get="/fragment.html" hx-trigger="load" hx-swap="outerHTML"></div>'));
      pages.files.set(
        '/pressed.html',
        page('<button hx-get="/fragment.html" hx-target="#place">Je donne</button><div id="place"></div>'),
      );
      pages.files.set('/other.html', page('<h1>L’association</h1>'));

      function page(body: string): string {
        return `${head}<body>${body}
          <button hx-get="/fragment.html" hx-target="helloasso-checkout" hx-swap="outerHTML">Actualiser</button>
          <a href="/other.html" hx-boost="true">Ailleurs</a> <a href="/lazy.html" hx-boost="true">Don</a></body></html>`;
      }
    });
    after(async () => {
      await world.close();
      pages.close();
    });

    const thanks = (page: Page) => page.getByRole('heading', { name: 'Merci !' });
    const submit = (page: Page) => page.getByRole('button', { name: /^Donner/ });

    async function pay(page: Page): Promise<void> {
      await page.getByRole('radio', { name: /^20\s€/ }).check();
      await submit(page).click();
      await page.waitForURL(/\/checkout\/[0-9a-f]{32}$/);
      await page.getByRole('button', { name: 'Payer', exact: true }).click();
    }

    async function openOther(page: Page): Promise<void> {
      await page.getByRole('link', { name: 'Ailleurs' }).click();
      await page.getByRole('heading', { name: 'L’association' }).waitFor();
      await page.waitForURL(/other\.html$/);
    }

    it('pays in a fragment, and reads the outcome once, also after each swap of the element', async () => {
      const known = await world.intentCount();
      const { page, leave } = await world.visit(`${pages.origin}/lazy.html`);
      await pay(page);
      await thanks(page).waitFor();
      for (let swaps = 0; swaps < 3; swaps++) {
        const old = await page.locator('helloasso-checkout').elementHandle();
        await page.getByRole('button', { name: 'Actualiser' }).click();
        await page.waitForFunction((element) => !element?.isConnected, old);
        await thanks(page).waitFor();
        assert.equal(await thanks(page).count(), 1);
      }
      assert.equal(await page.locator('helloasso-checkout').count(), 1);
      assert.equal(await world.intentCount(), known + 1);
      await leave();
    });

    it('reads the outcome in the fragment that a button brings', async () => {
      const { page, leave } = await world.visit(`${pages.origin}/pressed.html`);
      await page.getByRole('button', { name: 'Je donne' }).click();
      await pay(page);
      await page.getByRole('button', { name: 'Je donne' }).click();
      await thanks(page).waitFor();
      assert.equal(await thanks(page).count(), 1);
      await leave();
    });

    it('pays on a page reached by a boosted link, and later finds a form that works there by Back', async () => {
      const known = await world.intentCount();
      const { page, leave } = await world.visit(`${pages.origin}/other.html`);
      await page.getByRole('link', { name: 'Don' }).click();
      await pay(page);
      await thanks(page).waitFor();
      await openOther(page);
      await page.evaluate(() => history.back());
      await thanks(page).waitFor();
      assert.equal(await thanks(page).count(), 1);
      await openOther(page);
      await page.waitForTimeout(REPLACEMENT_MS);
      await page.evaluate(() => history.back());
      await page.getByRole('radio', { name: /^50\s€/ }).check();
      await page.getByRole('button', { name: /^Donner 50\s€/ }).waitFor();
      assert.equal(await page.locator('helloasso-checkout').count(), 1);
      assert.equal(await page.locator('.return').count(), 0);
      assert.deepEqual(await copiesOfLit(page), [1, 1, 1]);
      assert.equal(await world.intentCount(), known + 1);
      await leave();
    });

    it('is sent to HelloAsso no more when a swap has removed the form while it is sent, and pays once by the new one', async () => {
      const known = await world.intentCount();
      const { page, leave } = await world.visit(`${pages.origin}/lazy.html`);
      let answer = () => {};
      const isSwapped = new Promise<void>((resolve) => {
        answer = resolve;
      });
      await page.route('**/v1/checkouts', async (route) => {
        await isSwapped;
        await route.continue();
      });
      await page.getByRole('radio', { name: /^20\s€/ }).check();
      const sent = page.waitForRequest('**/v1/checkouts');
      await submit(page).click();
      await sent;
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.getByRole('button', { name: 'Actualiser' }).click();
      await page.getByRole('button', { name: 'Donner', exact: true }).waitFor();
      answer();
      await answered;
      await page.unroute('**/v1/checkouts');
      await pay(page);
      await thanks(page).waitFor();
      assert.equal(await world.intentCount(), known + 2, 'the first intent was never opened');
      await leave();
    });
  });
}
