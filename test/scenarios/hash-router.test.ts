// Payers come back to the route that they left, on pages whose route is the fragment of the address.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, pressBack, startDemo } from './set-up-demo.ts';

/** A page of another site. Its inline router has run before the script does. */
const pageWith = (proxyUrl: string, router: string, head = '') => `<!doctype html><html lang="fr"><meta charset="utf-8">
<title>Routes</title><link rel="icon" href="data:,">${head}
<script type="module" src="${proxyUrl}/helloasso-checkout.js"></script><div id="app"></div>
<script>
const form = '<h1>Don</h1><helloasso-checkout proxy="${proxyUrl}" offer="don"></helloasso-checkout>';
${router}
</script>`;

const ROUTER = `const r=()=>{app.innerHTML=location.hash==='#/don'?form:'<h1>Accueil</h1>'};
addEventListener('hashchange',r); r();`;

describe('a page with a hash router', () => {
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

  /** Opens a route of the page, and goes to HelloAsso from there. */
  async function pay({ router = ROUTER, route = '#/don', head = '' } = {}) {
    pages.files.clear();
    pages.files.set('/index.html', pageWith(world.stack.proxyUrl, router, head));
    const visitor = await world.visit(`${pages.origin}/index.html${route}`);
    await visitor.page.getByRole('radio', { name: /^20\s€$/ }).check();
    await visitor.page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await visitor.page.waitForURL(/\/checkout\/[0-9a-f]{32}$/);
    return visitor;
  }

  for (const [name, options] of Object.entries({
    'an inline router that ran first': {},
    'a router that makes #/ of an empty fragment': {
      router: `if (!location.hash) history.replaceState({ key: 1 }, '', '#/');\n${ROUTER}`,
    },
    'a route with a query and an accent': {
      route: '#/don/%C3%A9t%C3%A9?montant=20',
      router: ROUTER.replace("==='#/don'", ".startsWith('#/don')"),
    },
    'a base element': { head: '<base href="/ailleurs/">' },
    'a router that starts after the script': { router: `setTimeout(() => { ${ROUTER} }, 1000);` },
  } satisfies Record<string, Parameters<typeof pay>[0]>)) {
    it(`brings the payer back to the route, where they read the outcome: ${name}`, async () => {
      const { route = '#/don' } = options as { route?: string };
      const { page, leave } = await pay(options);
      await page.getByRole('button', { name: 'Payer', exact: true }).click();
      await page.getByRole('heading', { name: /^Merci/ }).waitFor();
      assert.equal(page.url(), `${pages.origin}/index.html${route}`);
      assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Don');
      await page.reload();
      await page.getByRole('heading', { name: /^Merci/ }).waitFor();
      await leave();
    });
  }

  it('keeps the state of its history entry', async () => {
    const router = `if (location.search) history.replaceState({ scroll: 12 }, '');\n${ROUTER}`;
    const { page, leave } = await pay({ router });
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: /^Merci/ }).waitFor();
    assert.equal(await page.evaluate(() => history.state.scroll), 12);
    await leave();
  });

  it('shows the outcome when the form comes with a later route, and its address has no token until then', async () => {
    const { page, leave } = await pay();
    const payment = page.url();
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(`${pages.origin}/index.html#/ailleurs`); // another tab knows nothing of the fragment
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(payment);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.waitForURL(`${pages.origin}/index.html`);
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Accueil');
    await page.evaluate(() => {
      location.hash = '#/don';
    });
    await page.getByRole('heading', { name: /^Paiement confirmé/ }).waitFor();
    assert.equal(page.url(), `${pages.origin}/index.html#/don`);
    await leave();
  });

  it('gets no fragment back that could be a token', async () => {
    const route = '#/don&access_token=s3cr3t';
    const { page, leave } = await pay({ route, router: ROUTER.replace('#/don', route) });
    const payment = page.url();
    await pressBack(page, /index\.html/);
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage));
    assert.match(kept, /checkoutIntentId/);
    assert.doesNotMatch(kept, /s3cr3t/);
    await page.goto(payment);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.waitForURL(`${pages.origin}/index.html`);
    await leave();
  });
});
