import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { STORIES } from '../../demo/states/stories.ts';
import { openStoryBook, type StoryBook } from './story-page.ts';

describe('a printed outcome', () => {
  let book: StoryBook;
  before(async () => {
    book = await openStoryBook();
  });
  after(() => book.close());

  for (const [id, shown] of [
    ['paid-receipt', ['Merci', '50 €', 'Don à l’association', '22 novembre 2026', '00112233445566778899aabbccddeeff']],
    ['refused', ['Le paiement a été refusé']],
  ] as const) {
    it(`${id} prints what the payer reads, dark on light, without form and buttons, no wider than the paper`, async () => {
      const story = STORIES.find((each) => each.id === id) ?? assert.fail(`no story ${id}`);
      await book.open(story, async (page) => {
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        const card = page.locator('.card');
        const text = (await card.innerText()).replace(/\s+/g, ' ');
        for (const part of shown) assert.ok(text.includes(part), `“${part}” in: ${text}`);
        assert.equal(await card.locator('form').isVisible(), false);
        assert.equal(await card.locator('button:visible').count(), 0);
        assert.equal(await card.evaluate((box) => getComputedStyle(box).backgroundColor), 'rgb(255, 255, 255)');
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
        await page.emulateMedia({ media: 'screen' });
      });
    });
  }
});
