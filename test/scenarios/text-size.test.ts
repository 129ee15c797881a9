import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { STORIES } from '../../demo/states/stories.ts';
import { controlErrors, scrollErrors, textOutsideItsBox } from './story-checks.ts';
import { openStoryBook, type StoryBook } from './story-page.ts';

const PHONE = { width: 360, height: 740 };

/** Font sizes of the root element: as many style sheets set it, and as a reader does who wants larger text. */
const ROOT_SIZES = ['50%', '62.5%', '200%'];

/** These have every kind of text and control. */
const SHOWN = new Set([
  'gift-many-suggestions',
  'amount-out-of-range',
  'instalments-chosen',
  'tax-75',
  'company-open',
  'address-missing',
  'quantity',
  'offline',
  'load-offline',
  'paid-receipt',
  'refused',
]);

describe('the size of text', () => {
  let book: StoryBook;
  before(async () => {
    book = await openStoryBook();
  });
  after(() => book.close());

  for (const size of ROOT_SIZES) {
    for (const story of STORIES.filter(({ id }) => SHOWN.has(id))) {
      it(`${story.id} on a page with a root of ${size}: no text is small, no target under 44 px, nothing is cut off at 360 px`, async () => {
        await book.open(story, async (page) => {
          await page.setViewportSize(PHONE);
          await page.evaluate((fontSize) => {
            document.documentElement.style.fontSize = fontSize;
            document.body.style.fontSize = '1rem';
          }, size);
          const errors = [
            ...(await controlErrors(page)),
            ...(await smallTexts(page)),
            ...(await scrollErrors(page, PHONE.width)),
            ...(await page.evaluate(textOutsideItsBox)),
          ];
          assert.deepEqual(errors, []);
        });
      });
    }
  }
});

/** Small print under 14 px, and any other text under 16. */
function smallTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('helloasso-checkout, helloasso-result')?.shadowRoot;
    if (!root) return ['no element'];
    const errors: string[] = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const parent = texts.currentNode.parentElement;
      const text = texts.currentNode.textContent?.trim();
      if (!text || !parent?.checkVisibility()) continue;
      const least = parent.closest('small, .message, .reference, [part=tax]') ? 14 : 16;
      const { fontSize } = getComputedStyle(parent);
      if (Number.parseFloat(fontSize) < least) errors.push(`${fontSize}: ${text}`);
    }
    return errors;
  });
}
