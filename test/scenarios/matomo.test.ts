import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './set-up-demo.ts';

const PAGE = '/embeds/matomo.html?utm_source=lettre';

describe('the Matomo recipe', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo.close());

  /** What Matomo will read, once its script has come. */
  const commands = (page: Page) => page.evaluate(() => (window as unknown as { _paq: unknown[][] })._paq);

  it('counts what was sent, what became of it, and failures, without name, e-mail address, token or number of a payment', async () => {
    const { page, leave } = await demo.visit(PAGE);
    const url = page.url();
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    await page.getByLabel('Prénom').fill('Camille');
    await page.getByLabel('Adresse e‑mail').fill('camille@example.org');
    demo.simulator.inject({ kind: 'status', status: 500, calls: 1, on: 'api' });
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByText('HelloAsso ne répond pas').waitFor();
    assert.deepEqual(await commands(page), [
      ['setCustomUrl', url],
      ['trackEvent', 'Paiement', 'envoi', 'don', 20],
      ['trackEvent', 'Paiement', 'erreur', 'helloasso-unavailable'],
    ]);
    demo.simulator.clearFaults();
    demo.pass(11_000);
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    const returned = [
      ['setCustomUrl', url],
      ['trackEvent', 'Paiement', 'payé', 'don', 20],
    ];
    assert.deepEqual(await commands(page), returned);
    await page.reload();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    assert.deepEqual(await commands(page), returned.slice(0, 1), 'a reload counts nothing again');
    await leave(/status of 503/);
  });
});
