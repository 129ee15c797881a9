import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { axeErrors } from './axe-errors.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

const OFFERS = {
  don: {
    kind: 'gift',
    itemName: 'Don à l’association',
    amountCents: { min: 100, max: 500_000, suggestions: [2000, 5000, 10_000] },
    instalments: [1, 3],
    payer: { email: 'required', companyName: 'optional', address: 'optional', country: 'optional' },
    tax: { rate: 66, year: 2099 },
    monthlyUrl: 'https://www.helloasso.com/associations/asso-demo/formulaires/1',
  },
  billet: { kind: 'ticket', itemName: 'Billet', amountCents: 1200, maxQuantity: 4 },
  fini: { kind: 'gift', itemName: 'Collecte de 2025', amountCents: 1200, closesOn: '2025-12-31' },
};

const WITHOUT_SCRIPT = { javaScriptEnabled: false };
const SCRIPT = '**/helloasso-checkout.js';

describe('the page /pay/{offer} in a browser', () => {
  let demo: Demo;
  let pages: PageServer;
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-pay-'));
  before(async () => {
    pages = await servePages();
    writeFileSync(join(folder, 'offers.json'), JSON.stringify(OFFERS));
    demo = await startDemo('', { OFFERS_FILE: join(folder, 'offers.json'), PAY_FRAME_ORIGINS: pages.origin });
  });
  after(async () => {
    await demo?.close();
    pages?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const payUrl = (path: string) => `${demo.stack.proxyUrl}/pay/${path}`;
  const plainForm = (page: Page) => page.locator('form[action*="/pay/"]');

  /** A page whose script does not come: the plain form, with a browser that can still be asked. */
  async function visitWithoutElement(path: string, width = 360) {
    const visitor = await demo.visit('/merci.html', { viewport: { width, height: 800 } });
    await visitor.page.route(SCRIPT, (route) => route.abort());
    await visitor.page.goto(payUrl(path));
    return visitor;
  }

  /** In every width and colour scheme. */
  async function assertSound(page: Page, what: string): Promise<void> {
    for (const [width, colorScheme] of [
      [320, 'light'],
      [1280, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axeErrors(page, `${what}, ${width} px, ${colorScheme}`), []);
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(scrollWidth <= width, `${what} scrolls sideways at ${width} px`);
      const small = await page.evaluate(
        () =>
          [...document.querySelectorAll('a, button, input:not([type=hidden]), select')]
            .filter((control) => control.checkVisibility() && !control.closest('li'))
            .map((control) =>
              [(control as HTMLInputElement).labels?.[0], control].map(
                (box) => box?.getBoundingClientRect().height ?? 0,
              ),
            )
            .filter((heights) => Math.max(...heights) < 44).length,
      );
      assert.equal(small, 0, `${what} has controls under 44 px`);
    }
  }

  it('a payer without script pays for tickets, and prints the outcome', async () => {
    const { page, leave } = await demo.visit('/merci.html', WITHOUT_SCRIPT);
    await page.goto(payUrl('billet'));
    await page.getByLabel('Quantité').selectOption('2');
    await page.getByLabel(/^Adresse e.mail/).fill('camille@example.org');
    await page.getByRole('button', { name: 'Réserver et payer' }).click();
    assert.equal(await page.getByLabel('Adresse e-mail').inputValue(), 'camille@example.org');
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Paiement confirmé' }).waitFor();
    assert.match(await page.locator('main').innerText(), /24\s€ pour «\s2 × Billet\s»/);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    assert.equal(await page.getByText('Référence').isVisible(), true);
    assert.equal(await page.getByRole('link').count(), 0);
    await leave();
  });

  it('a payer without script pays by the keyboard alone', async () => {
    const { page, leave } = await demo.visit('/merci.html', WITHOUT_SCRIPT);
    await page.goto(payUrl('don'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown'); // in Chromium, to the second amount
    await page.keyboard.press('Tab'); // the other amount
    for (const text of ['', 'En une fois', 'Camille', 'Durand', 'camille@example.org']) {
      if (text && text !== 'En une fois') await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(/asso-demo\/checkout/);
    assert.match(await page.locator('body').innerText(), /50,00\s€/);
    await leave();
  });

  it('each state of the page without script passes axe, fits 320 px, and has controls of 44 px', async () => {
    const { page, leave } = await visitWithoutElement('don');
    await assertSound(page, 'form');
    await plainForm(page).getByRole('button').click();
    await page.getByText('Indiquez un montant.').first().waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'amount');
    assert.equal(await page.title(), 'Le paiement n’a pas commencé – Don à l’association – Les Amis du Jardin');
    await assertSound(page, 'errors');
    await page.getByRole('link', { name: 'Indiquez votre adresse e‑mail.' }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'email');
    await page.keyboard.type('camille@example.org');
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    await plainForm(page).getByRole('button').click();
    await page.getByRole('button', { name: 'Refuser le paiement' }).click();
    await page.getByRole('heading', { name: 'Le paiement a été refusé' }).waitFor();
    await assertSound(page, 'refused');
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    await page.getByLabel(/^Adresse e.mail/).fill('camille@example.org');
    await plainForm(page).getByRole('button').click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Paiement confirmé' }).waitFor();
    await assertSound(page, 'paid');
    await page.goto(`${page.url()}&x=1`.replace(/checkoutIntentId=\d+/, 'checkoutIntentId=1'));
    await page.getByRole('heading', { name: 'Paiement à vérifier' }).waitFor();
    await assertSound(page, 'unverified');
    demo.simulator.configure({ orderLagMs: 60_000 });
    await page.goto(payUrl('don?amount=20'));
    await page.getByLabel(/^Adresse e.mail/).fill('camille@example.org');
    await plainForm(page).getByRole('button').click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Paiement en cours de confirmation' }).waitFor();
    await assertSound(page, 'settling');
    demo.simulator.configure({ orderLagMs: 0 });
    for (const offer of ['fini', 'nothing']) {
      await page.goto(payUrl(offer));
      await assertSound(page, offer);
    }
    await leave(/ERR_FAILED|status of (404|422)/);
  });

  it('with script, the element stands in the page, passes axe, pays, and shows the outcome', async () => {
    const { page, leave } = await demo.visit('/merci.html');
    await page.goto(payUrl('don?amount=50'));
    await page
      .getByLabel(/^Adresse e.mail/)
      .locator('visible=true')
      .fill('camille@example.org');
    await page.getByRole('button', { name: /^Donner 50\s€/ }).waitFor();
    assert.deepEqual(await axeErrors(page, 'with the form'), []);
    assert.equal(await plainForm(page).isVisible(), false);
    assert.deepEqual(await page.getByRole('heading').allInnerTexts(), ['Don à l’association']);
    const asked = await page.evaluate(() => {
      const tokensOf = (root: ParentNode) =>
        [...root.querySelectorAll('[autocomplete]')].map((field) => (field as HTMLInputElement).autocomplete);
      const element = document.querySelector('helloasso-checkout');
      return [element?.shadowRoot, element].map((root) => (root ? tokensOf(root).toSorted() : []));
    });
    assert.ok(asked[0]?.includes('email'));
    const shownAtOnce = asked[1]?.filter((token) => token !== 'organization'); // the element asks it of a company alone
    assert.deepEqual(asked[0], shownAtOnce, 'the element and the plain form are filled in by the browser alike');
    await page.getByRole('button', { name: /^Donner 50\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    assert.equal(page.url(), payUrl('don?amount=50'));
    assert.deepEqual(await axeErrors(page, 'with the outcome'), []);
    await leave();
  });

  it('a script that comes while the payer types leaves them their form', async () => {
    const { page, leave } = await demo.visit('/merci.html');
    let release = () => {};
    await page.route('**/pay/don', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const response = await route.fetch(); // an engine that does not know `blocking` draws at once
      return route.fulfill({ response, body: (await response.text()).replaceAll(' blocking="render"', '') });
    });
    await page.route('**/placeholders.js', async (route) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      await route.continue();
    });
    await page.goto(payUrl('don'), { waitUntil: 'commit' });
    await plainForm(page)
      .getByLabel(/^Prénom/)
      .fill('Camille');
    await page.locator('h1').click(); // focus elsewhere: what is typed counts
    release();
    await page.waitForResponse('**/placeholders.js');
    await page.waitForTimeout(200);
    assert.equal(await page.locator('helloasso-checkout').count(), 0);
    assert.equal(
      await plainForm(page)
        .getByLabel(/^Prénom/)
        .inputValue(),
      'Camille',
    );
    await plainForm(page)
      .getByLabel(/^Adresse e.mail/)
      .fill('camille@example.org');
    await plainForm(page)
      .getByRole('radio', { name: /^20\s€/ })
      .check();
    await plainForm(page).getByRole('button').click();
    await page.getByRole('button', { name: 'Payer', exact: true }).waitFor();
    await leave();
  });

  it('in a frame of a page that may show it, the plain form leaves the frame to pay; elsewhere browsers do not show it', async () => {
    const { page, leave } = await demo.visit('/merci.html', WITHOUT_SCRIPT);
    const html = `<!doctype html><title>Cadre</title><iframe title="Don" width="600" height="900" src="${payUrl('billet')}"></iframe>`;
    pages.files.set('/framing.html', html);
    await page.goto(`${pages.origin}/framing.html`);
    await page.frameLocator('iframe').getByRole('button', { name: 'Réserver et payer' }).click();
    await page.waitForURL(/asso-demo\/checkout/);
    const other = await servePages();
    other.files.set('/framing.html', html);
    await page.goto(`${other.origin}/framing.html`);
    await page.waitForTimeout(300);
    assert.equal(await page.frameLocator('iframe').getByRole('button').count(), 0);
    other.close();
    await leave(/frame-ancestors|404/); // it has no icon
  });
});
