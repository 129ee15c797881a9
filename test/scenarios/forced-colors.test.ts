import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { STORIES } from '../../demo/states/stories.ts';
import { contrastOfBytes } from '../../widget/diagnostics/colours.ts';
import { openStoryBook, type StoryBook } from './story-page.ts';

/** Each edge and what it must be told from by 3 to 1, by story. */
const EDGES: Readonly<Record<string, readonly (readonly [selector: string, property: string])[]>> = {
  'gift-chosen': [
    ['[part~=amount-chosen]', 'border-top-color'],
    ['[part="amount "]', 'border-top-color'],
    ['#email', 'border-top-color'],
    ['[part=submit]', 'border-top-color'],
    ['[part=submit]', 'outline-color'],
    ['[part=secure] svg', 'fill'],
  ],
  'instalments-chosen': [['[part~=option-chosen]', 'border-top-color']],
  offline: [
    ['.failed', 'border-top-color'],
    ['.icon', 'fill'],
  ],
  'paid-receipt': [['.icon', 'fill']],
};

describe('forced colours', () => {
  let book: StoryBook;
  before(async () => {
    book = await openStoryBook();
  });
  after(() => book.close());

  for (const [id, edges] of Object.entries(EDGES)) {
    it(`${id}: edges, icons and focus have a contrast of 3 in forced colours`, async () => {
      const story = STORIES.find((each) => each.id === id) ?? assert.fail(`no story ${id}`);
      await book.open(story, async (page) => {
        await page.emulateMedia({ forcedColors: 'active' });
        for (const [selector, property] of edges) {
          const [front, back] = await colorsOf(page, selector, property);
          const ratio = contrastOfBytes(front, back);
          assert.ok(ratio >= 3, `${selector} ${property}: ${ratio.toFixed(2)}`);
        }
      });
    });
  }

  it('the chosen amount can be told from the others in forced colours', async () => {
    const story = STORIES.find(({ id }) => id === 'gift-chosen') ?? assert.fail('no story');
    await book.open(story, async (page) => {
      await page.emulateMedia({ forcedColors: 'active' });
      const outlineOf = (part: string) =>
        page
          .locator(part)
          .first()
          .evaluate((tile) => getComputedStyle(tile).outlineStyle);
      assert.notEqual(await outlineOf('[part~=amount-chosen]'), await outlineOf('[part="amount "]'));
    });
  });
});

/** Red, green and blue of a part, and of the element's background. In forced colours browsers compute `rgb(…)`. */
async function colorsOf(page: Page, selector: string, property: string): Promise<readonly [number[], number[]]> {
  const [front, back] = await page.locator('.card').evaluate(
    (card, [part, name]) => {
      const found = card.querySelector(part);
      if (found instanceof HTMLElement) found.focus();
      return [found && getComputedStyle(found).getPropertyValue(name), getComputedStyle(card).backgroundColor];
    },
    [selector, property] as const,
  );
  const bytesOf = (color: string | null | undefined) => (color?.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  return [bytesOf(front), bytesOf(back)];
}
