import assert from 'node:assert/strict';
import { chromium, type Page } from 'playwright-core';
import { startStack } from '../../demo/stack.ts';
import { addressOf, isForAuthor, type Story } from '../../demo/states/story.ts';
import { browserPath, CHROMIUM_ARGUMENTS } from '../browser.ts';
import { PAYER_HOST, payerArguments } from './payer-host.ts';

/** The demo's page of all states, in Chromium. */
export interface StoryBook {
  /** Opens a story alone, checks its state and text, then calls `look`. Any message on the console is a failure, except those about missing chunks. */
  open(story: Story, look: (page: Page) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** One page shows many stories, one after another: a new page for each would compile every script again. */
export async function openStoryBook(): Promise<StoryBook> {
  const stack = await startStack({
    environment: { LOG_LEVEL: 'silent' },
    ports: { proxy: 0, site: 0, simulator: 0 },
  });
  const browser = await chromium.launch({
    executablePath: browserPath('Chromium'),
    args: [...CHROMIUM_ARGUMENTS, ...payerArguments(stack.siteUrl)],
  });
  const idlePages: Page[] = [];
  return {
    async open(story, look) {
      const page = idlePages.pop() ?? (await browser.newPage());
      const messages: string[] = [];
      page.on('console', (message) => messages.push(message.text()));
      page.on('pageerror', (error) => messages.push(error.message));
      const site = isForAuthor(story) ? stack.siteUrl : stack.siteUrl.replace('localhost', PAYER_HOST);
      try {
        await page.setViewportSize(VIEWPORT);
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(addressOf(story, site));
        await waitForStory(story, page);
        await look(page);
        const unexpected = messages.filter((text) => !(story.isWithoutChunks && text.startsWith(NOT_LOADED)));
        assert.deepEqual(unexpected, [], `console of ${story.id}`);
      } catch (cause) {
        await page.close();
        throw messages.length > 0 ? new Error(`${story.id}: ${messages.join('\n')}`, { cause }) : cause;
      }
      page.removeAllListeners('console');
      page.removeAllListeners('pageerror');
      idlePages.push(page);
    },
    async close() {
      await browser.close();
      stack.close();
    },
  };
}

/** Of each story at first. */
const VIEWPORT = { width: 1280, height: 720 };

/** The message of Chromium about a chunk that is neither beside the script nor at the proxy. */
const NOT_LOADED = 'Failed to load resource:';
const TIMEOUT_MS = 10_000;

/** Waits until the payer's actions are done and the element has the state and the text of the story. */
async function waitForStory({ id, state, shows = '' }: Story, page: Page): Promise<void> {
  const end = Date.now() + TIMEOUT_MS;
  await page.locator('html[data-shown]').waitFor({ state: 'attached', timeout: TIMEOUT_MS });
  for (;;) {
    const seen = await read(page);
    const isThere = state ? seen.state === state : seen.state !== 'loading';
    if (isThere && seen.text.includes(shows)) return page.evaluate(wholeDrawn);
    const expected = `${id} should have the state ${state ?? 'after loading'} and show “${shows}”`;
    assert.ok(Date.now() < end, `${expected}, but has ${seen.state} and shows “${seen.text}”`);
    await page.waitForTimeout(50);
  }
}

/** Waits for the rest of a form whose first part is there. Runs in the page. */
async function wholeDrawn(): Promise<void> {
  const element = document.querySelector<HTMLElement & { updateComplete?: Promise<unknown> }>(
    'helloasso-checkout, helloasso-result',
  );
  await element?.updateComplete;
}

/** The state of the element, and all visible text: its own, then that of its slots. */
async function read(page: Page): Promise<{ readonly state: string; readonly text: string }> {
  const { state, texts } = await page.evaluate(() => {
    const element = document.querySelector<HTMLElement & { state: string }>('helloasso-checkout, helloasso-result');
    const card = element?.shadowRoot?.querySelector<HTMLElement>('.card');
    return { state: element?.state ?? '', texts: [card?.innerText, element?.innerText] };
  });
  return { state, text: texts.join(' ').replace(/\s+/g, ' ') };
}
