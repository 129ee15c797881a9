import { launch } from 'puppeteer-core';
import { browserPath, CHROMIUM_ARGUMENTS, FIREFOX_PREFERENCES } from '../../browser.ts';
import { type Driver, type Tab, VIEWPORT } from './driver.ts';

/** Chromium by its own protocol, Firefox by WebDriver BiDi. */
export async function puppeteerDriver(engine: 'Chromium' | 'Firefox'): Promise<Driver> {
  const browser = await launch({
    executablePath: browserPath(engine),
    defaultViewport: VIEWPORT,
    ...(engine === 'Chromium'
      ? { args: CHROMIUM_ARGUMENTS }
      : { browser: 'firefox', extraPrefsFirefox: FIREFOX_PREFERENCES }),
  });
  return {
    async openTab(): Promise<Tab> {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      const canBeOffline = await page.setOfflineMode(false).then(
        () => true,
        () => false, // Firefox ESR 140
      );
      const consoleMessages: string[] = [];
      page.on('console', (message) => {
        if (['warn', 'error'].includes(message.type())) consoleMessages.push(message.text());
      });
      page.on('pageerror', (error) => consoleMessages.push(String(error)));
      return {
        async goTo(url) {
          await page.goto(url);
        },
        async reload() {
          await page.reload();
        },
        evaluate: async (work, ...args) => (await page.evaluate(work as never, ...args)) as never,
        click: (x, y, times) => page.mouse.click(x, y, { count: times }),
        type: (text) => page.keyboard.type(text),
        ...(canBeOffline && { setOffline: (isOffline) => page.setOfflineMode(isOffline) }),
        consoleMessages,
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
