// A form in a frame: the payment opens at the top, or a link to it takes the place of the button.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

const HELLOASSO = /\/checkout\/[0-9a-f]{32}$/;
const WHOLE_SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox';

describe('a form in a frame', () => {
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

  /** Opens a page of a site builder with the form in a frame of another site, which these attributes describe. */
  async function openBuilder(attributes = '') {
    const src = `src="${demo.stack.siteUrl}/embeds/framed-form.html"`;
    const frame = attributes.includes('srcdoc') ? attributes : `${src} ${attributes}`;
    pages.files.set(
      '/builder.html',
      `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">
<iframe ${frame} width="600" height="900"></iframe>`,
    );
    const visitor = await demo.visit(`${pages.origin}/builder.html`);
    return { ...visitor, frame: visitor.page.frameLocator('iframe') };
  }

  async function press(frame: FrameLocator): Promise<void> {
    await frame.getByRole('radio', { name: /^20\s€/ }).check();
    await frame.getByRole('button', { name: /^Donner 20\s€/ }).click();
  }

  const confirm = (page: Page) => page.getByRole('button', { name: 'Payer', exact: true }).click();
  const link = (frame: FrameLocator) => frame.getByRole('link', { name: /^Continuer sur HelloAsso/ });

  it('pays at the top, and the return there shows the outcome from the address alone', async () => {
    const { page, frame, leave } = await openBuilder();
    await press(frame);
    await page.waitForURL(HELLOASSO);
    await confirm(page);
    await page.waitForURL(/framed-form\.html$/);
    await page.getByRole('heading', { name: 'Paiement confirmé' }).waitFor();
    assert.match(await page.locator('.return').innerText(), /Ce paiement de 20\s€ pour «\sDon à l’association\s»/);
    assert.equal(await page.getByRole('link', { name: /attestation/ }).count(), 0);
    await leave();
  });

  it('offers a link to the top, with the focus, where the browser takes the press for too old', async () => {
    const { page, frame, leave } = await openBuilder(
      `sandbox="${WHOLE_SANDBOX} allow-top-navigation-by-user-activation"`,
    );
    // The browser lets a press count for five seconds.
    await page.route('**/v1/checkouts', async (route) => {
      const response = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, 5_500));
      await route.fulfill({ response });
    });
    const known = await demo.intentCount();
    const answered = page.waitForResponse('**/v1/checkouts');
    await press(frame);
    await answered; // without a look at the page meanwhile: the driver's looks count as presses
    await new Promise((resolve) => setTimeout(resolve, 500));
    await link(frame).waitFor();
    assert.equal(await link(frame).getAttribute('target'), '_top');
    assert.ok(await link(frame).evaluate((element) => element === (element.getRootNode() as ShadowRoot).activeElement));
    assert.equal(await frame.getByRole('button', { name: /^Donner/ }).count(), 0);
    assert.match(await frame.getByRole('status').innerText(), /ne s’ouvre pas, suivez le lien/);
    await link(frame).press('Enter');
    await page.waitForURL(HELLOASSO);
    assert.equal(await demo.intentCount(), known + 1);
    await confirm(page);
    await page.getByRole('heading', { name: 'Paiement confirmé' }).waitFor();
    await leave(/allow-top-navigation-by-user-activation/);
  });

  it('offers a link to a new tab where the sandbox bars the top, and shows the outcome when the payer is back', async () => {
    const { page, frame, leave } = await openBuilder(`sandbox="${WHOLE_SANDBOX}"`);
    const known = await demo.intentCount();
    await press(frame);
    await link(frame).waitFor();
    assert.equal(await link(frame).getAttribute('target'), '_blank');
    assert.match(await link(frame).innerText(), /nouvel onglet/);
    const [tab] = await Promise.all([page.waitForEvent('popup'), link(frame).click()]);
    await tab.waitForURL(HELLOASSO);
    assert.equal(await tab.evaluate(() => window.opener), null);
    await confirm(tab);
    await tab.getByRole('heading', { name: 'Paiement confirmé' }).waitFor();
    await tab.close();
    await frame.locator('body').evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await frame.getByRole('heading', { name: 'Merci !' }).waitFor();
    assert.equal(await demo.intentCount(), known + 1);
    await leave(/allow-top-navigation/);
  });

  const snippet = () =>
    `<script type=module src=${demo.stack.proxyUrl}/helloasso-checkout.js></script><helloasso-checkout proxy=${demo.stack.proxyUrl} offer=don><p>Donner autrement</p></helloasso-checkout>`;
  const IMPOSSIBLE = [
    ['a srcdoc frame', () => `srcdoc="${snippet()}"`, /Ce cadre n’a pas d’adresse à lui/],
    ['a sandbox without its origin', () => 'sandbox="allow-scripts allow-forms"', /ajoutez allow-same-origin/],
    ['a sandbox without forms', () => 'sandbox="allow-scripts allow-same-origin"', /ajoutez allow-forms/],
  ] as const;

  for (const [what, attributes, reason] of IMPOSSIBLE) {
    it(`shows the fallback and names the reason in ${what}`, async () => {
      const { frame, leave } = await openBuilder(attributes());
      await frame.getByText(/Donner (autrement|sur HelloAsso)/).waitFor();
      await frame.getByText(reason).waitFor();
      await frame.getByText('Le paiement en ligne n’est pas disponible').waitFor();
      assert.equal(await frame.getByRole('button').count(), 0);
      await leave(/sandbox/);
    });
  }
});
