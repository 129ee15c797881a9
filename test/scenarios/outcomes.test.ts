import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openWorld, type Visitor, type World } from './set-up-demo.ts';

const HELLOASSO = /\/associations\/asso-demo\/checkout\/[0-9a-f]{32}$/;

describe('a payer who comes back', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** A visitor who has left for HelloAsso's page, the id of their intent, and where the page would send them once they have paid. */
  async function leave(
    action: 'pay' | 'refuse',
  ): Promise<Visitor & { address: string; id: number; paymentId: number }> {
    const visitor = await world.visit();
    const gift = visitor.page.locator('helloasso-checkout[offer=don]');
    await gift.getByRole('radio', { name: /^20\s€/ }).check();
    await gift.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await visitor.page.waitForURL(HELLOASSO);
    const id = await newestIntent();
    const address = await world.simulator.act(id, { action });
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
    const response = await world.simulator.fetch(new Request(`${world.stack.simulated?.url}${path}`));
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
    it(`reads what HelloAsso says of ${state}`, async () => {
      const { page, address, paymentId, leave: end } = await leave('pay');
      world.simulator.setPaymentState(paymentId, state);
      await page.goto(address);
      await heading(page, words).waitFor();
      if (state !== 'Authorized') assert.equal(await heading(page, /Merci/).count(), 0);
      await end();
    });
  }

  it('is not the only one who hears of it: the proxy is notified, and acknowledges', async () => {
    const { id, leave: end } = await leave('pay');
    await world.simulator.settle();
    const attempts = world.simulator.notifications().flatMap((notification) => notification.attempts);
    assert.ok(id > 0 && attempts.length > 0);
    assert.ok(attempts.every(({ status }) => status === 200));
    await end();
  });

  it('has the receipt, for this tab knows more than the address', async () => {
    const { page, address, leave: end } = await leave('pay');
    await page.goto(address);
    await heading(page, /Merci/).waitFor();
    assert.match(
      (await page.getByRole('link', { name: /attestation/ }).getAttribute('href')) ?? '',
      /paiement-attestation/,
    );
    await end();
  });

  it('reads the same in another browser, without the receipt', async () => {
    const { address, leave: end } = await leave('pay');
    const other = await world.visit(address.slice(world.stack.siteUrl.length));
    await heading(other.page, /Merci/).waitFor();
    assert.equal(await other.page.getByRole('link', { name: /attestation/ }).count(), 0);
    await other.leave();
    await end();
  });

  it('reads it on a page of its own, where the site has one', async () => {
    const visitor = await world.visit();
    const { page } = visitor;
    const gift = page.locator('helloasso-checkout[offer=don]');
    await gift.evaluate((element) => element.setAttribute('return-path', '/merci.html'));
    await gift.getByRole('radio', { name: /^20\s€/ }).check();
    await gift.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.waitForURL(HELLOASSO);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await heading(page, /Merci/).waitFor();
    assert.equal(page.url(), `${world.stack.siteUrl}/merci.html`);
    await page.goto(`${world.stack.siteUrl}/merci.html?autre=1`);
    await page.getByText('Aucun paiement n’est en cours ici.').waitFor();
    await visitor.leave();
  });

  it('is thanked as soon as HelloAsso has caught up with its own redirect', async () => {
    world.simulator.configure({ orderLagMs: 60_000 });
    const { page, address, leave: end } = await leave('pay');
    await page.goto(address);
    await heading(page, /confirmation/).waitFor();
    assert.equal(await heading(page, /Merci/).count(), 0);
    world.pass(61_000);
    await heading(page, /Merci/).waitFor();
    world.simulator.configure({ orderLagMs: 0 });
    await end();
  });

  it('is told after 45 minutes that nothing was paid, and only then that nothing was charged', async () => {
    const visitor = await world.visit();
    const { page } = visitor;
    const gift = page.locator('helloasso-checkout[offer=don]');
    await gift.getByRole('radio', { name: /^20\s€/ }).check();
    await gift.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.waitForURL(HELLOASSO);
    const back = (await page.getByRole('link', { name: 'Retour' }).getAttribute('href')) ?? '';
    await page.goto(back);
    await heading(page, /interrompu/).waitFor();
    assert.equal(await page.getByText('Rien n’a été débité').count(), 0);
    world.pass(46 * 60_000);
    await page.goto(back);
    await heading(page, /pas été terminé/).waitFor();
    await page.getByText('Rien n’a été débité').waitFor();
    await visitor.leave();
  });

  it('is told that we cannot tell while HelloAsso is out of reach, and can ask again', async () => {
    const { page, address, complaints, leave: end } = await leave('pay');
    world.simulator.inject({ kind: 'status', status: 500, calls: 1, on: 'api' });
    await page.goto(address);
    await page.getByText(/ne pouvons pas le savoir/).waitFor();
    assert.equal(await page.getByText('Rien n’a été débité').count(), 0);
    await page.getByRole('button', { name: 'Vérifier à nouveau' }).click();
    await heading(page, /Merci/).waitFor();
    assert.match((complaints as string[]).shift() ?? '', /503/); // the browser's own line
    await end();
  });
});
