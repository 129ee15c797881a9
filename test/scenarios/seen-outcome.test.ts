// A payer who paid reads it: where the element is invisible, where the address lost its query, where the page moves its elements.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

const HELLOASSO = /\/checkout\/[0-9a-f]{32}$/;

/** The pages of the demo that embed the form as other sites do: each is paid on once. */
const EMBEDS = [...readFileSync('demo/embeds.html', 'utf8').matchAll(/href="(\/embeds\/[^"]+\.html[^"]*)"/g)].map(
  ([, path = '']) => path.replaceAll('&amp;', '&'),
);

describe('a payer who has paid', () => {
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

  const form = () => `<helloasso-checkout proxy="${world.stack.proxyUrl}" offer="don"></helloasso-checkout>`;

  /** Serves a page of another site, and opens it. */
  async function open(body: string, query = '') {
    pages.files.set(
      '/page.html',
      `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">
<script type="module" src="${world.stack.proxyUrl}/helloasso-checkout.js"></script>
${body.replaceAll('FORM', form())}`,
    );
    return world.visit(`${pages.origin}/page.html${query}`);
  }

  async function pay(page: Page): Promise<void> {
    const opener = page.locator('#open');
    if (await opener.count()) await opener.click();
    const document = (await page.locator('iframe').count()) ? page.frameLocator('iframe') : page;
    const visible = document.locator('helloasso-checkout').filter({ visible: true });
    await visible.getByRole('radio', { name: /^(20\s€|€20)/ }).check();
    await visible.getByRole('button', { name: /^(Donner 20\s€|Give €20)/ }).click();
    await page.waitForURL(HELLOASSO);
  }

  const thanks = (page: Page) => page.getByRole('heading', { name: /^(Merci !|Thank you)/ });

  for (const path of EMBEDS) {
    it(`pays once and reads the outcome once, in view, on ${path}`, async () => {
      const known = await world.intentCount();
      const { page, leave } = await world.visit(path);
      await page.mouse.move(10, 10);
      await pay(page);
      await page.getByRole('button', { name: 'Payer', exact: true }).click();
      await thanks(page).waitFor();
      await page.waitForTimeout(1_500); // it is checked once more, a second after it was scrolled to
      const visible = thanks(page).filter({ visible: true });
      await visible.waitFor();
      assert.equal(await visible.count(), 1);
      const { top, bottom } = await visible.evaluate((element) => element.getBoundingClientRect().toJSON());
      assert.ok(top >= 0 && bottom <= 720, `${top} to ${bottom}`);
      assert.equal(await world.intentCount(), known + 1);
      await leave();
    });
  }

  it('reads the outcome in a dialog when the element is clipped away', async () => {
    const body =
      '<div id="box">FORM</div><script>if (location.search) box.style.cssText = "block-size: 0; overflow: hidden";</script>';
    const { page, leave } = await open(body);
    await pay(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page
      .getByRole('dialog', { name: 'Résultat du paiement' })
      .getByRole('heading', { name: 'Merci !' })
      .waitFor();
    await leave();
  });

  const UNREADABLE = {
    'is transparent': 'opacity: 0',
    'is cut to one line': 'block-size: 40px; overflow: hidden',
  };
  for (const [what, style] of Object.entries(UNREADABLE)) {
    it(`reads the outcome in a dialog when the element ${what}`, async () => {
      const { page, leave } = await open(
        `<div id="box">FORM</div><script>if (location.search) box.style.cssText = '${style}';</script>`,
      );
      await pay(page);
      await page.getByRole('button', { name: 'Payer', exact: true }).click();
      await page.getByRole('dialog').getByRole('heading', { name: 'Merci !' }).waitFor();
      await leave();
    });
  }

  for (const attribute of ['inert', 'aria-hidden="true"']) {
    it(`reads the outcome in the copy that is not ${attribute}`, async () => {
      const { page, leave } = await open(`<div ${attribute}>FORM</div><main>FORM</main>`);
      await page
        .locator('main')
        .getByRole('radio', { name: /^20\s€/ })
        .check();
      await page
        .locator('main')
        .getByRole('button', { name: /^Donner 20\s€/ })
        .click();
      await page.waitForURL(HELLOASSO);
      await page.getByRole('button', { name: 'Payer', exact: true }).click();
      await page.locator('main').getByRole('heading', { name: 'Merci !' }).waitFor();
      await leave();
    });
  }

  it('reads the outcome when the page names the proxy after the element was added', async () => {
    const { page, leave } = await open(
      `<helloasso-checkout offer="don"></helloasso-checkout><script>setTimeout(() => {
        document.querySelector('helloasso-checkout').setAttribute('proxy', '${world.stack.proxyUrl}');
      }, 250);</script>`,
    );
    await pay(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await thanks(page).waitFor();
    await leave();
  });

  it('is reported by one event, also when the page moves the element at it', async () => {
    const { page, leave } = await open(`<main>FORM</main><aside></aside><script>
      window.outcomes = 0;
      addEventListener('helloasso-outcome', ({ target }) => {
        outcomes += 1;
        document.querySelector('aside').append(target);
      });</script>`);
    await pay(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.locator('aside').getByRole('heading', { name: 'Merci !' }).waitFor();
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => Reflect.get(window, 'outcomes')), 1);
    await leave();
  });

  it('pays when the page moves the element while it is sent', async () => {
    const { page, leave } = await open(`<main>FORM</main><aside></aside><script>
      addEventListener('helloasso-submit', ({ target }) => document.querySelector('aside').append(target));</script>`);
    await pay(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await thanks(page).waitFor();
    await leave();
  });

  it('reads the outcome behind a service worker that keeps every response, with HelloAsso 3000 ms behind', async () => {
    world.simulator.configure({ orderLagMs: 3_000 });
    pages.files.set(
      '/worker.js',
      `addEventListener('install', () => skipWaiting());
      addEventListener('activate', (event) => event.waitUntil(clients.claim()));
      addEventListener('fetch', (event) => {
        if (event.request.method !== 'GET') return;
        event.respondWith(caches.match(event.request).then(async (known) => {
          if (known) return known;
          const response = await fetch(event.request);
          await (await caches.open('all')).put(event.request, response.clone());
          return response;
        }));
      });`,
    );
    const { page, leave } = await open(`FORM<script>
      window.isWorking = navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready);</script>`);
    await page.evaluate(() => Reflect.get(window, 'isWorking'));
    await page.reload();
    await pay(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: /confirmation/ }).waitFor();
    await thanks(page).waitFor();
    world.simulator.configure({ orderLagMs: 0 });
    await leave();
  });

  it('reads the outcome in a dialog on a page that has no element for it', async () => {
    const { page, leave } = await open(
      `<div id="box"></div><script>if (!location.search) box.innerHTML = '${form()}';</script>`,
    );
    await pay(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'Merci !' }).waitFor();
    await page.evaluate((html) => {
      document.querySelector('#box')?.insertAdjacentHTML('beforeend', html); // a form that comes later is for another payment
    }, form());
    await page.getByRole('button', { name: /^Donner/, includeHidden: true }).waitFor({ state: 'attached' });
    assert.equal(await thanks(page).count(), 1);
    await leave();
  });

  it('closes the dialog of the outcome by its button, and is not shown it again', async () => {
    const { page, leave } = await world.visit('/embeds/dialog.html');
    await pay(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await thanks(page).waitFor();
    await page.getByRole('button', { name: 'Fermer' }).click();
    await thanks(page).waitFor({ state: 'detached' });
    assert.equal(await page.locator('dialog[open]').count(), 0);
    await page.reload();
    await page.waitForTimeout(500);
    assert.equal(await thanks(page).count(), 0);
    await leave();
  });

  for (const lag of [0, 5_000]) {
    it(`reads it when the page has lost the query of the return, with HelloAsso ${lag} ms behind`, async () => {
      world.simulator.configure({ orderLagMs: lag });
      const { page, leave } = await open(`<script>history.replaceState(null, '', location.pathname);</script>FORM`);
      await pay(page);
      await page.getByRole('button', { name: 'Payer', exact: true }).click();
      await page.waitForURL(/page\.html$/);
      const form = page.locator('helloasso-checkout');
      if (lag > 0) await form.getByRole('button', { name: /^Donner/ }).waitFor(); // usable meanwhile
      await thanks(page).waitFor({ timeout: 15_000 });
      assert.equal(await page.getByRole('link', { name: /attestation/ }).count(), 0);
      await page.getByRole('button', { name: /attestation/ }).click();
      await page.getByRole('link', { name: /attestation/ }).waitFor();
      world.simulator.configure({ orderLagMs: 0 });
      await leave();
    });
  }

  it('who gave up reads nothing when the query was lost, and the form stays', async () => {
    const { page, leave } = await open(`<script>history.replaceState(null, '', location.pathname);</script>FORM`);
    await pay(page);
    await page.goto(`${pages.origin}/page.html`);
    await page
      .locator('helloasso-checkout')
      .getByRole('button', { name: /^Donner/ })
      .waitFor();
    await page.waitForTimeout(1_500);
    assert.equal(await page.getByRole('heading', { name: /Merci|interrompu|vérifier/ }).count(), 0);
    await leave();
  });

  it('is not asked about while no button was ever pressed', async () => {
    const requests: string[] = [];
    const { page, leave } = await open('FORM');
    page.on('request', (request) => requests.push(request.url()));
    await page.reload();
    await page.getByRole('button', { name: /^Donner/ }).waitFor();
    await page.waitForTimeout(500);
    assert.deepEqual(
      requests.filter((url) => url.includes('/v1/checkouts')),
      [],
    );
    await leave();
  });

  it('still reads it when the page moves, re-creates or swaps the element', async () => {
    const { page, leave } = await open('<main id="main">FORM</main><aside id="aside"></aside>');
    await pay(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await thanks(page).waitFor();
    const changes = [
      () => document.querySelector('#aside')?.append(document.querySelector('helloasso-checkout') as Element),
      () => {
        const main = document.querySelector('#main') as Element;
        const old = document.querySelector('helloasso-checkout') as Element;
        main.innerHTML = old.outerHTML;
        old.remove();
      },
      () => {
        const element = document.querySelector('helloasso-checkout') as Element;
        element.replaceWith(element.cloneNode(true));
      },
    ];
    for (const change of changes) {
      await page.evaluate(change);
      await thanks(page).waitFor();
      await page.waitForTimeout(300);
      assert.equal(await thanks(page).count(), 1);
    }
    await leave();
  });

  it('in another browser reads of “this payment”, with amount, item and date, and not of “your” one', async () => {
    const { page, leave } = await open('FORM');
    await pay(page);
    const { data } = (await (
      await world.simulator.fetch(new Request(`${world.stack.simulated?.url}/_simulator/intents?pageSize=1`))
    ).json()) as { data: { id: number }[] };
    const address = await world.simulator.act(data[0]?.id ?? 0, { action: 'pay' });
    const other = await world.visit(address);
    await other.page.getByRole('heading', { name: 'Paiement confirmé' }).waitFor();
    const text = await other.page.locator('.return').innerText();
    assert.match(text, /Ce paiement de 20\s€ pour «\sDon à l’association\s», fait le \d+\S*\s\S+, est confirmé/);
    assert.doesNotMatch(text, /[Vv]otre/);
    await other.leave();
    await leave();
  });
});
