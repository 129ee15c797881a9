import assert from 'node:assert/strict';
import { startStack } from '../../../demo/stack.ts';
import type { Engine } from '../../browser.ts';
import { conforming } from '../../conforming.ts';
import { servePages } from '../page-server.ts';
import type { Driver } from './driver.ts';
import { startForwarder } from './forwarder.ts';
import { startPayServer } from './pay-server.ts';
import { puppeteerDriver } from './puppeteer-driver.ts';
import type { Visitor } from './visitor.ts';
import { webkitDriver } from './webkit-driver.ts';

/** Simulator, proxy, demo site and a browser, on free ports. */
export interface World {
  readonly driver: Driver;
  readonly siteUrl: string;
  /** The proxy’s own address, where its page `/pay/{offer}` is. */
  readonly payUrl: string;
  /** From now on that page may run no script, until the returned function is called. */
  forbidScripts(): () => void;
  /** A page of another site, whose way to the proxy can be cut. */
  readonly cuttablePageUrl: string;
  /** Takes the network away from the visitor of that page; returns what gives it back. */
  cutNetwork(visitor: Visitor): Promise<() => Promise<void>>;
  /** How many checkout intents HelloAsso has. */
  countIntents(): Promise<number>;
  /** From now on HelloAsso creates no checkout intent until the returned function is called. */
  holdIntents(): () => void;
  close(): Promise<void>;
}

export async function startWorld(engine: Engine): Promise<World> {
  const driver = engine === 'WebKit' ? webkitDriver() : await puppeteerDriver(engine);
  const pages = await servePages();
  const payServer = await startPayServer();
  const stack = await startStack({
    environment: { LOG_LEVEL: 'silent', ALLOWED_ORIGINS: pages.origin, PUBLIC_URL: payServer.url },
    ports: { proxy: 0, site: 0, simulator: 0 },
  });
  payServer.setHandler(stack.proxyUrl);
  const { url, simulator } = stack.simulated ?? assert.fail('no simulator');
  let released = Promise.resolve();
  const answer = conforming(simulator.fetch);
  simulator.fetch = async (request) => {
    if (request.method === 'POST' && request.url.endsWith('/checkout-intents')) await released;
    return answer(request);
  };

  const forwarder = await startForwarder(stack.proxyUrl);
  pages.files.set(
    '/page.html',
    `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">
<script type="module" src="${forwarder.origin}/helloasso-checkout.js"></script>
<helloasso-checkout proxy="${forwarder.origin}" offer="don"></helloasso-checkout>`,
  );

  return {
    driver,
    siteUrl: stack.siteUrl,
    payUrl: payServer.url,
    forbidScripts() {
      payServer.forbidScripts(true);
      return () => payServer.forbidScripts(false);
    },
    cuttablePageUrl: `${pages.origin}/page.html`,
    async cutNetwork({ tab }) {
      const setCut = tab.setOffline ?? (async (isCut: boolean) => forwarder.setCut(isCut));
      await setCut(true);
      return () => setCut(false);
    },
    async countIntents() {
      const response = await simulator.fetch(new Request(`${url}/_simulator/intents?pageSize=1`));
      return ((await response.json()) as { totalCount: number }).totalCount;
    },
    holdIntents() {
      let release = () => {};
      released = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    async close() {
      await driver.close();
      forwarder.close();
      stack.close();
      payServer.close();
      pages.close();
    },
  };
}
