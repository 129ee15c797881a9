// Offers come with the script of their proxy: no request before the press, and an offer that has changed is shown before it is paid.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Page, Request as PageRequest } from 'playwright-core';
import { serveDemo } from '../../demo/serve.ts';
import { createProxy, readConfig } from '../../proxy/create-proxy.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

const MINUTE_MS = 60_000;
const PAYMENT_PAGE = /\/checkout\/[0-9a-f]{32}$/;

const GIFT = {
  kind: 'gift',
  itemName: 'Don au jardin',
  amountCents: { min: 100, max: 50_000, suggestions: [2000, 5000] },
};
const MEMBERSHIP = { kind: 'membership', itemName: 'Adhésion', amountCents: 3000, instalments: [1, 3] };

/** A proxy whose operator changes the offers: it starts again at the same address. */
interface Changeable {
  readonly origin: string;
  start(offers: object, clockError?: number): void;
  close(): void;
}

describe('offers that come with the script', () => {
  let world: Demo;
  let pages: PageServer;
  let proxy: Changeable;
  let other: Changeable;
  before(async () => {
    pages = await servePages();
    world = await startDemo();
    proxy = await serveProxy();
    other = await serveProxy();
  });
  after(async () => {
    await world.close();
    for (const server of [pages, proxy, other]) server.close();
  });
  beforeEach(() => {
    pages.files.clear();
    proxy.start({ don: GIFT, adhesion: MEMBERSHIP });
    other.start({ don: { ...GIFT, itemName: 'Don au refuge' } });
  });

  async function serveProxy(): Promise<Changeable> {
    let running: ReturnType<typeof createProxy> | undefined;
    const server = await serveDemo(
      { fetch: (request, peer) => running?.fetch(request, peer) ?? new Response(null, { status: 503 }) },
      { host: '127.0.0.1', port: 0, setBy: 'nothing' },
    );
    const environment = {
      HELLOASSO_ENVIRONMENT: 'sandbox',
      HELLOASSO_API_URL: world.stack.simulated?.url,
      HELLOASSO_CLIENT_ID: 'simulator-client',
      HELLOASSO_CLIENT_SECRET: 'simulator-secret',
      HELLOASSO_ORGANIZATION: 'asso-demo',
      SIGNING_SECRET: Buffer.alloc(32, 'offers').toString('base64'),
      ALLOWED_ORIGINS: pages.origin,
    };
    return {
      origin: `http://localhost:${server.port}`,
      start(offers, clockError = 0) {
        const config = readConfig({ ...environment, OFFERS_FILE: 'offers.json' }, () => JSON.stringify(offers));
        running = createProxy(config, { now: () => Date.now() + clockError });
      },
      close: () => server.close(),
    };
  }

  function form(offer: string, { origin }: Pick<Changeable, 'origin'> = proxy): string {
    return `<helloasso-checkout id="${offer}" proxy="${origin}" offer="${offer}"><a href="/ailleurs">Autrement</a></helloasso-checkout>`;
  }

  /** A visitor on a page with the script at `src`, and every request of theirs but for documents. */
  async function open(body: string, src = `${proxy.origin}/helloasso-checkout.js`) {
    pages.files.set(
      '/page.html',
      `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">
<script type="module" src="${src}"></script>${body}`,
    );
    const visitor = await world.visit('about:blank');
    const requests: PageRequest[] = [];
    visitor.page.on('request', (request) => {
      if (!request.isNavigationRequest()) requests.push(request);
    });
    const open = async () => {
      await visitor.page.goto(`${pages.origin}/page.html`);
      await visitor.page
        .getByRole('button', { name: /^(Donner|Adhérer)/ })
        .first()
        .waitFor();
    };
    const files = () =>
      requests.map((request) => new URL(request.url()).pathname).filter((path) => path.endsWith('.js'));
    return {
      ...visitor,
      open,
      /** Paths of what was asked of a proxy, apart from chunks. */
      asked: (origin = proxy.origin) =>
        requests
          .map((request) => new URL(request.url()))
          .filter((url) => url.origin === origin && url.pathname.startsWith('/v1/'))
          .map(({ pathname }) => pathname),
      files,
      /** Waits for the chunks that the form asks for when the browser has nothing else to do. */
      chunksLoaded: async () => {
        while (!files().some((path) => path.endsWith('/return.js'))) await visitor.page.waitForEvent('request');
        await visitor.page.waitForLoadState('networkidle');
      },
      requests,
    };
  }

  function donate(page: Page, offer = 'don') {
    const element = page.locator(`#${offer}`);
    return {
      choose: (amount: RegExp) => element.getByRole('radio', { name: amount }).check(),
      press: () => element.getByRole('button', { name: /^(Donner|Adhérer|Payer|Réserver)/ }).click(),
      status: () => element.getByRole('status'),
      heading: () => element.getByRole('heading'),
    };
  }

  describe('on a page whose script comes from its proxy', () => {
    for (const [name, offer, chunks] of [
      ['a gift', 'don', []],
      ['a membership in three payments', 'adhesion', ['on-demand.js']],
    ] as const) {
      it(`asks for nothing of ${name} before the press, and has the chunks for it before`, async () => {
        const { page, open: load, chunksLoaded, asked, files, leave } = await open(form(offer));
        await load();
        assert.deepEqual(asked(), []);
        await chunksLoaded();
        const before = files().map((path) => path.split('/').at(-1) ?? '');
        assert.deepEqual(before.filter((file) => file !== 'shared.js' && file !== 'diagnostics.js').sort(), [
          'helloasso-checkout.js',
          ...chunks,
          'payment.js',
          'return.js',
        ]);
        const loaded = files().length;
        if (offer === 'don') await donate(page).choose(/^20\s€/);
        await donate(page, offer).press();
        await page.waitForURL(PAYMENT_PAGE);
        assert.deepEqual(asked(), ['/v1/checkouts']);
        assert.equal(files().length, loaded, 'no chunk at the press');
        await leave();
      });
    }

    it('has the chunks for the payment while a deferred script of the page is still on its way', async () => {
      const script = '<script defer src="/slow.js"></script>';
      const { page, open: load, leave } = await open(form('don') + script);
      let release = () => {};
      const isReleased = new Promise<void>((resolve) => (release = resolve));
      await page.route('**/slow.js', async (route) => {
        await isReleased;
        await route.fulfill({ body: '', contentType: 'text/javascript' });
      });
      const isAsked = page.waitForRequest('**/payment.js', { timeout: 10_000 });
      const isOpen = load();
      try {
        await isAsked;
      } finally {
        release();
      }
      await isOpen;
      await leave();
    });

    it('has the chunks for the payment before the press where the page is never idle', async () => {
      const neverIdle = `<script>
setInterval(() => { const start = performance.now(); while (performance.now() < start + 60); }, 1);
</script>`;
      const { page, open: load, leave } = await open(form('don') + neverIdle);
      const isAsked = page.waitForRequest('**/payment.js', { timeout: 10_000 });
      await load();
      await isAsked;
      await leave();
    });

    it('uses no Intl, whatever the form asks for in French', async () => {
      proxy.start({ don: GIFT, adhesion: MEMBERSHIP, recu: { ...GIFT, payer: { country: 'required' } } });
      const { page, open: load, leave } = await open(form('don') + form('adhesion') + form('recu'));
      await page.addInitScript(watchIntl);
      await page.addInitScript(waitWithIdleCallbacks);
      await load();
      await page.getByRole('radio', { name: /3 fois/ }).waitFor();
      const countries = page.getByLabel('Pays').getByRole('option');
      assert.deepEqual(await countries.allTextContents(), ['France']);
      await page.evaluate(() => window.becomeIdle?.());
      await countries.getByText('Allemagne').waitFor({ state: 'attached' });
      assert.deepEqual(await page.evaluate(() => window.usesOfIntl), []);
      await page.evaluate(() => [
        new Intl.NumberFormat('fr'),
        (5).toLocaleString('fr'),
        new Date().toLocaleTimeString('fr'),
      ]);
      assert.deepEqual(await page.evaluate(() => window.usesOfIntl), [
        'NumberFormat',
        'toLocaleString',
        'toLocaleTimeString',
      ]);
      await leave();
    });

    it('needs no request under another query, with a slash behind the proxy, or twice in the page', async () => {
      const src = `${proxy.origin}/helloasso-checkout.js?ver=6.5`;
      const body = `${form('don', { origin: `${proxy.origin}/` })}<script type="module" src="${proxy.origin}/helloasso-checkout.js"></script>`;
      const { open: load, asked, leave } = await open(body, src);
      await load();
      assert.deepEqual(asked(), []);
      await leave();
    });

    it('tells scripts that come later in the page that the form is ready', async () => {
      const listener = `<script type="module">
document.querySelector('helloasso-checkout').addEventListener('helloasso-ready', ({ offer, target }) => {
  document.title = offer.itemName + ' ' + target.state + ' ' + (target.shadowRoot.querySelector('[part=submit]') !== null);
});</script>`;
      const { page, open: load, leave } = await open(form('don') + listener);
      await load();
      await page.waitForFunction(() => document.title === 'Don au jardin ready true');
      await leave();
    });
  });

  it('tell a page that inserts script and form late that the form is ready, once it is there', async () => {
    const { page, leave } = await open('');
    pages.files.set('/late.html', '<!doctype html><html lang="fr"><title>Late</title><link rel="icon" href="data:,">');
    await page.goto(`${pages.origin}/late.html`);
    const isThere = await page.evaluate(async (origin) => {
      const form = document.createElement('helloasso-checkout');
      Object.assign(form, { proxy: origin, offer: 'don' });
      document.body.append(form);
      const script = document.createElement('script');
      Object.assign(script, { type: 'module', src: `${origin}/helloasso-checkout.js` });
      const loaded = new Promise((resolve) => {
        script.addEventListener('load', resolve);
      });
      document.head.append(script);
      await loaded;
      await new Promise((resolve) => form.addEventListener('helloasso-ready', resolve));
      return form.shadowRoot?.querySelector('[part=submit]') !== null;
    }, proxy.origin);
    assert.ok(isThere);
    await leave();
  });

  it('count for no element of another proxy, which is asked', async () => {
    const {
      page,
      open: load,
      asked,
      leave,
    } = await open(`<div>${form('adhesion')}</div><div>${form('don', other)}</div>`);
    await load();
    await donate(page).heading().getByText('Don au refuge').waitFor();
    assert.deepEqual(asked(), []);
    assert.deepEqual(asked(other.origin), ['/v1/offers/don']);
    await leave();
  });

  it('count for nobody where the page has the scripts of two proxies, in whatever order they run', async () => {
    const second = `<script type="module" src="${other.origin}/helloasso-checkout.js"></script>`;
    const { page, open: load, asked, leave } = await open(second + form('adhesion') + form('don', other));
    await load();
    await donate(page).heading().getByText('Don au refuge').waitFor();
    assert.deepEqual(asked(), ['/v1/offers/adhesion']);
    assert.deepEqual(asked(other.origin), ['/v1/offers/don']);
    await leave();
  });

  it('count for nobody in a copy of the file on another host, a month old', async () => {
    proxy.start({ don: { ...GIFT, itemName: 'Don du mois dernier' } }, -30 * 24 * 60 * MINUTE_MS);
    const old = await (await fetch(`${proxy.origin}/helloasso-checkout.js`)).text();
    assert.match(old, /Don du mois dernier/);
    proxy.start({ don: GIFT });
    const { page, open: load, asked, leave } = await open(form('don'), '/js/helloasso-checkout.js');
    pages.files.set('/js/helloasso-checkout.js', old);
    await load();
    assert.deepEqual(asked(), ['/v1/offers/don']);
    await donate(page).heading().getByText('Don au jardin', { exact: true }).waitFor();
    await leave(/404/); // the chunks are not beside the copy
  });

  for (const [name, clockError] of [
    ['an hour ago', -60 * MINUTE_MS],
    ['an hour ahead', 60 * MINUTE_MS],
  ] as const) {
    it(`are drawn at once when they were written ${name}, and asked for again behind what is typed`, async () => {
      proxy.start({ don: GIFT }, clockError);
      const { page, open: load, asked, leave } = await open(form('don'));
      await page.route('**/helloasso-checkout.js', async (route) => {
        const response = await route.fetch();
        proxy.start({ don: { ...GIFT, itemName: 'Don au jardin et au verger' } });
        await route.fulfill({ response });
      });
      let onTyped = () => {};
      const typed = new Promise<void>((resolve) => (onTyped = resolve));
      await page.route('**/v1/offers/don', async (route) => {
        await typed;
        await route.continue();
      });
      const isAsked = page.waitForRequest('**/v1/offers/don');
      await load();
      const { heading } = donate(page);
      await heading().getByText('Don au jardin', { exact: true }).waitFor();
      await page.getByLabel('Prénom').pressSequentially('Ad');
      await isAsked;
      onTyped();
      await heading().getByText('Don au jardin et au verger').waitFor();
      await page.keyboard.type('a');
      assert.equal(await page.getByLabel('Prénom').inputValue(), 'Ada');
      assert.deepEqual(asked(), ['/v1/offers/don']);
      await leave();
    });
  }

  describe('asked for again behind the form', () => {
    /** A form that is drawn from old offers. `answer` brings the new ones, with another price. */
    async function openOld() {
      proxy.start({ adhesion: MEMBERSHIP }, -60 * MINUTE_MS);
      const opened = await open(form('adhesion'));
      const { page } = opened;
      await page.route('**/helloasso-checkout.js', async (route) => {
        const response = await route.fetch();
        proxy.start({ adhesion: { ...MEMBERSHIP, amountCents: 3500 } });
        await route.fulfill({ response });
      });
      let answer = () => {};
      const isAnswered = new Promise<void>((resolve) => (answer = resolve));
      await page.route('**/v1/offers/adhesion', async (route) => {
        await isAnswered;
        await route.continue();
      });
      await opened.open();
      return { ...opened, answer, button: page.locator('#adhesion').getByRole('button') };
    }

    it('announce a new price to a payer whose pointer is over the form', async () => {
      const { page, button, answer, leave } = await openOld();
      await button.hover();
      answer();
      await button.getByText(/35\s€/).waitFor();
      assert.match(await donate(page, 'adhesion').status().innerText(), /^Ce formulaire vient de changer/);
      await leave();
    });

    it('announce a new price to a payer who has chosen something and is elsewhere', async () => {
      const { page, button, answer, leave } = await openOld();
      await page.getByRole('radio', { name: /3 fois/ }).check();
      await page.mouse.move(0, 0);
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      answer();
      await button.getByText(/35\s€|11,67/).waitFor();
      assert.match(await donate(page, 'adhesion').status().innerText(), /^Ce formulaire vient de changer/);
      await leave();
    });

    it('show a new price without a word to a visitor who does not use the form', async () => {
      const { page, button, answer, leave } = await openOld();
      await page.mouse.move(0, 0);
      answer();
      await button.getByText(/35\s€/).waitFor();
      assert.equal(await donate(page, 'adhesion').status().innerText(), '');
      await leave();
    });
  });

  describe('after the operator has changed', () => {
    for (const [what, changed, shown] of [
      ['the name', { itemName: 'Don au verger' }, /Don au verger/],
      ['the suggested amounts', { amountCents: { ...GIFT.amountCents, suggestions: [2000, 3500] } }, /35\s€/],
      ['the kind', { kind: 'payment' }, /Payer 20\s€/],
      ['what the payer must say', { payer: { firstName: 'required' } }, /Prénom\s*\(obligatoire\)/],
    ] as const) {
      it(`${what}, an open page creates nothing at the first press, shows the change, and pays at the second`, async () => {
        const { page, open: load, leave } = await open(form('don'));
        await load();
        const { choose, press, status } = donate(page);
        await page.getByLabel('Prénom').fill('Ada');
        await choose(/^20\s€/);
        const intents = await world.intentCount();
        proxy.start({ don: { ...GIFT, ...changed } });
        await press();
        await status().getByText('Ce formulaire vient de changer.').waitFor();
        await page.locator('#don').getByText(shown).first().waitFor();
        assert.equal(await world.intentCount(), intents);
        assert.equal(await page.getByLabel('Prénom').inputValue(), 'Ada');
        await press();
        await page.waitForURL(PAYMENT_PAGE);
        await leave(/409/);
      });
    }

    it('the price, an open page shows the new one before it is paid', async () => {
      const { page, open: load, leave } = await open(form('adhesion'));
      await load();
      const intents = await world.intentCount();
      proxy.start({ adhesion: { ...MEMBERSHIP, amountCents: 3500 } });
      const { press, status } = donate(page, 'adhesion');
      await press();
      await status().getByText('Ce formulaire vient de changer.').waitFor();
      await page.getByRole('button', { name: /^Adhérer pour 35\s€/ }).waitFor();
      assert.equal(await world.intentCount(), intents);
      await press();
      await page.waitForURL(PAYMENT_PAGE);
      await leave(/409/);
    });

    it('the last day, an open page says that it is over, and creates nothing', async () => {
      const { page, open: load, leave } = await open(form('don'));
      await load();
      const { choose, press, status } = donate(page);
      await choose(/^20\s€/);
      const intents = await world.intentCount();
      proxy.start({ don: { ...GIFT, closesOn: '2026-01-31' } });
      await press();
      await status().getByText('Ce formulaire est fermé').waitFor();
      assert.equal(await world.intentCount(), intents);
      await leave(/409/);
    });
  });

  describe('on a page that has been open for six minutes', () => {
    async function openLong() {
      const opened = await open(form('don'));
      await opened.page.clock.install();
      await opened.open();
      await opened.chunksLoaded();
      await opened.page.clock.fastForward(6 * MINUTE_MS);
      return opened;
    }

    it('are asked for again at the first focus, once', async () => {
      const { page, asked, leave } = await openLong();
      proxy.start({ don: { ...GIFT, itemName: 'Don au verger' } });
      assert.deepEqual(asked(), []);
      await page.getByLabel('Prénom').focus();
      await donate(page).heading().getByText('Don au verger').waitFor();
      await page.getByLabel(/^Nom/).focus();
      await page.getByLabel('Prénom').focus();
      assert.deepEqual(asked(), ['/v1/offers/don']);
      await leave();
    });

    it('change nothing between press and release: the press means the price that was on screen', async () => {
      const { page, open: load, chunksLoaded, leave } = await open(form('adhesion'));
      await page.clock.install();
      await load();
      await chunksLoaded();
      await page.clock.fastForward(6 * MINUTE_MS);
      proxy.start({ adhesion: { ...MEMBERSHIP, amountCents: 3500 } });
      const intents = await world.intentCount();
      await page.getByRole('button', { name: /^Adhérer pour 30\s€/ }).hover();
      const renewed = page.waitForResponse('**/v1/offers/adhesion');
      await page.mouse.down();
      await renewed;
      await page.waitForTimeout(100);
      await page.getByRole('button', { name: /^Adhérer pour 30\s€/ }).waitFor();
      await page.mouse.up();
      await donate(page, 'adhesion').status().getByText('Ce formulaire vient de changer.').waitFor();
      assert.equal(await world.intentCount(), intents);
      await page.getByRole('button', { name: /^Adhérer pour 35\s€/ }).waitFor();
      await leave(/409/);
    });

    it('say that the offer is over once it is', async () => {
      const { page, leave } = await openLong();
      proxy.start({ don: { ...GIFT, closesOn: '2026-01-31' } });
      await page.getByLabel('Prénom').focus();
      await page.getByRole('link', { name: 'Autrement' }).waitFor();
      await leave();
    });

    it('stay as they are where the proxy does not answer', async () => {
      const { page, asked, leave } = await openLong();
      await page.route('**/v1/offers/don', (route) => route.abort());
      await page.getByLabel('Prénom').pressSequentially('Ada');
      await page.waitForTimeout(100);
      assert.deepEqual(asked(), ['/v1/offers/don']);
      assert.equal(await page.getByLabel('Prénom').inputValue(), 'Ada');
      await donate(page).choose(/^20\s€/);
      await donate(page).press();
      await page.waitForURL(PAYMENT_PAGE);
      await leave(/ERR_FAILED/);
    });
  });
});

/** Runs in the page before anything else: it is idle when the test says so. */
function waitWithIdleCallbacks(): void {
  const callbacks: (() => void)[] = [];
  Object.assign(window, {
    requestIdleCallback: (run: () => void) => callbacks.push(run),
    becomeIdle: () => {
      for (const run of callbacks.splice(0)) run();
    },
  });
}

/** Runs in the page before anything else, and notes every way to `Intl`. */
function watchIntl(): void {
  const uses: string[] = [];
  window.usesOfIntl = uses;
  const intl = Intl;
  globalThis.Intl = new Proxy(intl, {
    get(_, name) {
      uses.push(String(name));
      return Reflect.get(intl, name);
    },
  });
  for (const { prototype } of [Number, Date, String, Array, BigInt] as { prototype: object }[]) {
    for (const name of Object.getOwnPropertyNames(prototype).filter((name) => /^toLocale|^localeCompare/.test(name))) {
      const original: () => unknown = Reflect.get(prototype, name);
      Object.defineProperty(prototype, name, {
        value(this: unknown, ...args: []) {
          uses.push(name);
          return original.apply(this, args);
        },
      });
    }
  }
}

declare global {
  interface Window {
    usesOfIntl?: string[];
    becomeIdle?(): void;
  }
}
