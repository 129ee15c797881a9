import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { GIFT } from '../../demo/states/offers.ts';
import { PENDING } from '../../demo/states/return-stories.ts';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
import { openWorld, type World } from './set-up-demo.ts';

/** A page of the site without the elements. */
const ELSEWHERE = '/states.html';
const LAZY_FILES = /\/v\d[^/]*\/[\w-]+\.js$/;
const NOTHING = { cookie: '', local: [], session: [], databases: [], caches: [] };

/** One movement of what was on screen already. */
interface Shift {
  readonly value: number;
  readonly moved: readonly string[];
}

/** What a late proxy answers, and what is read then. */
interface Answers {
  readonly lang?: string;
  readonly search?: string;
  readonly offer: Partial<PublicOffer>;
  readonly outcome?: Partial<CheckoutOutcome>;
  readonly says: string;
}

const RETURN = '?helloasso-checkout=e30.eyJvZmZlciI6ImRvbiJ9.c2ln&checkoutIntentId=1';

const ANSWERS: Readonly<Record<string, Answers>> = {
  'a gift': { offer: {}, says: 'Donner' },
  'a gift in English': { lang: 'en', offer: {}, says: 'Your details' },
  'an offer that is closed': { offer: { status: 'closed' }, says: 'Ce formulaire est fermé' },
  'a payment': { search: RETURN, offer: {}, outcome: { outcome: 'paid' }, says: 'Merci' },
  'a payment that is on its way': {
    search: RETURN,
    offer: {},
    outcome: { outcome: 'pending', reason: 'bank' },
    says: 'Paiement en cours chez votre banque',
  },
};

/** A page with the README's lines and something below, and a proxy that takes its time for everything. */
async function answerLate(page: Page, { lang = 'fr', offer, outcome }: Answers, room: string): Promise<void> {
  const [, css = ''] = /```css\n(.*?)```/s.exec(readFileSync('README.md', 'utf8')) ?? [];
  const body = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <style>${css.replaceAll('46rem', room)}</style>
    <script type="module" src="https://pay.test/helloasso-checkout.js"></script>
    <helloasso-checkout proxy="https://pay.test" offer="don"><a href="#">Autrement</a></helloasso-checkout>
    <footer>Le pied de la page</footer>`;
  const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
  await page.route('https://asso.test/**', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.route('https://pay.test/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (pathname.endsWith('.js')) return route.fulfill({ headers, path: `dist/script${pathname}` });
    const answer = pathname.startsWith('/v1/offers') ? { ...GIFT, ...offer } : { ...PENDING, ...outcome };
    return route.fulfill({ headers, json: answer });
  });
}

describe('the elements on a page', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const gift = (page: Page) => page.locator('helloasso-checkout[offer=don]');

  it('ask nobody but the proxy, and keep nothing until the payer presses, then only for this tab', async () => {
    const { page, leave } = await world.visit(ELSEWHERE);
    const { siteUrl, proxyUrl } = world.stack;
    const asked = new Set<string>();
    page.on('request', (request) => {
      const isOurs = request.frame().url().startsWith(siteUrl) && !request.isNavigationRequest();
      if (isOurs) asked.add(new URL(request.url()).origin);
    });
    page.on('websocket', (socket) => asked.add(socket.url()));

    await page.goto(`${siteUrl}/index.html`);
    await gift(page).getByRole('button', { name: 'Donner' }).waitFor();
    assert.deepEqual(await stored(page), NOTHING);

    await gift(page).getByLabel('Adresse e‑mail').fill('camille@example.org');
    await gift(page)
      .getByRole('radio', { name: /^20\s€/ })
      .check();
    assert.deepEqual(await stored(page), NOTHING);

    await gift(page)
      .getByRole('button', { name: /^Donner 20\s€/ })
      .click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: /Merci/ }).waitFor();
    assert.deepEqual(await stored(page), { ...NOTHING, session: ['helloasso-checkout'] });
    assert.deepEqual(await page.context().cookies(), []);
    assert.deepEqual(page.context().serviceWorkers(), []);
    assert.deepEqual([...asked].sort(), [siteUrl, proxyUrl].sort());
    await leave();
  });

  // Where something below the forms is on screen while they load.
  for (const [width, place] of [
    [360, '#don'],
    [1280, ''],
  ] as const) {
    const where = `at ${width} px`;

    it(`move nothing from their upgrade on, however late offers and files come, ${where}`, async () => {
      const { page, leave, arrive } = await setUp(width, place);
      await arrive();
      assert.deepEqual(await shifts(page), []);
      await leave();
    });

    it(`move nothing when they are filled in, however late the files come, ${where}`, async () => {
      const { page, leave, arrive, hold } = await setUp(width, place);
      await arrive();
      const release = await hold(LAZY_FILES);
      await gift(page).scrollIntoViewIfNeeded();
      const before = await shifts(page);
      const asked = page.waitForRequest('**/return-controller.js');
      await gift(page).getByLabel('Prénom').fill('Camille');
      await asked;
      release();
      await gift(page).evaluate(async ({ shadowRoot }) => {
        while (shadowRoot?.adoptedStyleSheets.length !== 3) await new Promise(requestAnimationFrame); // the late file's own
      });
      assert.deepEqual((await shifts(page)).slice(before.length), []);
      await leave();
    });
  }

  it('move nothing when the payer comes back, however late the files come', async () => {
    const { page, leave, arrive, hold } = await setUp(1280, '');
    await arrive();
    await gift(page)
      .getByRole('radio', { name: /^20\s€/ })
      .check();
    await gift(page).getByRole('button').click();
    const refuse = page.getByRole('button', { name: 'Refuser le paiement' });
    await refuse.waitFor();
    const releaseOutcome = await hold('**/v1/checkouts/*');
    const releaseFiles = await hold(LAZY_FILES);
    await refuse.click({ noWaitAfter: true });
    await gift(page).locator('.card').waitFor();
    await settle(page);
    releaseFiles();
    await gift(page).getByText('Vérification').waitFor();
    await settle(page);
    releaseOutcome();
    await page.getByRole('heading', { name: /refusé/ }).waitFor();
    assert.deepEqual(await shifts(page), []);
    await leave();
  });

  // As the README advises; on phones the form is higher.
  for (const [width, room] of [
    [1280, '46rem'],
    [360, '58rem'],
  ] as const) {
    for (const [what, answers] of Object.entries(ANSWERS)) {
      it(`move nothing on a page that gives them their room: ${what}, at ${width} px`, async () => {
        const { page, leave } = await world.visit(ELSEWHERE);
        await page.setViewportSize({ width, height: 1600 });
        await page.addInitScript(watchShifts);
        await answerLate(page, answers, room);
        await page.goto(`https://asso.test/${answers.search ?? ''}`);
        await page.getByText(answers.says).waitFor();
        assert.deepEqual(await shifts(page), []);
        assert.equal(await page.locator('footer').isVisible(), true);
        await leave();
      });
    }
  }

  /** A visitor who has yet to arrive; the proxy's answers wait for one another. */
  async function setUp(width: number, place: string) {
    const { page, leave } = await world.visit(ELSEWHERE);
    await page.setViewportSize({ width, height: 720 });
    await page.addInitScript(watchShifts);
    /** Keeps these requests waiting until the answer is called. */
    async function hold(url: string | RegExp): Promise<() => void> {
      let release = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route(url, async (route) => {
        await released;
        await route.continue();
      });
      return release;
    }
    return {
      page,
      leave,
      hold,
      async arrive() {
        const releaseOffers = await hold('**/v1/offers/*');
        const releaseFiles = await hold(LAZY_FILES);
        const options = page.waitForRequest('**/options.js');
        const site = world.stack.siteUrl.replace('localhost', '127.0.0.1'); // on localhost more comes at once, for the webmaster
        await page.goto(`${site}/index.html${place}`);
        await gift(page).locator('.card').waitFor();
        await settle(page);
        releaseOffers();
        await options;
        await settle(page);
        releaseFiles();
        for (const form of await page.locator('helloasso-checkout').all()) await form.getByRole('button').waitFor();
        await page.unrouteAll();
      },
    };
  }
});

/** What the browser keeps for the page's origin. */
function stored(page: Page) {
  return page.evaluate(async () => ({
    cookie: document.cookie,
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }));
}

/** Runs in the page: notes what moves from the moment that the elements are there. */
function watchShifts(): void {
  type LayoutShift = PerformanceEntry & {
    readonly value: number;
    readonly sources: readonly { readonly node?: Node }[];
  };
  const noted: Shift[] = [];
  let definedAt = Number.POSITIVE_INFINITY;
  void customElements.whenDefined('helloasso-checkout').then(() => {
    definedAt = performance.now();
  });
  const nameOf = (node: Node | undefined) =>
    node instanceof Element ? `${node.localName}.${node.className}#${node.id}` : 'within an element';
  const note = (entries: PerformanceEntryList) => {
    for (const { startTime, value, sources } of entries as LayoutShift[]) {
      if (startTime >= definedAt) noted.push({ value, moved: sources.map(({ node }) => nameOf(node)) });
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  Object.assign(window, {
    shifts() {
      note(observer.takeRecords());
      return noted;
    },
  });
}

/** What has moved so far. */
async function shifts(page: Page): Promise<readonly Shift[]> {
  await settle(page);
  return page.evaluate(() => (window as unknown as { shifts(): readonly Shift[] }).shifts());
}

/** What is drawn next is on screen. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  );
}
