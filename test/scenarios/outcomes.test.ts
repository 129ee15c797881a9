import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Demo, startDemo, type Visitor } from './set-up-demo.ts';

const HELLOASSO = /\/associations\/asso-demo\/checkout\/[0-9a-f]{32}$/;

describe('the outcome after a return', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo.close());

  /** A visitor at HelloAsso's page, the id of their intent and first payment, and the return address after `action`. */
  async function leave(
    action: 'pay' | 'refuse',
  ): Promise<Visitor & { address: string; id: number; paymentId: number }> {
    const visitor = await demo.visit();
    const gift = visitor.page.locator('helloasso-checkout[offer=don]');
    await gift.getByRole('radio', { name: /^20\s€/ }).check();
    await gift.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await visitor.page.waitForURL(HELLOASSO);
    const id = await newestIntent();
    const address = await demo.simulator.act(id, { action });
    return { ...visitor, address, id, paymentId: await firstPayment(id) };
  }

  async function newestIntent(): Promise<number> {
    const { data } = (await control('/_simulator/intents?pageSize=1')) as { data: { id: number }[] };
    return data[0]?.id ?? assert.fail('no intent');
  }

  async function firstPayment(id: number): Promise<number> {
    const { payments } = (await control(`/_simulator/intents/${id}`)) as { payments: { id: number }[] };
    return payments[0]?.id ?? assert.fail('no payment');
  }

  async function control(path: string): Promise<unknown> {
    const response = await demo.simulator.fetch(new Request(`${demo.stack.simulated?.url}${path}`));
    return response.json();
  }

  const heading = (page: Page, name: RegExp) => page.getByRole('heading', { name });

  const states: readonly (readonly [string, RegExp])[] = [
    ['Authorized', /Merci/],
    ['WaitingBankValidation', /banque/],
    ['Refunding', /[Rr]emboursement en cours/],
    ['Refunded', /remboursé/],
    ['Contested', /contesté/],
    ['Refused', /refusé/],
  ];
  for (const [state, words] of states) {
    it(`a payer whose payment is ${state} at HelloAsso reads ${words}`, async () => {
      const { page, address, paymentId, leave: end } = await leave('pay');
      demo.simulator.setPaymentState(paymentId, state);
      await page.goto(address);
      await heading(page, words).waitFor();
      if (state !== 'Authorized') assert.equal(await heading(page, /Merci/).count(), 0);
      await end();
    });
  }

  it('the proxy receives a notification of a payment, and acknowledges it', async () => {
    const { id, leave: end } = await leave('pay');
    await demo.simulator.settle();
    const attempts = demo.simulator.notifications().flatMap((notification) => notification.attempts);
    assert.ok(id > 0 && attempts.length > 0);
    assert.ok(attempts.every(({ status }) => status === 200));
    await end();
  });

  it('a payer who returns in the same tab can open the receipt', async () => {
    const { page, address, leave: end } = await leave('pay');
    await page.goto(address);
    await heading(page, /Merci/).waitFor();
    assert.match(
      (await page.getByRole('link', { name: /attestation/ }).getAttribute('href')) ?? '',
      /paiement-attestation/,
    );
    await end();
  });

  it('the return address in another browser shows the outcome without the receipt', async () => {
    const { address, leave: end } = await leave('pay');
    const other = await demo.visit(address.slice(demo.stack.siteUrl.length));
    await heading(other.page, /Paiement confirmé/).waitFor();
    assert.equal(await other.page.getByRole('link', { name: /attestation/ }).count(), 0);
    await other.leave();
    await end();
  });

  it('a payer whose form has a return-path reads the outcome there, and other visitors of that page none', async () => {
    const visitor = await demo.visit();
    const { page } = visitor;
    const gift = page.locator('helloasso-checkout[offer=don]');
    await gift.evaluate((element) => element.setAttribute('return-path', '/merci.html'));
    await gift.getByRole('radio', { name: /^20\s€/ }).check();
    await gift.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.waitForURL(HELLOASSO);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await heading(page, /Merci/).waitFor();
    assert.equal(page.url(), `${demo.stack.siteUrl}/merci.html`);
    await page.goto(`${demo.stack.siteUrl}/merci.html?autre=1`);
    await page.getByText('Aucun paiement n’est en cours ici.').waitFor();
    await visitor.leave();
  });

  it('a payer who returns before HelloAsso has the order reads a confirmation once it has', async () => {
    demo.simulator.configure({ orderLagMs: 60_000 });
    const { page, address, leave: end } = await leave('pay');
    await page.goto(address);
    await heading(page, /confirmation/).waitFor();
    assert.equal(await heading(page, /Merci/).count(), 0);
    demo.pass(61_000);
    await heading(page, /Merci/).waitFor();
    demo.simulator.configure({ orderLagMs: 0 });
    await end();
  });

  it('a payer without an order reads that nothing was charged after 45 minutes, not before', async () => {
    const visitor = await demo.visit();
    const { page } = visitor;
    const gift = page.locator('helloasso-checkout[offer=don]');
    await gift.getByRole('radio', { name: /^20\s€/ }).check();
    await gift.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.waitForURL(HELLOASSO);
    const back = (await page.getByRole('link', { name: 'Retour' }).getAttribute('href')) ?? '';
    await page.goto(back);
    await heading(page, /interrompu/).waitFor();
    assert.equal(await page.getByText('Rien n’a été débité').count(), 0);
    demo.pass(46 * 60_000);
    await page.goto(back);
    await heading(page, /pas été terminé/).waitFor();
    await page.getByText('Rien n’a été débité').waitFor();
    await visitor.leave();
  });

  it('a payer reads that the outcome is unknown while HelloAsso does not answer, and can ask again', async () => {
    const { page, address, leave: end } = await leave('pay');
    demo.simulator.inject({ kind: 'status', status: 500, calls: 1, on: 'api' });
    await page.goto(address);
    await page.getByText(/n’arrivons pas à savoir/).waitFor();
    assert.equal(await page.getByText('Rien n’a été débité').count(), 0);
    await page.getByRole('button', { name: 'Vérifier à nouveau' }).click();
    await heading(page, /Merci/).waitFor();
    await end(/503/); // Chromium logs failed requests
  });
});
