// Old libraries add to the prototypes of a page, and replace functions of the browser by their own: Prototype.js, MooTools and others.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, pressBack, startDemo } from './set-up-demo.ts';

const HELLOASSO = /\/checkout\/[0-9a-f]{32}$/;

/** What those libraries do, by assignment: so that `for … in` sees it. */
const EXTENSIONS = `
  Object.prototype.extra = 'inherited';
  Function.prototype.delay = function () {};
  String.prototype.toJSON = function () { return '"text"'; };
  Array.prototype.last = function () { return this[this.length - 1]; };
  Array.prototype.toJSON = function () { return '[' + this.map(function (each) { return JSON.stringify(each); }) + ']'; };
  Array.from = function (list) { return Array.prototype.slice.call(list); };
  Object.values = function (object) { var values = []; for (var key in object) values.push(object[key]); return values; };
`;

describe('a page with extended prototypes', () => {
  let world: Demo;
  let pages: PageServer;
  before(async () => {
    pages = await servePages();
    world = await startDemo(pages.origin);
    const { proxyUrl } = world.stack;
    for (const offer of ['don', 'billet', 'adhesion']) {
      pages.files.set(
        `/${offer}.html`,
        `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">
<script>${EXTENSIONS}</script><script type="module" src="${proxyUrl}/helloasso-checkout.js"></script>
<helloasso-checkout proxy="${proxyUrl}" offer="${offer}"></helloasso-checkout>`,
      );
    }
  });
  after(async () => {
    await world.close();
    pages.close();
  });

  it('takes a gift, and shows the outcome to its payer', async () => {
    const { page, leave } = await world.visit(`${pages.origin}/don.html`);
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.waitForURL(HELLOASSO);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor(); // as the tab knows the checkout
    await page.getByRole('link', { name: /attestation/ }).waitFor();
    await leave();
  });

  it('sells two tickets', async () => {
    const { page, leave } = await world.visit(`${pages.origin}/billet.html`);
    await page.getByLabel('Quantité').selectOption('2');
    await page.getByRole('button', { name: /^Réserver et payer/ }).click();
    await page.waitForURL(HELLOASSO);
    await leave();
  });

  it('sells a membership in three payments', async () => {
    const { page, leave } = await world.visit(`${pages.origin}/adhesion.html`);
    await page.getByRole('radio', { name: 'En 3 fois' }).check();
    await page.getByRole('button', { name: /en 3 fois/ }).click();
    await page.waitForURL(HELLOASSO);
    await leave();
  });

  it('asks about the checkout before a second one, and shows a payer that they have paid', async () => {
    const known = await world.intentCount();
    const { page, leave } = await world.visit(`${pages.origin}/don.html`);
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.waitForURL(HELLOASSO);
    const { data } = (await (
      await world.simulator.fetch(new Request(`${world.stack.simulated?.url}/_simulator/intents?pageSize=1`))
    ).json()) as { data: { id: number }[] };
    await world.simulator.act(data[0]?.id ?? 0, { action: 'pay' });
    await pressBack(page, /don\.html/);
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    assert.equal(await world.intentCount(), known + 1);
    await leave();
  });
});
