import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { STORIES } from '../../demo/states/stories.ts';
import { isForAuthor } from '../../demo/states/story.ts';
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
        await page.evaluate(axe.source);
        const errors = [
          ...(await axeErrors(page, 'light')),
          ...(await axeErrors(page, 'dark')),
          ...(await controlErrors(page)),
        ];
        await page.setViewportSize(REFLOW);
        errors.push(...(await controlErrors(page)), ...(await scrollErrors(page)));
        await page.evaluate(spaceText, TEXT_SPACING);
        errors.push(...(await scrollErrors(page)), ...(await page.evaluate(textOutsideItsBox)));
        assert.deepEqual(errors, []);
        const notes = await page.locator('helloasso-checkout aside').count();
        assert.equal(notes, isForAuthor(story) ? 1 : 0, 'notes to the page’s author');
      });
    });
  }
});

/** Violations of axe's rules. Dark differs from light in colours only, so there only contrast is checked. */
async function axeErrors(page: Page, colorScheme: 'light' | 'dark'): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme });
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: typeof axe }).axe.run('main', options),
    colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {},
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}, ${colorScheme}: ${target.join(' ')}`));
}

async function scrollErrors(page: Page): Promise<readonly string[]> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  return width > REFLOW.width ? [`scrolls sideways: ${width} px wide`] : [];
}

/** Controls under 44 px, and fields whose text is under 16 px, so that phones zoom in. Links in slots belong to the page. */
function controlErrors(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('helloasso-checkout, helloasso-result')?.shadowRoot;
    const controls = root?.querySelectorAll('a, button, input, select, textarea, summary') ?? [];
    return [...controls]
      .filter((control) => control.checkVisibility())
      .flatMap((control) => {
        const { display, fontSize } = getComputedStyle(control);
        const labels = control.matches('[type=radio], [type=checkbox]') ? (control as HTMLInputElement).labels : null;
        const boxes = [control, ...(labels ?? [])].map((part) => part.getBoundingClientRect());
        const width = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
        const height = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
        const name = `${control.localName} ${control.id || control.textContent?.trim()}`;
        const isLinkInText = control.localName === 'a' && display === 'inline';
        return [
          ...(isLinkInText || Math.min(width, height) >= 44 ? [] : [`too small, ${width} by ${height}: ${name}`]),
          ...(control.matches('input, select, textarea') && Number.parseFloat(fontSize) < 16
            ? [`small text, ${fontSize}: ${name}`]
            : []),
        ];
      });
  });
}

/** Adds a style sheet to page and element. Runs in the page. */
function spaceText(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  document.querySelector('helloasso-checkout, helloasso-result')?.shadowRoot?.adoptedStyleSheets.push(sheet);
}

/** Texts that leave a box around them, where they are cut off or cover others. Runs in the page. */
function textOutsideItsBox(): readonly string[] {
  const element = document.querySelector('helloasso-checkout, helloasso-result');
  const errors: string[] = [];
  for (const root of [element, element?.shadowRoot]) {
    if (!root) continue;
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent?.trim();
      if (!text) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
      for (let box = texts.currentNode.parentElement; box; box = box.parentElement) {
        if (/^(inline|contents)$/.test(getComputedStyle(box).display)) continue;
        const { left, right, top, bottom } = box.getBoundingClientRect();
        const isOutside = lines.some(
          (line) => line.left < left - 1 || line.right > right + 1 || line.top < top - 1 || line.bottom > bottom + 1,
        );
        if (isOutside) errors.push(`outside ${box.localName}: ${text}`);
      }
    }
  }
  return errors;
}
