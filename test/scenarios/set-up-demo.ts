import assert from 'node:assert/strict';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Simulator } from '../../demo/simulator/create-simulator.ts';
import { type Stack, startStack } from '../../demo/stack.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath } from '../browser.ts';
import { conforming } from '../conforming.ts';

/** Simulator, proxy, demo site and a real Chromium, on ports of their own. */
export interface World {
  readonly stack: Stack;
  readonly simulator: Simulator;
  /** Lets time pass for proxy and simulator. */
  pass(ms: number): void;
  /** A new visitor on the demo page. Everything that their browser complains of fails the test. */
  visit(path?: string): Promise<Visitor>;
  close(): Promise<void>;
}

/** One visitor: the page, and what was said on its console. */
export interface Visitor {
  readonly page: Page;
  readonly complaints: readonly string[];
  leave(): Promise<void>;
}

/** `allowedOrigins`: pages beside the demo site that may use the proxy. */
export async function openWorld(allowedOrigins = ''): Promise<World> {
  let passedMs = 0;
  const stack = await startStack({
    environment: { LOG_LEVEL: 'silent', ALLOWED_ORIGINS: allowedOrigins },
    ports: { proxy: 0, site: 0, simulator: 0 },
    now: () => Date.now() + passedMs,
  });
  const { simulator } = stack.simulated ?? assert.fail('no simulator');
  simulator.fetch = conforming(simulator.fetch);
  const browser = await launch();
  return {
    stack,
    simulator,
    pass(ms) {
      passedMs += ms;
    },
    visit: async (path = '/index.html') => visit(await browser.newContext(), new URL(path, stack.siteUrl).href),
    async close() {
      await browser.close();
      stack.close();
    },
  };
}

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: CHROMIUM_ARGUMENTS,
    // Playwright switches the back/forward cache off; payers have it on.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}

async function visit(context: BrowserContext, url: string): Promise<Visitor> {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return {
    page,
    complaints,
    async leave() {
      await context.close();
      assert.deepEqual(complaints, []);
    },
  };
}

/** Presses Back as a payer does; Playwright's own `goBack` waits for a load that a page from the cache never has. */
export async function pressBack(page: Page, url: RegExp): Promise<void> {
  await page.evaluate(() => history.back()).catch(() => {});
  await page.waitForURL(url, { waitUntil: 'commit' });
}
