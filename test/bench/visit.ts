import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { generate } from 'selfsigned';
import { createSimulator } from '../../demo/simulator/create-simulator.ts';
import { createProxy, readConfig } from '../../proxy/create-proxy.ts';
import { listen } from '../../proxy/serve.ts';
import { browserPath, CHROMIUM_ARGUMENTS } from '../browser.ts';
import { SlowLink } from './slow-link.ts';

export const CPU_SLOWDOWN = 4;
/** A small phone. */
const VIEWPORT = { width: 360, height: 740 };
/** How long a visitor looks at the form before the first touch. */
const LOOK_MS = 2_000;

const SITE = 'https://www.example.org';
const PROXIES = { live: 'https://pay.example.org', test: 'https://pay-test.example.org' };
const HELLOASSO = { live: 'https://www.helloasso.com', test: 'https://www.helloasso-sandbox.com' };
/** In front of each proxy: what a page costs whose script does nothing. */
const EMPTY_SCRIPT = '/empty.js';

const { don, adhesion } = JSON.parse(readFileSync('offers.json', 'utf8'));
/** Two of this repository's offers, and one that asks for an address in place of the third: as many as it has. */
const OFFERS = {
  don,
  adhesion,
  adresse: { ...don, payer: { address: 'optional', zipCode: 'optional', city: 'optional', country: 'required' } },
};

/** A page with one form. */
export interface Case {
  readonly name: string;
  readonly mode: 'live' | 'test';
  readonly lang: string;
  /** Attributes of the element; none for the floor, which has the empty script and the link between the tags. */
  readonly form?: string;
  /** What must be on screen before the form can be used, beside its button; for the floor the end of the script is enough. */
  readonly shows?: string;
  /** Whether the visitor chooses the first amount before the press. */
  readonly chooses?: boolean;
}

/** What one visit took. */
export interface Visit {
  /** From navigation until the form that can be used is painted, in ms. */
  readonly usableMs: number;
  /** From the press until the first byte of the payment page, in ms. */
  readonly paymentPageMs: number;
  /** What came through the network before the press, with TLS and headers. */
  readonly bytes: number;
  /** Requests of the page, beside the document. */
  readonly requestsBeforeUsable: number;
  readonly requestsBeforePress: number;
  /** Tasks of more than 50 ms before the press, and their ms together. */
  readonly longTasks: number;
  readonly longTasksMs: number;
  /** The sum of all layout shifts before the press. */
  readonly layoutShift: number;
}

/** A browser, and the servers behind a slow link. */
export interface World {
  readonly browserVersion: string;
  /** One cold visit. `head` and `body` are more HTML for the page, before its script. */
  visit(visited: Case, more?: { readonly head?: string; readonly body?: string }): Promise<Visit>;
  close(): Promise<void>;
}

/** Starts an association's site, a proxy in each mode and HelloAsso, each with TLS 1.3 and HTTP/2 as the servers in front of them have. */
export async function startWorld(): Promise<World> {
  const link = new SlowLink();
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'example.org' }]);
  const closables: { close(): void }[] = [link];
  const rules: string[] = [];
  async function serve(origin: string, fetch: (request: Request) => Response | Promise<Response>): Promise<void> {
    const server = createAdaptorServer({ fetch, createServer: createSecureServer, serverOptions: { key, cert } });
    const { port } = await listen(server as never, { host: '127.0.0.1', port: 0, setBy: 'nothing' });
    closables.push({ close: () => server.close() });
    rules.push(`MAP ${new URL(origin).hostname} 127.0.0.1:${await link.forward(port)}`);
  }

  let page = '';
  await serve(SITE, () => new Response(page, { headers: { 'Content-Type': 'text/html; charset=utf-8' } }));
  for (const mode of ['live', 'test'] as const) {
    const simulator = createSimulator({ origin: HELLOASSO[mode] });
    await serve(HELLOASSO[mode], (request) => simulator.fetch(request));
    const environment = {
      HELLOASSO_ENVIRONMENT: mode === 'live' ? 'production' : 'sandbox',
      HELLOASSO_CLIENT_ID: 'simulator-client',
      HELLOASSO_CLIENT_SECRET: 'simulator-secret',
      HELLOASSO_ORGANIZATION: 'asso-demo',
      ALLOWED_ORIGINS: SITE,
      SIGNING_SECRET: Buffer.alloc(32, 'bench').toString('base64'),
      OFFERS_FILE: 'offers.json',
    };
    const config = readConfig(environment, () => JSON.stringify(OFFERS));
    const proxy = createProxy(config, { fetch: (input, init) => simulator.fetch(new Request(input, init)) });
    let requests = 0;
    await serve(PROXIES[mode], (request) => {
      if (new URL(request.url).pathname === EMPTY_SCRIPT) {
        const headers = { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' };
        return new Response('', { headers });
      }
      requests += 1; // each from an address of its own, as one address may not pay all the time
      return proxy.fetch(request, { clientAddress: `10.0.${requests >> 8}.${requests & 255}` });
    });
  }

  const browser = await chromium.launch({
    executablePath: browserPath('Chromium'),
    args: [
      ...CHROMIUM_ARGUMENTS,
      `--host-resolver-rules=${rules.join(', ')}, MAP * ~NOTFOUND`,
      '--ignore-certificate-errors', // Playwright's `ignoreHTTPSErrors` connects twice: refused first, then overruled
    ],
  });
  return {
    browserVersion: browser.version(),
    visit: async (visited, more = {}) => {
      page = pageOf(visited, more);
      return visit(browser, link, visited);
    },
    async close() {
      await browser.close();
      for (const closable of closables) closable.close();
    },
  };
}

function pageOf({ mode, lang, form }: Case, { head = '', body = '' }: { head?: string; body?: string }): string {
  const script = PROXIES[mode] + (form ? '/helloasso-checkout.js' : EMPTY_SCRIPT);
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Nous aider</title><link rel="icon" href="data:,">
<style>
helloasso-checkout { --helloasso-checkout-block-size: 60rem }
helloasso-checkout:not(:defined) { display: block; min-block-size: 60rem }
</style>
${head}
<h1>Nous aider</h1>
${body}
<script type="module" src="${script}"></script>
<helloasso-checkout proxy="${PROXIES[mode]}" ${form ?? ''}><a href="${HELLOASSO[mode]}/">Donner sur HelloAsso</a></helloasso-checkout>
<footer>Une association</footer>
</html>`;
}

async function visit(browser: Browser, link: SlowLink, { mode, form, shows = '', chooses }: Case): Promise<Visit> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    let pressedAt = 0;
    await page.exposeFunction('reportPress', (at: number) => {
      pressedAt = at;
    });
    await page.addInitScript(watch, shows);

    const bytesBefore = link.receivedBytes;
    await page.goto(SITE, { waitUntil: 'commit' });
    await page.waitForFunction(() => window.usableMs !== undefined, undefined, { polling: 250 });
    await page.waitForTimeout(LOOK_MS);
    const measured = await readMeasured(page);
    const bytes = link.receivedBytes - bytesBefore;

    if (chooses) await page.locator('input[name=choice]').first().check();
    await page.locator(form ? 'button[part~=submit]' : 'a').click({ noWaitAfter: true });
    await page.waitForURL(`${HELLOASSO[mode]}/**`, { waitUntil: 'commit' });
    const reachedAt = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return performance.timeOrigin + (navigation?.responseStart ?? Number.NaN);
    });
    return { ...measured, bytes, paymentPageMs: reachedAt - pressedAt };
  } finally {
    await context.close();
  }
}

function readMeasured(page: Page): Promise<Omit<Visit, 'bytes' | 'paymentPageMs'>> {
  return page.evaluate(() => {
    const { usableMs = Number.NaN, longTasks, layoutShifts } = window;
    const requests = performance.getEntriesByType('resource').filter(({ name }) => !name.startsWith('data:'));
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    return {
      usableMs,
      requestsBeforeUsable: requests.filter(({ startTime }) => startTime < usableMs).length,
      requestsBeforePress: requests.length,
      longTasks: longTasks.length,
      longTasksMs: sum(longTasks),
      layoutShift: sum(layoutShifts),
    };
  });
}

/** Runs in the page before anything else. The elements are looked at once in each frame, from the end of the script on. */
function watch(shows: string): void {
  const { longTasks, layoutShifts } = Object.assign(window, {
    longTasks: [] as number[],
    layoutShifts: [] as number[],
  });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries() as (PerformanceEntry & { value: number })[]) layoutShifts.push(value);
  }).observe({ type: 'layout-shift', buffered: true });

  const isUsable = () => {
    const element = document.querySelector('helloasso-checkout');
    if (!shows || !element) return !shows;
    const button = element.shadowRoot?.querySelector('button[part~=submit]');
    const isEnabled = button?.matches(':not([disabled], [aria-disabled=true])') && element.state === 'ready';
    return isEnabled && element.shadowRoot?.querySelector(shows) !== null;
  };
  const look = () => {
    if (!isUsable()) requestAnimationFrame(look);
    else setTimeout(() => Object.assign(window, { usableMs: performance.now() })); // after this frame is painted
  };
  const onLoad = ({ target }: Event) => target instanceof HTMLScriptElement && requestAnimationFrame(look);
  document.addEventListener('load', onLoad, { capture: true });
  window.addEventListener('click', ({ timeStamp }) => void window.reportPress(performance.timeOrigin + timeStamp), {
    capture: true,
  });
}

declare global {
  interface Window {
    readonly usableMs?: number;
    readonly longTasks: readonly number[];
    readonly layoutShifts: readonly number[];
    reportPress(at: number): Promise<void>;
  }
}
