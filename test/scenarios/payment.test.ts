import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import { PAYER_HOST } from './payer-host.ts';
import { type Demo, pressBack, startDemo } from './set-up-demo.ts';

const HELLOASSO = /\/associations\/asso-demo\/checkout\/[0-9a-f]{32}$/;
const DEMO = /\/index\.html/;

describe('a payment on the demo page', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo.close());

  /** The form for a gift. */
  const gift = (page: Page) => page.locator('helloasso-checkout[offer=don]');
  const heading = (page: Page, name: RegExp) => page.getByRole('heading', { name });

  /** The text of the outcome, with plain spaces. */
  const outcomeText = async (page: Page) =>
    (await page.locator('.return').innerText()).replaceAll('\u00a0', ' ').replaceAll('\n', ' ');

  async function giveTwentyEuros(page: Page): Promise<void> {
    await gift(page)
      .getByRole('radio', { name: /^20\s€/ })
      .check();
    await gift(page)
      .getByRole('button', { name: /^Donner 20\s€/ })
      .click();
    await page.waitForURL(HELLOASSO);
  }

  async function intentCount(): Promise<number> {
    const response = await fetch(`${demo.stack.simulated?.url}/_simulator/intents`);
    return ((await response.json()) as { totalCount: number }).totalCount;
  }

  it('a gift of 20 € that is paid is confirmed on the same page, and again after a reload', async () => {
    const { page, leave } = await demo.visit('/index.html?campagne=noel#don');
    await gift(page).getByLabel('Prénom').fill('Camille');
    await gift(page).getByLabel(/^Nom/).fill('Durand');
    await gift(page).getByLabel('Adresse e‑mail').fill('camille@example.org');
    await giveTwentyEuros(page);
    assert.equal(await page.getByLabel('Adresse e-mail').inputValue(), 'camille@example.org');
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await heading(page, /Merci/).waitFor();
    assert.match(await outcomeText(page), /Votre don de 20\s€ est confirmé/);
    assert.equal(page.url(), `${demo.stack.siteUrl}/index.html?campagne=noel#don`);
    await page.reload();
    await heading(page, /Merci/).waitFor();
    await leave();
  });

  it('a gift that is refused is paid at the second try, with the form still filled in', async () => {
    const { page, leave } = await demo.visit();
    await gift(page).getByLabel('Adresse e‑mail').fill('camille@example.org');
    await giveTwentyEuros(page);
    await page.getByRole('button', { name: 'Refuser le paiement' }).click();
    await heading(page, /refusé/).waitFor();
    assert.equal(await heading(page, /Merci/).count(), 0);
    assert.equal(await gift(page).getByLabel('Adresse e‑mail').inputValue(), 'camille@example.org');
    await giveTwentyEuros(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await heading(page, /Merci/).waitFor();
    await leave();
  });

  it('a payer who goes back by HelloAsso’s link finds the form filled in', async () => {
    const { page, leave } = await demo.visit();
    await gift(page).getByRole('radio', { name: 'Autre montant' }).check();
    await gift(page).getByRole('textbox', { name: 'Autre montant, en euros' }).fill('12,50');
    await gift(page)
      .getByRole('button', { name: /^Donner 12,50\s€/ })
      .click();
    await page.waitForURL(HELLOASSO);
    await page.getByRole('link', { name: 'Retour' }).click();
    await heading(page, /interrompu/).waitFor();
    await gift(page)
      .getByRole('button', { name: /^Donner 12,50\s€/ })
      .waitFor();
    await leave();
  });

  it('a payer who goes back by the Back button finds a restored page that can pay', async () => {
    const { page, leave } = await demo.visit();
    await page.evaluate(() =>
      addEventListener('pageshow', ({ persisted }) => {
        document.title = `restored: ${persisted}`;
      }),
    );
    await gift(page).getByLabel('Adresse e‑mail').fill('camille@example.org');
    await giveTwentyEuros(page);
    await pressBack(page, DEMO);
    await page.waitForFunction(() => document.title === 'restored: true');
    await heading(page, /interrompu/).waitFor();
    assert.equal(await gift(page).getByLabel('Adresse e‑mail').inputValue(), 'camille@example.org');
    await giveTwentyEuros(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await heading(page, /Merci/).waitFor();
    await leave();
  });

  it('a payer who goes back after paying sees the outcome and no form', async () => {
    const { page, leave } = await demo.visit();
    await giveTwentyEuros(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await heading(page, /Merci/).waitFor();
    await page.evaluate(() => history.go(-2)).catch(() => {});
    await page.waitForURL(DEMO, { waitUntil: 'commit' });
    await heading(page, /Merci/).waitFor();
    assert.equal(
      await gift(page)
        .getByRole('button', { name: /^Donner/ })
        .count(),
      0,
    );
    await leave();
  });

  it('a technical error at HelloAsso is shown above the filled-in form, and leaves nothing in the address', async () => {
    const { page, leave } = await demo.visit();
    await giveTwentyEuros(page);
    await page.getByRole('button', { name: 'Simuler une erreur technique' }).click();
    await heading(page, /pas pu aboutir/).waitFor();
    assert.doesNotMatch(page.url(), /helloasso|error|checkoutIntentId/);
    await gift(page)
      .getByRole('button', { name: /^Donner 20\s€/ })
      .waitFor();
    await leave();
  });

  it('a membership in three payments shows what is still to be paid', async () => {
    const { page, leave } = await demo.visit();
    const membership = page.locator('helloasso-checkout[offer=adhesion]');
    await membership.getByRole('radio', { name: /En 3 fois/ }).check();
    await membership.getByRole('button', { name: /^Adhérer/ }).click();
    await page.waitForURL(HELLOASSO);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await heading(page, /Merci/).waitFor();
    assert.match(await outcomeText(page), /Suite des paiements : 10\s€ le .+10\s€ le /);
    assert.equal(await heading(page, /Merci/).count(), 1);
    await gift(page)
      .getByRole('button', { name: /^Donner/ })
      .waitFor();
    await leave();
  });

  it('an address with code=succeeded shows no thanks for a refused payment or for one without a token', async () => {
    const { page, leave } = await demo.visit();
    await giveTwentyEuros(page);
    const returning = page.waitForRequest(/code=refused/);
    await page.getByRole('button', { name: 'Refuser le paiement' }).click();
    const returnUrl = (await returning).url();
    await page.goto(returnUrl.replace('code=refused', 'code=succeeded&orderId=1'));
    await heading(page, /refusé/).waitFor();
    await page.goto(`${demo.stack.siteUrl}/index.html?checkoutIntentId=1&code=succeeded&orderId=1`);
    await gift(page)
      .getByRole('button', { name: /^Donner/ })
      .waitFor();
    assert.equal(await heading(page, /Merci/).count(), 0);
    await leave();
  });

  it('a payment goes on without the payer attribute when the proxy refuses a member of it', async () => {
    const { page } = await demo.visit();
    const asked: unknown[] = [];
    const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
    await page.route('**/v1/checkouts', async (route) => {
      if (route.request().method() === 'OPTIONS') return route.fulfill({ headers: cors });
      asked.push(route.request().postDataJSON().payer);
      const errors = [{ pointer: '/payer/country', code: 'invalid' }];
      const redirectUrl = 'https://www.helloasso-sandbox.com/checkout';
      return route.fulfill(
        asked.length === 1
          ? { status: 422, headers: cors, json: { code: 'invalid-request', errors } }
          : { status: 201, headers: cors, json: { checkoutIntentId: 1, redirectUrl, stateToken: 'a.b.c' } },
      );
    });
    await page.route('https://www.helloasso-sandbox.com/**', (route) => route.fulfill({ body: 'HelloAsso' }));
    await page.goto(`${demo.stack.siteUrl.replace('localhost', PAYER_HOST)}/index.html`); // not the machine of the page's author
    await gift(page).evaluate((element: HelloassoCheckout) => {
      element.payer = { country: 'FR' };
    });
    await gift(page).getByLabel('Prénom').fill('Camille');
    await gift(page)
      .getByRole('radio', { name: /^20\s€/ })
      .check();
    await gift(page)
      .getByRole('button', { name: /^Donner 20\s€/ })
      .click();
    await page.waitForURL('https://www.helloasso-sandbox.com/**');
    assert.deepEqual(asked, [{ country: 'FR', firstName: 'Camille' }, { firstName: 'Camille' }]);
    await page.context().close();
  });

  it('the quantity field shows 1, like the button, after reset()', async () => {
    const { page, leave } = await demo.visit();
    const tickets = page.locator('helloasso-checkout[offer=billet]');
    for (const _ of ['once', 'again']) {
      await tickets.getByLabel('Quantité').selectOption('3');
      await tickets.getByRole('button', { name: /36\s€/ }).waitFor();
      await tickets.evaluate((element: HelloassoCheckout) => element.reset());
      await tickets.getByRole('button', { name: /12\s€/ }).waitFor();
      assert.equal(await tickets.getByLabel('Quantité').inputValue(), '1');
    }
    await leave();
  });

  it('five presses of the button create one intent', async () => {
    const { page, leave } = await demo.visit();
    const before = await intentCount();
    await gift(page)
      .getByRole('radio', { name: /^20\s€/ })
      .check();
    await gift(page)
      .getByRole('button', { name: /^Donner 20\s€/ })
      .evaluate((button: HTMLButtonElement) => {
        for (let count = 0; count < 5; count += 1) button.click();
      });
    await page.waitForURL(HELLOASSO);
    assert.equal((await intentCount()) - before, 1);
    await leave();
  });

  it('a form with errors shows them beside its fields, and creates no intent', async () => {
    const { page, leave } = await demo.visit();
    const before = await intentCount();
    await gift(page).getByLabel('Adresse e‑mail').fill('camille');
    await gift(page).getByRole('button', { name: 'Donner' }).click();
    await gift(page).getByText('Indiquez un montant.').waitFor();
    await gift(page).getByText('Saisissez une adresse e‑mail complète', { exact: false }).waitFor();
    assert.equal(await gift(page).getByLabel('Adresse e‑mail').inputValue(), 'camille');
    assert.equal(await intentCount(), before);
    await leave();
  });
});
