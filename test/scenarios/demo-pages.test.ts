import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { axeErrors } from './axe-errors.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

/** The pages of the demo, by what they are. A path gets `siteUrl` before it. */
const PAGES: Readonly<Record<string, string>> = {
  'the site': '/index.html',
  'the page of the return': '/merci.html',
  'the four associations': '/themes.html',
  'the configurator': '/configurateur.html',
  'the list of embedding pages': '/embeds.html',
  'the list of states': '/states.html',
};
const WITH_SKIP_LINK = ['/index.html', '/merci.html', '/themes.html'];
const WIDTHS = [320, 360, 1280];

describe('the pages of the demo', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo.close());

  for (const [name, path] of Object.entries(PAGES)) {
    it(`${name} passes axe, has headings in order and one main, fits every width, and stays on its servers`, async () => {
      const { page, leave } = await open(path);
      await check(page);
      await leave();
    });
  }

  it('the payment page of the simulator does so too, also after an error', async () => {
    const { page, leave } = await open('/index.html');
    const gift = page.locator('helloasso-checkout[offer=don]');
    await gift.getByRole('radio', { name: /^20\s€/ }).check();
    await gift.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).waitFor();
    await check(page);
    await page.getByLabel('Contribution volontaire').fill('beaucoup');
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.locator('[aria-invalid=true]').waitFor();
    assert.match(await page.title(), /^Erreur\s: /);
    await check(page);
    await leave(/status of 400/);
  });

  it('the site does so too with an outcome', async () => {
    const { page, leave } = await open('/index.html');
    const gift = page.locator('helloasso-checkout[offer=don]');
    await gift.getByRole('radio', { name: /^20\s€/ }).check();
    await gift.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await gift.getByRole('heading', { name: /^Merci/ }).waitFor();
    await check(page);
    await leave();
  });

  for (const path of WITH_SKIP_LINK) {
    it(`${path} begins with a link that moves focus to its main`, async () => {
      const { page, leave } = await open(path);
      const link = page.getByRole('link', { name: 'Aller au contenu' });
      await page.keyboard.press('Tab');
      assert.equal(await link.evaluate((element) => element === document.activeElement), true, 'first in tab order');
      assert.equal(await link.evaluate((element) => getComputedStyle(element).clipPath), 'none', 'visible with focus');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement?.localName), 'main');
      await leave();
    });
  }

  /** A visitor whose requests are recorded, on a page whose elements are there. */
  async function open(path: string) {
    const visitor = await demo.visit('/embeds.html');
    const { page } = visitor;
    const { siteUrl, proxyUrl, simulated } = demo.stack;
    const others: string[] = [];
    page.on('request', (request) => {
      const url = request.url();
      if (![siteUrl, proxyUrl, simulated?.url, 'data:'].some((start) => start && url.startsWith(start)))
        others.push(url);
    });
    await page.goto(siteUrl + path);
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLElement & { state: string }>('helloasso-checkout')].every(
        ({ state }) => state === 'ready',
      ),
    );
    return {
      page,
      async leave(expected?: RegExp) {
        assert.deepEqual(others, [], 'requests to other servers');
        await visitor.leave(expected);
      },
    };
  }
});

/** Fails with everything that is wrong with a page. */
async function check(page: Page): Promise<void> {
  const errors: string[] = [];
  await page.emulateMedia({ colorScheme: 'light' });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const contentWidth = await page.evaluate(() => document.documentElement.scrollWidth);
    if (contentWidth > width) errors.push(`${contentWidth} px wide at ${width} px`);
    errors.push(...(await axeErrors(page, `light, ${width} px`)));
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  errors.push(...(await axeErrors(page, 'dark')));
  errors.push(...(await page.evaluate(structureErrors)));
  assert.deepEqual(errors, []);
}

/** What is wrong with title, main and headings, those of the elements included. Runs in the page. */
function structureErrors(): readonly string[] {
  /** The elements as they are shown: what is in a slot is in its place. */
  function* shown(node: Element): Generator<Element> {
    if (!node.checkVisibility() && getComputedStyle(node).display !== 'contents') return;
    yield node;
    const slotted = node instanceof HTMLSlotElement ? node.assignedElements() : [];
    for (const child of slotted.length > 0 ? slotted : (node.shadowRoot ?? node).children) yield* shown(child);
  }
  const elements = [...shown(document.body)];
  const count = (name: string) => elements.filter(({ localName }) => localName === name).length;
  const errors = [];
  if (document.title === '') errors.push('no title');
  if (document.documentElement.lang !== 'fr') errors.push('not in French');
  if (count('main') !== 1) errors.push(`${count('main')} main elements`);
  if (count('h1') !== 1) errors.push(`${count('h1')} h1 elements`);
  let previous = 0;
  for (const { localName, textContent } of elements) {
    const [, digit] = /^h([1-6])$/.exec(localName) ?? [];
    if (digit === undefined) continue;
    if (Number(digit) > previous + 1) errors.push(`${localName} after h${previous}: ${textContent}`);
    previous = Number(digit);
  }
  return errors;
}
