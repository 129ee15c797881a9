import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { STORIES } from '../../demo/states/stories.ts';
import { isForAuthor } from '../../demo/states/story.ts';
import { axeErrors } from './axe-errors.ts';
import { controlErrors, scrollErrors, textOutsideItsBox } from './story-checks.ts';
import { openStoryBook, type StoryBook } from './story-page.ts';

/** The narrowest viewport of WCAG 1.4.10, in CSS pixels: 1280 by 1024 at 400 %. */
const REFLOW = { width: 320, height: 256 };

/** The text spacing of WCAG 1.4.12. */
const TEXT_SPACING = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }
`;

describe('every story', { concurrency: 2 }, () => {
  let book: StoryBook;
  before(async () => {
    book = await openStoryBook();
  });
  after(() => book.close());

  for (const story of STORIES) {
    it(`${story.id} has its state and text, logs nothing, passes axe, and fits 320 px and wide text spacing`, async () => {
      await book.open(story, async (page) => {
        const errors = [
          ...(await colorErrors(page, 'light')),
          ...(await colorErrors(page, 'dark')),
          ...(process.env.TEST_THOROUGH ? await colorErrors(page, 'forced colours') : []), // see forced-colors.test.ts
          ...(await controlErrors(page)),
        ];
        await page.setViewportSize(REFLOW);
        errors.push(...(await controlErrors(page)), ...(await scrollErrors(page, REFLOW.width)));
        await page.evaluate(spaceText, TEXT_SPACING);
        errors.push(...(await scrollErrors(page, REFLOW.width)), ...(await page.evaluate(textOutsideItsBox)));
        assert.deepEqual(errors, []);
        const notes = await page.locator('helloasso-checkout aside').count();
        assert.equal(notes, isForAuthor(story) ? 1 : 0, 'notes to the page’s author');
      });
    });
  }
});

/** Violations of axe's rules. The others differ from light in colours only, so there only contrast is checked. */
async function colorErrors(page: Page, colors: 'light' | 'dark' | 'forced colours'): Promise<readonly string[]> {
  await page.emulateMedia({
    colorScheme: colors === 'dark' ? 'dark' : 'light',
    forcedColors: colors === 'forced colours' ? 'active' : 'none',
  });
  return axeErrors(page, colors, { within: 'main', ...(colors !== 'light' && { rules: ['color-contrast'] }) });
}

/** Adds a style sheet to page and element. Runs in the page. */
function spaceText(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  document.querySelector('helloasso-checkout, helloasso-result')?.shadowRoot?.adoptedStyleSheets.push(sheet);
}
