import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { STORIES } from '../../demo/states/stories.ts';
import { isForWebmaster } from '../../demo/states/story.ts';
import { openStoryBook, type StoryBook } from './story-page.ts';

/** The narrowest that WCAG 1.4.10 asks for, which is also 1280 by 1024 at 400 %. */
const REFLOW = { width: 320, height: 256 };

/** What WCAG 1.4.12 lets readers set. */
const TEXT_SPACING = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }
`;

describe('every state of the elements', { concurrency: 3 }, () => {
  let book: StoryBook;
  before(async () => {
    book = await openStoryBook();
  });
  after(() => book.close());

  for (const story of STORIES) {
    it(`is shown, quiet and usable by all: ${story.id}`, async () => {
      await book.open(story, async (page) => {
        await page.evaluate(axe.source);
        const faults = [
          ...(await axeFaults(page, 'light')),
          ...(await axeFaults(page, 'dark')),
          ...(await controlFaults(page)),
        ];
        await page.setViewportSize(REFLOW);
        faults.push(...(await controlFaults(page)), ...(await scrollFaults(page)));
        await page.evaluate(spaceText, TEXT_SPACING);
        faults.push(...(await scrollFaults(page)), ...(await page.evaluate(textOutsideItsBox)));
        assert.deepEqual(faults, []);
        const panels = await page.locator('helloasso-checkout aside').count();
        assert.equal(panels, isForWebmaster(story) ? 1 : 0, 'what is explained to the webmaster');
      });
    });
  }
});

/** In the dark only the colours are others. */
async function axeFaults(page: Page, colorScheme: 'light' | 'dark'): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme });
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: typeof axe }).axe.run('main', options),
    colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {},
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}, ${colorScheme}: ${target.join(' ')}`));
}

async function scrollFaults(page: Page): Promise<readonly string[]> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  return width > REFLOW.width ? [`scrolls sideways: ${width} px wide`] : [];
}

/** Controls too small for a finger, and fields whose text is so small that a phone zooms in. A slot's link is the page's business. */
function controlFaults(page: Page): Promise<readonly string[]> {
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

/** Runs in the page. */
function spaceText(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  document.querySelector('helloasso-checkout, helloasso-result')?.shadowRoot?.adoptedStyleSheets.push(sheet);
}

/** Runs in the page: texts of which a part lies outside a box that should hold them, where it is cut off or covers others. */
function textOutsideItsBox(): readonly string[] {
  const element = document.querySelector('helloasso-checkout, helloasso-result');
  const faults: string[] = [];
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
        if (isOutside) faults.push(`outside ${box.localName}: ${text}`);
      }
    }
  }
  return faults;
}
