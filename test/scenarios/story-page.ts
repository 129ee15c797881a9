import assert from 'node:assert/strict';
import { chromium, type Page } from 'playwright-core';
import { startStack } from '../../demo/stack.ts';
import { addressOf, type Story } from '../../demo/states/story.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath } from '../browser.ts';

/** The demo's page of all states, in a real Chromium. */
export interface StoryBook {
  /** Opens a story alone, holds it to what it says of itself, and lets `look` see it. */
  open(story: Story, look: (page: Page) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export async function openStoryBook(): Promise<StoryBook> {
  const stack = await startStack({
    environment: { LOG_LEVEL: 'silent' },
    ports: { proxy: 0, site: 0, simulator: 0 },
  });
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS });
  return {
    async open(story, look) {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      try {
        await page.goto(addressOf(story, stack.siteUrl));
        await becomes(story, page);
        await look(page);
        assert.deepEqual(complaints, [], `what ${story.id} says on the console`);
      } catch (cause) {
        throw complaints.length > 0 ? new Error(`${story.id}: ${complaints.join('\n')}`, { cause }) : cause;
      } finally {
        await page.close();
      }
    },
    async close() {
      await browser.close();
      stack.close();
    },
  };
}

const PATIENCE_MS = 10_000;

/** The payer has done their part, and the element stands where the story says. */
async function becomes({ id, state, says = '' }: Story, page: Page): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  await page.locator('html[data-shown]').waitFor({ state: 'attached', timeout: PATIENCE_MS });
  for (;;) {
    const seen = await read(page);
    const isThere = state ? seen.state === state : seen.state !== 'loading';
    if (isThere && seen.text.includes(says)) return;
    const wanted = `${id} should be ${state ?? 'there'} and say “${says}”`;
    assert.ok(Date.now() < end, `${wanted}, but is ${seen.state} and says “${seen.text}”`);
    await page.waitForTimeout(50);
  }
}

/** The state of the element, and all that is to be read: its own text, then what the page has put into it and it shows. */
async function read(page: Page): Promise<{ readonly state: string; readonly text: string }> {
  const { state, texts } = await page.evaluate(() => {
    const element = document.querySelector<HTMLElement & { state: string }>('helloasso-checkout, helloasso-result');
    const card = element?.shadowRoot?.querySelector<HTMLElement>('.card');
    return { state: element?.state ?? '', texts: [card?.innerText, element?.innerText] };
  });
  return { state, text: texts.join(' ').replace(/\s+/g, ' ') };
}
