import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { GIFT } from '../../demo/states/offers.ts';
import { PENDING } from '../../demo/states/return-stories.ts';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

/** A page of the site without the elements. */
const OTHER_PAGE = '/states.html';
const CHUNKS = /\/v\d[^/]*\/[\w-]+\.js$/;
const NOTHING_STORED = { cookie: '', local: [], session: [], databases: [], caches: [] };

/** One layout shift. */
interface Shift {
  readonly value: number;
  readonly moved: readonly string[];
}

/** The answers of a slow proxy, and a part of the text on screen then. */
interface Answers {
  readonly lang?: string;
  readonly search?: string;
  readonly offer: Partial<PublicOffer>;
  readonly outcome?: Partial<CheckoutOutcome>;
  readonly shows: string;
}

const RETURN = '?helloasso-checkout=e30.eyJvZmZlciI6ImRvbiJ9.c2ln&checkoutIntentId=1';

const ANSWERS: Readonly<Record<string, Answers>> = {
  'a gift': { offer: {}, shows: 'Donner' },
  'a gift in English': { lang: 'en', offer: {}, shows: 'Your details' },
  'an offer that is closed': { offer: { status: 'closed' }, shows: 'Ce formulaire est fermé' },
  'a payment': { search: RETURN, offer: {}, outcome: { outcome: 'paid' }, shows: 'Paiement confirmé' },
  'a payment that is on its way': {
    search: RETURN,
    offer: {},
    outcome: { outcome: 'pending', reason: 'bank' },
    shows: 'Paiement en cours chez votre banque',
  },
};

/** Serves a page with the documentation's lines and a footer, and a proxy that takes 200 ms for each answer. */
async function answerLate(page: Page, { lang = 'fr', offer, outcome }: Answers, blockSize: string): Promise<void> {
  const css = readFileSync('demo/docs/examples/room.css', 'utf8');
  const body = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <style>${css.replaceAll('50rem', blockSize)}</style>
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

describe('network, storage and layout', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo.close());

  const gift = (page: Page) => page.locator('helloasso-checkout[offer=don]');

  it('a page asks only its own site and the proxy, and stores nothing before the button, then only for the tab', async () => {
    const { page, leave } = await demo.visit(OTHER_PAGE);
    const { siteUrl, proxyUrl } = demo.stack;
    const origins = new Set<string>();
    page.on('request', (request) => {
      const isOurs = request.frame().url().startsWith(siteUrl) && !request.isNavigationRequest();
      if (isOurs) origins.add(new URL(request.url()).origin);
    });
    page.on('websocket', (socket) => origins.add(socket.url()));

    await page.goto(`${siteUrl}/index.html`);
    await gift(page).getByRole('button', { name: 'Donner' }).waitFor();
    assert.deepEqual(await stored(page), NOTHING_STORED);

    await gift(page).getByLabel('Adresse e‑mail').fill('camille@example.org');
    await gift(page)
      .getByRole('radio', { name: /^20\s€/ })
      .check();
    assert.deepEqual(await stored(page), NOTHING_STORED);

    await gift(page)
      .getByRole('button', { name: /^Donner 20\s€/ })
      .click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: /Merci/ }).waitFor();
    assert.deepEqual(await stored(page), { ...NOTHING_STORED, session: ['helloasso-checkout'] });
    assert.deepEqual(await page.context().cookies(), []);
    assert.deepEqual(page.context().serviceWorkers(), []);
    assert.deepEqual([...origins].sort(), [siteUrl, proxyUrl].sort());
    await leave();
  });

  // Positions on the page where something below a form is visible while it loads.
  for (const [width, place] of [
    [360, '#don'],
    [1280, '#adhesion'],
  ] as const) {
    it(`forms at ${width} px cause no layout shift when offers and chunks come late`, async () => {
      const { page, leave, arrive } = await setUp(width, place);
      await arrive();
      assert.deepEqual(await shifts(page), []);
      await leave();
    });

    it(`filling in a form at ${width} px causes no layout shift when chunks come late`, async () => {
      const { page, leave, arrive, hold } = await setUp(width, place);
      const release = await hold(/\/(payment|return)\.js$/);
      await arrive();
      await gift(page).scrollIntoViewIfNeeded();
      const before = await shifts(page);
      await gift(page).getByLabel('Prénom').fill('Camille');
      release();
      await gift(page).evaluate(async ({ shadowRoot }) => {
        while (shadowRoot?.adoptedStyleSheets.length !== 3) await new Promise(requestAnimationFrame); // the last is that of the chunk for returns
      });
      assert.deepEqual((await shifts(page)).slice(before.length), []);
      await leave();
    });
  }

  it('a return causes no layout shift when chunks and outcome come late', async () => {
    const { page, leave, arrive, hold } = await setUp(1280, '');
    await arrive();
    await gift(page)
      .getByRole('radio', { name: /^20\s€/ })
      .check();
    await gift(page).getByRole('button').click();
    const refuse = page.getByRole('button', { name: 'Refuser le paiement' });
    await refuse.waitFor();
    const releaseOutcome = await hold('**/v1/checkouts/*');
    const releaseFiles = await hold(CHUNKS);
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

  // The heights of the documentation: on phones the form is higher.
  for (const [width, blockSize] of [
    [1280, '50rem'],
    [360, '60rem'],
  ] as const) {
    for (const [what, answers] of Object.entries(ANSWERS)) {
      it(`a form with a block size causes no layout shift at ${width} px when the proxy is slow: ${what}`, async () => {
        const { page, leave } = await demo.visit(OTHER_PAGE);
        await page.setViewportSize({ width, height: 1600 });
        await page.addInitScript(watchShifts);
        await answerLate(page, answers, blockSize);
        await page.goto(`https://asso.test/${answers.search ?? ''}`);
        await page.getByText(answers.shows).waitFor();
        assert.deepEqual(await shifts(page), []);
        assert.equal(await page.locator('footer').isVisible(), true);
        await leave();
      });
    }
  }

  /** A visitor before the page. `arrive` opens it: offers come late, chunks after them. */
  async function setUp(width: number, place: string) {
    const { page, leave } = await demo.visit(OTHER_PAGE);
    await page.setViewportSize({ width, height: 720 });
    await page.addInitScript(watchShifts);
    /** Holds these requests until the returned function is called. */
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
        const releaseFiles = await hold(CHUNKS);
        const onDemand = page.waitForRequest('**/on-demand.js');
        await page.goto(`${demo.stack.siteUrl}/index.html${place}`);
        await gift(page).locator('.card').waitFor();
        await settle(page);
        releaseOffers();
        await onDemand;
        await settle(page);
        releaseFiles();
        for (const form of await page.locator('helloasso-checkout').all()) await form.getByRole('button').waitFor();
        await page.unrouteAll();
      },
    };
  }
});

/** What the browser stores for the origin of the page. */
function stored(page: Page) {
  return page.evaluate(async () => ({
    cookie: document.cookie,
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }));
}

/** Records layout shifts from the definition of the elements on. Runs in the page. */
function watchShifts(): void {
  type LayoutShift = PerformanceEntry & {
    readonly value: number;
    readonly sources: readonly { readonly node?: Node }[];
  };
  const recorded: Shift[] = [];
  let definedAt = Number.POSITIVE_INFINITY;
  void customElements.whenDefined('helloasso-checkout').then(() => {
    definedAt = performance.now();
  });
  const nameOf = (node: Node | undefined) =>
    node instanceof Element ? `${node.localName}.${node.className}#${node.id}` : 'within an element';
  const record = (entries: PerformanceEntryList) => {
    for (const { startTime, value, sources } of entries as LayoutShift[]) {
      if (startTime >= definedAt) recorded.push({ value, moved: sources.map(({ node }) => nameOf(node)) });
    }
  };
  const observer = new PerformanceObserver((list) => record(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  Object.assign(window, {
    shifts() {
      record(observer.takeRecords());
      return recorded;
    },
  });
}

/** The layout shifts so far. */
async function shifts(page: Page): Promise<readonly Shift[]> {
  await settle(page);
  return page.evaluate(() => (window as unknown as { shifts(): readonly Shift[] }).shifts());
}

/** Waits until the next frames are on screen. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  );
}
