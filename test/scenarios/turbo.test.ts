// A site that Turbo Drive navigates: one document for many pages, cached copies of their bodies, and previews of them.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { copiesOfLit } from './copies-of-lit.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

const FORM_PAGE = /\/embeds\/turbo-don\.html$/;
const OTHER_PAGE = /\/embeds\/turbo\.html$/;

/** So long an outcome that was read waits for the element that replaces its own. */
const REPLACEMENT_MS = 3_000;

describe('a payer on a site that Turbo navigates', () => {
  let world: Demo;
  before(async () => {
    world = await startDemo();
  });
  after(() => world.close());

  const thanks = (page: Page) => page.getByRole('heading', { name: 'Merci !' });
  const submit = (page: Page) => page.getByRole('button', { name: /^Donner/ });

  /** Goes to the form by a link of Turbo, and from there to HelloAsso. */
  async function leaveForHelloasso() {
    const visitor = await world.visit('/embeds/turbo.html');
    await openForm(visitor.page);
    await visitor.page.getByRole('radio', { name: /^20\s€/ }).check();
    await submit(visitor.page).click();
    await visitor.page.waitForURL(/\/checkout\/[0-9a-f]{32}$/);
    return visitor;
  }

  async function openForm(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Faire un don' }).click();
    await page.waitForURL(FORM_PAGE);
  }

  async function openOther(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'L’association' }).click();
    await page.waitForURL(OTHER_PAGE);
    await page.getByRole('link', { name: 'Faire un don' }).waitFor();
  }

  /** Turbo shows the copy of the page's body that it has kept. */
  async function goBack(page: Page): Promise<void> {
    await page.evaluate(() => history.back());
    await page.waitForURL(FORM_PAGE);
  }

  async function payAtHelloasso(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.waitForURL(FORM_PAGE);
  }

  it('reads the outcome once, and again in the element that replaces its own; later there is a form that works', async () => {
    const known = await world.intentCount();
    const { page, leave } = await leaveForHelloasso();
    await payAtHelloasso(page);
    await thanks(page).waitFor();
    await openOther(page);
    assert.equal(await page.locator('helloasso-checkout, helloasso-result').count(), 0);
    await goBack(page);
    await thanks(page).waitFor();
    assert.equal(await thanks(page).count(), 1);
    await openOther(page);
    await page.waitForTimeout(REPLACEMENT_MS);
    await goBack(page);
    await submit(page).waitFor();
    assert.equal(await page.locator('.return').count(), 0);
    await page.getByRole('radio', { name: /^50\s€/ }).check();
    await page.getByRole('button', { name: /^Donner 50\s€/ }).waitFor();
    assert.equal(await world.intentCount(), known + 1);
    await leave();
  });

  it('loads the script once, with one copy of Lit, however many pages have its tag', async () => {
    const { page, leave } = await world.visit('/embeds/turbo.html');
    const scripts: string[] = [];
    page.on('request', (request) => request.url().endsWith('/helloasso-checkout.js') && scripts.push(request.url()));
    await page.reload();
    for (let visits = 0; visits < 3; visits++) {
      await openForm(page);
      await submit(page).waitFor();
      await openOther(page);
    }
    assert.equal(scripts.length, 1);
    assert.deepEqual(await copiesOfLit(page), [1, 1, 1]);
    await leave();
  });

  it('is not asked about by the preview of a page, and reads the outcome once the page itself is there', async () => {
    const { page, leave } = await leaveForHelloasso();
    const previewed: boolean[] = [];
    let isAnswered = false;
    await page.exposeFunction('record', (isPreview: boolean) => previewed.push(isPreview));
    await page.addInitScript(() => {
      const { fetch } = window;
      window.fetch = (input, init) => {
        const isPreview = document.documentElement.hasAttribute('data-turbo-preview');
        if (String(input).includes('/v1/checkouts/')) Reflect.get(window, 'record')(isPreview);
        return fetch(input, init);
      };
    });
    await page.route('**/v1/checkouts/*', (route) => (isAnswered ? route.continue() : undefined)); // no answer yet
    await payAtHelloasso(page);
    await page
      .getByRole('status')
      .filter({ hasText: /^Vérification/ })
      .waitFor();
    await openOther(page);
    await openForm(page); // loaded, and then kept under the address without the return
    await page
      .getByRole('status')
      .filter({ hasText: /^Vérification/ })
      .waitFor();
    await openOther(page);
    let answerPage = () => {};
    const pageAnswered = new Promise<void>((resolve) => {
      answerPage = resolve;
    });
    await page.route(FORM_PAGE, async (route) => {
      await pageAnswered;
      await route.continue();
    });
    await openForm(page);
    await page
      .locator('html[data-turbo-preview] helloasso-checkout')
      .getByRole('button', { name: /^Donner/ })
      .waitFor();
    isAnswered = true;
    answerPage();
    await thanks(page).waitFor();
    assert.equal(await thanks(page).count(), 1);
    assert.deepEqual(previewed, [false, false, false]);
    await leave();
  });

  it('reads that they have paid when the element that was asking has left the page, and the address had lost the return', async () => {
    const { page, leave } = await leaveForHelloasso();
    world.simulator.configure({ orderLagMs: 3_000 });
    await page.addInitScript(() => {
      if (location.search) history.replaceState(null, '', location.pathname);
    });
    const asked = page.waitForResponse(/\/v1\/checkouts\//);
    await payAtHelloasso(page);
    await asked;
    await openOther(page);
    await goBack(page);
    await submit(page).waitFor();
    await thanks(page).waitFor();
    world.simulator.configure({ orderLagMs: 0 });
    await leave();
  });

  it('who left the page of a payment that was still being confirmed reads it when they are back', async () => {
    const { page, leave } = await leaveForHelloasso();
    world.simulator.configure({ orderLagMs: 2_000 });
    await payAtHelloasso(page);
    await page.getByRole('heading', { name: /confirmation/ }).waitFor();
    await openOther(page);
    await page.waitForTimeout(REPLACEMENT_MS);
    await goBack(page);
    await thanks(page).waitFor();
    world.simulator.configure({ orderLagMs: 0 });
    await leave();
  });

  it('finds no empty dialog on a page that Turbo kept while our dialog was open', async () => {
    const { page, leave } = await leaveForHelloasso();
    await page.addInitScript(() => {
      if (location.search) history.replaceState(null, '', location.pathname); // so that Turbo keeps the page
      addEventListener('DOMContentLoaded', () => {
        document.querySelector('helloasso-checkout')?.setAttribute('hidden', '');
      });
    });
    await payAtHelloasso(page);
    await page.getByRole('dialog').getByRole('heading', { name: 'Merci !' }).waitFor();
    await page.evaluate(() => {
      (window as unknown as { Turbo: { visit(path: string): void } }).Turbo.visit('/embeds/turbo.html');
    });
    await page.waitForURL(OTHER_PAGE);
    await page.getByRole('link', { name: 'Faire un don' }).waitFor();
    await page.waitForTimeout(REPLACEMENT_MS);
    await goBack(page);
    await page.locator('helloasso-checkout[hidden]').waitFor({ state: 'attached' }); // as Turbo kept it
    await page.locator('dialog').waitFor({ state: 'detached' });
    await leave();
  });
});
