// The invariant of ARCHITECTURE.md: two intents of one tab are never both payable without a warning; and no damaged answer, lag,
// clock, lost instance or lost address makes a paid payment look payable, or an unpaid one look paid. Each new danger is one test.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { FaultInput } from '../../demo/simulator/controls/inputs.ts';
import { type Demo, pressBack, startDemo, type Visitor } from './set-up-demo.ts';

const HELLOASSO = /\/checkout\/[0-9a-f]{32}$/;
const DEMO = /\/index\.html/;

interface Order {
  readonly payments: readonly object[];
}

/** Texts that only an unpaid payment may cause, and those that only a paid one may. */
const LOOKS_UNPAID = /refusé|pas été terminé|Rien n’a été débité|interrompu/;
const LOOKS_PAID = /Merci|est confirmé|est payée/;

describe('the invariant', () => {
  let world: Demo;
  /** Changes the order that HelloAsso answers. */
  let editOrder: ((order: Order) => unknown) | undefined;
  before(async () => {
    world = await startDemo();
    const { simulator } = world;
    const answer = simulator.fetch;
    simulator.fetch = async (request) => {
      const response = await answer(request);
      if (!editOrder || request.method !== 'GET' || !request.url.includes('/checkout-intents/')) return response;
      const { order, ...intent } = (await response.json()) as { order: Order };
      return Response.json({ ...intent, order: editOrder(order) }, { headers: response.headers });
    };
  });
  after(() => world.close());

  const gift = (page: Page) => page.locator('helloasso-checkout[offer=don]');
  const button = (page: Page) => gift(page).getByRole('button', { name: /^Donner/ });
  const heading = (page: Page, name: RegExp) => page.getByRole('heading', { name });
  const text = (page: Page) => gift(page).evaluate((element) => element.shadowRoot?.textContent ?? '');

  async function intents(): Promise<readonly { id: number }[]> {
    const url = `${world.stack.simulated?.url}/_simulator/intents?pageSize=100`;
    const response = await world.simulator.fetch(new Request(url));
    return ((await response.json()) as { data: { id: number }[] }).data;
  }

  async function press(page: Page): Promise<void> {
    await gift(page)
      .getByRole('radio', { name: /^20\s€/ })
      .check();
    await button(page).click();
  }

  /** A visitor who has left for the payment page, their intent, and the address to which each action would send them. */
  async function leave() {
    const visitor = await world.visit();
    await press(visitor.page);
    await visitor.page.waitForURL(HELLOASSO);
    const [intent] = await intents();
    const id = intent?.id ?? assert.fail('no intent');
    return { ...visitor, id, act: (action: 'pay' | 'refuse' | 'go-back') => world.simulator.act(id, { action }) };
  }

  /** Ends a visit in which the browser itself logs failed requests. */
  async function end({ page, consoleMessages }: Visitor): Promise<void> {
    await page.context().close();
    assert.deepEqual(
      consoleMessages.filter((line) => !/Failed to load resource/.test(line)),
      [],
    );
  }

  describe('two intents of one tab', () => {
    it('are not made by two presses of the button', async () => {
      const visitor = await world.visit();
      const known = (await intents()).length;
      await gift(visitor.page)
        .getByRole('radio', { name: /^20\s€/ })
        .check();
      await button(visitor.page).dblclick({ noWaitAfter: true });
      await visitor.page.waitForURL(HELLOASSO);
      assert.equal((await intents()).length, known + 1);
      await visitor.leave();
    });

    it('are not made without a warning after Back from the payment page', async () => {
      const { page, leave: close } = await leave();
      await pressBack(page, DEMO);
      await heading(page, /interrompu/).waitFor();
      await close();
    });

    it('are not made after a payment whose return the page never saw', async () => {
      const visitor = await leave();
      const known = (await intents()).length;
      await visitor.act('pay');
      await visitor.page.goto(`${world.stack.siteUrl}/index.html`);
      await heading(visitor.page, /Merci/).waitFor();
      assert.equal((await intents()).length, known);
      await visitor.leave();
    });

    it('are not made after a payment in a new tab from a frame that may store nothing', async () => {
      const { page, leave } = await world.visit('/embeds/frame.html');
      await page.locator('iframe').evaluate((element: HTMLIFrameElement) => {
        element.setAttribute(
          'sandbox',
          'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox',
        );
        element.src += '';
      });
      const frame = page.frameLocator('iframe');
      await frame.locator('body').evaluate(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException('refused', 'SecurityError');
        };
      });
      const known = (await intents()).length;
      await frame.getByRole('radio', { name: /^20\s€/ }).check();
      await frame.getByRole('button', { name: /^Donner 20\s€/ }).click();
      const link = frame.getByRole('link', { name: /^Continuer sur HelloAsso/ });
      const [tab] = await Promise.all([page.waitForEvent('popup'), link.click()]);
      await tab.waitForURL(HELLOASSO);
      await tab.getByRole('button', { name: 'Payer', exact: true }).click();
      await heading(tab, /^Paiement confirmé$/).waitFor();
      await frame.getByRole('radio', { name: /^50\s€/ }).check(); // another amount: the button is back
      await frame.getByRole('button', { name: /^Donner 50\s€/ }).click();
      await frame.getByRole('heading', { name: 'Merci !' }).waitFor();
      assert.equal((await intents()).length, known + 1);
      await leave(/sandbox/);
    });

    it('are not made after such a payment when the clock of the device has gone two hours ahead', async () => {
      const visitor = await leave();
      const known = (await intents()).length;
      await visitor.act('pay');
      await visitor.page.clock.install({ time: Date.now() + 2 * 3_600_000 });
      await visitor.page.goto(`${world.stack.siteUrl}/index.html`);
      await press(visitor.page);
      await heading(visitor.page, /Merci/).waitFor();
      assert.equal((await intents()).length, known);
      await visitor.leave();
    });

    it('are not made by the copy of a tab: it shows what was paid in the other', async () => {
      const visitor = await leave();
      const known = (await intents()).length;
      await pressBack(visitor.page, DEMO);
      const opened = visitor.page.waitForEvent('popup');
      await visitor.page.evaluate(() => void window.open(location.href)); // with a copy of the storage, as a duplicated tab has
      const copy = await opened;
      await button(copy).waitFor();
      await visitor.page.goto(await visitor.act('pay'));
      await heading(visitor.page, /Merci/).waitFor();
      await copy.bringToFront();
      await heading(copy, /Merci/).waitFor();
      assert.equal(await button(copy).count(), 0);
      assert.equal((await intents()).length, known);
      await visitor.leave();
    });

    it('are not made without a warning while HelloAsso cannot be asked about the first', async () => {
      const visitor = await leave();
      const known = (await intents()).length;
      await visitor.act('pay');
      world.simulator.inject({ kind: 'status', status: 500, calls: 20, on: 'api' });
      await visitor.page.goto(`${world.stack.siteUrl}/index.html`);
      await press(visitor.page);
      await heading(visitor.page, /à vérifier/).waitFor();
      assert.equal(await button(visitor.page).count(), 0);
      assert.equal((await intents()).length, known);
      world.simulator.clearFaults();
      await end(visitor);
    });
  });

  const DAMAGES: Readonly<Record<string, FaultInput>> = {
    'an error 500': { kind: 'status', status: 500 },
    'an error 403': { kind: 'status', status: 403 },
    'an error 404': { kind: 'status', status: 404 },
    'an error 429': { kind: 'status', status: 429 },
    'half a JSON text': { kind: 'malformed-json' },
    'a dropped connection': { kind: 'drop' },
    'an answer that is dropped': { kind: 'drop-answer' },
    'an answer after 8 s': { kind: 'latency', ms: 8_000 },
  };

  for (const [name, damage] of Object.entries(DAMAGES)) {
    it(`holds when HelloAsso answers with ${name}: a paid payment never looks payable`, async () => {
      const visitor = await leave();
      const address = await visitor.act('pay');
      world.simulator.inject({ ...damage, calls: 3, on: 'api' });
      await visitor.page.goto(address);
      await heading(visitor.page, /à vérifier|Merci/).waitFor();
      assert.doesNotMatch(await text(visitor.page), LOOKS_UNPAID);
      assert.equal(await button(visitor.page).count(), 0);
      world.simulator.clearFaults();
      await end(visitor);
    });

    it(`holds when HelloAsso answers with ${name}: an unpaid payment never looks paid`, async () => {
      const visitor = await leave();
      const address = await visitor.act('refuse');
      world.simulator.inject({ ...damage, calls: 3, on: 'api' });
      await visitor.page.goto(address);
      await heading(visitor.page, /à vérifier|refusé/).waitFor();
      assert.doesNotMatch(await text(visitor.page), LOOKS_PAID);
      world.simulator.clearFaults();
      await end(visitor);
    });
  }

  const UNREADABLE: Readonly<Record<string, (order: Order) => unknown>> = {
    'an order that is a text': () => 'paid',
    'no payments': ({ payments, ...order }) => order,
    'an amount as text': (order) => ({
      ...order,
      payments: order.payments.map((one) => ({ ...one, amount: '20.00' })),
    }),
    'no state': (order) => ({ ...order, payments: order.payments.map((one) => ({ ...one, state: null })) }),
  };

  for (const [name, edit] of Object.entries(UNREADABLE)) {
    it(`holds when HelloAsso answers with ${name}: a paid payment is not payable after Back, an unpaid one not thanked for`, async () => {
      for (const action of ['pay', 'refuse'] as const) {
        const visitor = await leave();
        const back = await visitor.act('go-back');
        await visitor.act(action);
        editOrder = edit;
        await visitor.page.goto(back);
        await heading(visitor.page, /confirmation/).waitFor();
        assert.equal(await button(visitor.page).count(), 0);
        assert.doesNotMatch(await text(visitor.page), LOOKS_PAID);
        assert.doesNotMatch(await text(visitor.page), LOOKS_UNPAID);
        editOrder = undefined;
        await visitor.leave();
      }
    });
  }

  it('holds when HelloAsso answers with refunds, dates and lists that cannot be read: a paid payment is thanked for', async () => {
    const visitor = await leave();
    const address = await visitor.act('pay');
    editOrder = (order) => ({
      ...order,
      items: null,
      payments: order.payments.map((one) => ({ ...one, date: '', meta: null, refundOperations: [{ id: 1 }, null] })),
    });
    await visitor.page.goto(address);
    await heading(visitor.page, /Merci/).waitFor();
    editOrder = undefined;
    await visitor.leave();
  });

  it('holds while HelloAsso lags: a paid payment is neither payable nor thanked for', async () => {
    world.simulator.configure({ orderLagMs: 60_000 });
    const visitor = await leave();
    const address = await visitor.act('pay');
    await visitor.page.goto(address);
    await heading(visitor.page, /confirmation/).waitFor();
    assert.equal(await button(visitor.page).count(), 0);
    assert.doesNotMatch(await text(visitor.page), LOOKS_PAID);
    world.simulator.configure({ orderLagMs: 0 });
    await visitor.leave();
  });

  it('holds when an address says that an unpaid payment succeeded', async () => {
    const visitor = await leave();
    const back = new URL(await visitor.act('go-back'));
    back.searchParams.delete('helloasso-step');
    for (const [name, value] of Object.entries({
      code: 'succeeded',
      orderId: '1',
      checkoutIntentId: String(visitor.id),
    }))
      back.searchParams.set(name, value);
    await visitor.page.goto(back.href);
    await heading(visitor.page, /confirmation/).waitFor();
    assert.doesNotMatch(await text(visitor.page), LOOKS_PAID);
    await visitor.leave();
  });

  it('holds when an address combines the token of an unpaid payment with the id of a paid one', async () => {
    const paid = await leave();
    await paid.act('pay');
    const unpaid = await leave();
    const back = new URL(await unpaid.act('go-back'));
    back.searchParams.set('checkoutIntentId', String(paid.id));
    await unpaid.page.goto(back.href);
    await heading(unpaid.page, /à vérifier|interrompu/).waitFor();
    assert.doesNotMatch(await text(unpaid.page), LOOKS_PAID);
    await end(unpaid);
    await paid.leave();
  });

  describe('on the proxy’s own page, without script', () => {
    before(() => world.pass(600_000)); // so many checkouts of one address are more than ten minutes allow

    const main = (page: Page) => page.locator('main').innerText();
    const form = (page: Page) => page.getByRole('button', { name: 'Donner' });

    /** As `leave`, of a visitor whose browser runs no script. */
    async function leavePlainPage() {
      const visitor = await world.visit('/merci.html', { javaScriptEnabled: false });
      await visitor.page.goto(`${world.stack.proxyUrl}/pay/don`);
      await visitor.page.getByRole('radio', { name: /^20\s€/ }).check();
      await form(visitor.page).click();
      await visitor.page.waitForURL(HELLOASSO);
      const [intent] = await intents();
      const id = intent?.id ?? assert.fail('no intent');
      return { ...visitor, id, act: (action: 'pay' | 'refuse' | 'go-back') => world.simulator.act(id, { action }) };
    }

    it('two presses of the button make one intent', async () => {
      const known = (await intents()).length;
      const { page, leave } = await world.visit('/merci.html', { javaScriptEnabled: false });
      await page.goto(`${world.stack.proxyUrl}/pay/don`);
      await page.getByRole('radio', { name: /^20\s€/ }).check();
      await form(page).dblclick({ noWaitAfter: true });
      await page.getByRole('button', { name: 'Payer', exact: true }).waitFor(); // the second press ends the navigation of the first
      assert.match(page.url(), HELLOASSO);
      assert.equal((await intents()).length, known + 1);
      await leave();
    });

    it('a page that is sent again after it was paid makes no intent, and shows the outcome', async () => {
      const paying = await world.visit('/merci.html', { javaScriptEnabled: false });
      const { page } = paying;
      await page.goto(`${world.stack.proxyUrl}/pay/don`);
      const token = (await page.locator('[name=token]').getAttribute('value')) ?? '';
      await page.getByRole('radio', { name: /^20\s€/ }).check();
      await form(page).click();
      await page.getByRole('button', { name: 'Payer', exact: true }).click();
      await heading(page, /confirmé/).waitFor();
      const known = (await intents()).length;
      const body = new URLSearchParams({ token, choice: '5000' });
      const headers = { origin: world.stack.proxyUrl };
      const again = await fetch(`${world.stack.proxyUrl}/pay/don`, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
      });
      assert.match(await again.text(), /Votre don de <span translate="no">20\s€<\/span> est confirmé/);
      assert.equal((await intents()).length, known);
      await paying.leave();
    });

    for (const [name, damage] of Object.entries(DAMAGES)) {
      for (const action of ['pay', 'refuse'] as const) {
        it(`it holds when HelloAsso answers with ${name} after “${action}”`, async () => {
          const visitor = await leavePlainPage();
          const address = await visitor.act(action);
          world.simulator.inject({ ...damage, calls: 3, on: 'api' });
          await visitor.page.goto(address);
          await heading(visitor.page, action === 'pay' ? /à vérifier|confirmé/ : /à vérifier|refusé/).waitFor();
          assert.doesNotMatch(await main(visitor.page), action === 'pay' ? LOOKS_UNPAID : LOOKS_PAID);
          if (action === 'pay') assert.equal(await form(visitor.page).count(), 0);
          world.simulator.clearFaults();
          await end(visitor);
        });
      }
    }

    for (const [name, edit] of Object.entries(UNREADABLE)) {
      it(`it holds when HelloAsso answers with ${name}`, async () => {
        for (const action of ['pay', 'refuse'] as const) {
          const visitor = await leavePlainPage();
          const back = await visitor.act('go-back');
          await visitor.act(action);
          editOrder = edit;
          await visitor.page.goto(back);
          await heading(visitor.page, /confirmation/).waitFor();
          assert.equal(await form(visitor.page).count(), 0);
          assert.doesNotMatch(await main(visitor.page), LOOKS_PAID);
          assert.doesNotMatch(await main(visitor.page), LOOKS_UNPAID);
          editOrder = undefined;
          await visitor.leave();
        }
      });
    }

    it('it holds while HelloAsso lags, and the page asks again by itself', async () => {
      world.simulator.configure({ orderLagMs: 3_000 });
      const visitor = await leavePlainPage();
      await visitor.page.goto(await visitor.act('pay'));
      await heading(visitor.page, /confirmation/).waitFor();
      assert.equal(await form(visitor.page).count(), 0);
      assert.doesNotMatch(await main(visitor.page), LOOKS_PAID);
      await heading(visitor.page, /confirmé/).waitFor();
      world.simulator.configure({ orderLagMs: 0 });
      await visitor.leave();
    });

    it('it holds when an address combines the token of an unpaid payment with the id of a paid one', async () => {
      const paid = await leavePlainPage();
      await paid.act('pay');
      const unpaid = await leavePlainPage();
      const back = new URL(await unpaid.act('go-back'));
      back.searchParams.set('checkoutIntentId', String(paid.id));
      await unpaid.page.goto(back.href);
      await heading(unpaid.page, /à vérifier/).waitFor();
      assert.doesNotMatch(await main(unpaid.page), LOOKS_PAID);
      await end(unpaid);
      await paid.leave();
    });
  });
});
