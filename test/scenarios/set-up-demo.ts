import assert from 'node:assert/strict';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Simulator } from '../../demo/simulator/create-simulator.ts';
import { type Stack, startStack } from '../../demo/stack.ts';
import { browserPath, CHROMIUM_ARGUMENTS } from '../browser.ts';
import { conforming } from '../conforming.ts';
import { payerArguments } from './payer-host.ts';

/** Simulator, proxy, demo site and Chromium, on free ports. */
export interface Demo {
  readonly stack: Stack;
  readonly simulator: Simulator;
  /** Moves the clock of proxy and simulator forward. */
  pass(ms: number): void;
  /** A new visitor, by default on the demo page. */
  visit(path?: string, options?: BrowserContextOptions): Promise<Visitor>;
  /** How many checkout intents the simulator has. */
  intentCount(): Promise<number>;
  close(): Promise<void>;
}

/** One visitor with a browser context of their own. */
export interface Visitor {
  readonly page: Page;
  /** Warnings, errors and uncaught exceptions on the console so far. */
  readonly consoleMessages: readonly string[];
  /** Closes the page. Fails if its console has messages, apart from those that match `expected`. */
  leave(expected?: RegExp): Promise<void>;
}

/** `allowedOrigins`: pages beside the demo site that may use the proxy. `environment`: other variables of it. */
export async function startDemo(
  allowedOrigins = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<Demo> {
  let passedMs = 0;
  const stack = await startStack({
    environment: { LOG_LEVEL: 'silent', ALLOWED_ORIGINS: allowedOrigins, ...environment },
    ports: { proxy: 0, site: 0, simulator: 0 },
    now: () => Date.now() + passedMs,
  });
  const { simulator } = stack.simulated ?? assert.fail('no simulator');
  simulator.fetch = conforming(simulator.fetch);
  const browser = await launch(stack.siteUrl);
  return {
    stack,
    simulator,
    pass(ms) {
      passedMs += ms;
    },
    visit: async (path = '/index.html', options = {}) =>
      visit(await browser.newContext(options), new URL(path, stack.siteUrl).href),
    async intentCount() {
      const response = await simulator.fetch(new Request(`${stack.simulated?.url}/_simulator/intents?pageSize=1`));
      return ((await response.json()) as { totalCount: number }).totalCount;
    },
    async close() {
      await browser.close();
      stack.close();
    },
  };
}

function launch(siteUrl: string): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath('Chromium'),
    args: [...CHROMIUM_ARGUMENTS, ...payerArguments(siteUrl)],
    // Playwright switches the back/forward cache off; browsers of payers have it on.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}

async function visit(context: BrowserContext, url: string): Promise<Visitor> {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const consoleMessages: string[] = [];
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) consoleMessages.push(message.text());
  });
  page.on('pageerror', (error) => consoleMessages.push(error.message));
  await page.goto(url);
  return {
    page,
    consoleMessages,
    async leave(expected) {
      await context.close();
      assert.deepEqual(
        consoleMessages.filter((text) => !expected?.test(text)),
        [],
      );
    },
  };
}

/** Goes back like the Back button. Playwright's `goBack` waits for a load event, which a page from the cache does not have. */
export async function pressBack(page: Page, url: RegExp): Promise<void> {
  await page.evaluate(() => history.back()).catch(() => {});
  await page.waitForURL(url, { waitUntil: 'commit' });
}
