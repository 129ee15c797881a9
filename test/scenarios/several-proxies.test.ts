// A page with the forms of two proxies, whose offers have one name: a token goes to the proxy that issued it, and to no other.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Stack, startStack } from '../../demo/stack.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

describe('a page with the forms of two proxies for offers of one name', () => {
  let world: Demo;
  let other: Stack;
  let pages: PageServer;
  before(async () => {
    pages = await servePages();
    world = await startDemo(pages.origin);
    other = await startStack({
      environment: { LOG_LEVEL: 'silent', ALLOWED_ORIGINS: pages.origin },
      ports: { proxy: 0, site: 0, simulator: 0 },
    });
    const form = (id: string, proxy: string) =>
      `<helloasso-checkout id="${id}" proxy="${proxy}" offer="don"></helloasso-checkout>`;
    pages.files.set(
      '/page.html',
      `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">
<script type="module" src="${world.stack.proxyUrl}/helloasso-checkout.js"></script>
${form('first', world.stack.proxyUrl)}${form('second', `${other.proxyUrl}/`)}`,
    );
  });
  after(async () => {
    await world.close();
    other.close();
    pages.close();
  });

  /** Pays by the second form, up to the address that HelloAsso sends the payer to. */
  async function payBySecond() {
    const visitor = await world.visit(`${pages.origin}/page.html`);
    const { page } = visitor;
    const form = page.locator('#second');
    await form.getByRole('radio', { name: /^20\s€/ }).check();
    await form.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.waitForURL(/\/checkout\/[0-9a-f]{32}$/);
    return visitor;
  }

  /** The proxies that a page asks about checkouts, from now on. */
  function askedProxies(page: Page): Set<string> {
    const asked = new Set<string>();
    page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url());
      if (pathname.startsWith('/v1/checkouts/') && request.method() === 'GET') asked.add(origin);
    });
    return asked;
  }

  it('shows the outcome in the form of the proxy that was paid, which alone is asked', async () => {
    const { page, leave } = await payBySecond();
    const asked = askedProxies(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.locator('#second').getByRole('heading', { name: 'Merci !' }).waitFor();
    await page
      .locator('#first')
      .getByRole('button', { name: /^Donner/ })
      .waitFor();
    assert.deepEqual([...asked], [other.proxyUrl]);
    await leave();
  });

  it('asks neither in another browser, where the proxy that issued the token is unknown, and shows so once', async () => {
    const { leave } = await payBySecond();
    await leave();
    const { url, simulator } = other.simulated ?? assert.fail('no simulator');
    const intents = await simulator.fetch(new Request(`${url}/_simulator/intents?pageSize=1`));
    const { data } = (await intents.json()) as { data: { id: number }[] };
    const address = await simulator.act(data[0]?.id ?? 0, { action: 'pay' });
    const stranger = await world.visit('/embeds.html');
    const asked = askedProxies(stranger.page);
    await stranger.page.goto(address);
    await stranger.page.getByText('Nous ne retrouvons pas ce paiement').waitFor();
    await stranger.page.getByRole('button', { name: /^Donner/ }).waitFor(); // the other form
    assert.equal(await stranger.page.locator('.return').count(), 1);
    assert.equal(await stranger.page.getByRole('dialog').count(), 0);
    assert.deepEqual([...asked], []);
    await stranger.leave();
  });
});
