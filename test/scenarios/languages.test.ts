import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { STORIES } from '../../demo/states/stories.ts';
import { isForAuthor, type Story } from '../../demo/states/story.ts';
import type { AllMessages } from '../../widget/messages/messages.ts';
import { LONG, OTHERS, RIGHT_TO_LEFT } from '../widget/messages/languages.ts';
import { axeErrors } from './axe-errors.ts';
import { scrollErrors, textOutsideItsBox } from './story-checks.ts';
import { openStoryBook, type StoryBook } from './story-page.ts';

/** The narrowest viewport of WCAG 1.4.10, in CSS pixels. */
const REFLOW = { width: 320, height: 256 };

/** How the page's author chooses a language: one of ours by its tag, another one by its texts. */
interface Language {
  readonly lang: string;
  readonly messages: AllMessages | '';
  readonly locale: string;
}

/** German has the longest words; an invented language has longer texts than each of ours. `npm run test:all` tries all of them. */
const OURS: readonly Language[] = Object.entries(OTHERS)
  .filter(([lang]) => process.env.TEST_THOROUGH || lang === 'de')
  .map(([lang, { locale }]) => ({ lang, messages: '', locale }));
const INVENTED: readonly Language[] = [LONG, RIGHT_TO_LEFT].map((messages) => ({
  lang: '',
  messages,
  locale: messages.locale,
}));

/** Where axe looks, too: in `npm run test:all`. In French it looks at every story (`stories.test.ts`). */
const WITH_AXE = process.env.TEST_THOROUGH ? [OTHERS.de?.locale ?? '', RIGHT_TO_LEFT.locale] : [];

/** Stories that show texts of ours, in a language that can change. */
const STORIES_WITH_TEXTS = STORIES.filter((story) => {
  const isFixed = story.isWithoutScript || story.isWithoutChunks || story.attributes?.lang || story.state === 'none';
  return !isFixed && !isForAuthor(story);
});

const FIRST_OF_EACH_STATE = new Map(STORIES_WITH_TEXTS.toReversed().map((story) => [story.state, story])).values();
const WITH_MUCH_TEXT = ['address', 'company-required', 'instalments-twelve', 'payer-required', 'tax-66'].map(storyOf);

/** `npm run test:all` looks at all of them. */
const LOOKED_AT = process.env.TEST_THOROUGH ? STORIES_WITH_TEXTS : new Set([...FIRST_OF_EACH_STATE, ...WITH_MUCH_TEXT]);

const WHICH = process.env.TEST_THOROUGH ? 'every language' : 'German and two invented languages';
const AND_AXE = WITH_AXE.length > 0 ? ', and passes axe in German and from right to left' : '';

describe(`the stories in ${WHICH}`, { concurrency: 2 }, () => {
  let book: StoryBook;
  before(async () => {
    book = await openStoryBook();
  });
  after(() => book.close());

  for (const story of LOOKED_AT) {
    it(`${story.id} fits 320 px in ${WHICH}${AND_AXE}`, async () => {
      await book.open(story, async (page) => {
        await page.setViewportSize(REFLOW);
        const errors = await errorsIn(INVENTED, page);
        await page.evaluate(breakNoWords);
        errors.push(...(await errorsIn(OURS, page)));
        assert.deepEqual(errors, []);
      });
    });
  }

  it('a form is laid out from right to left where its texts say so', async () => {
    await book.open(storyOf('payer-required'), async (page) => {
      const language = INVENTED.find(({ locale }) => locale === RIGHT_TO_LEFT.locale) as Language;
      assert.deepEqual(await sidesOf(page), ['left']);
      await page.evaluate(changeLanguage, language);
      assert.deepEqual(await sidesOf(page), ['right']);
    });
  });
});

function storyOf(id: string): Story {
  return STORIES_WITH_TEXTS.find((story) => story.id === id) ?? assert.fail(`no story ${id}`);
}

async function errorsIn(languages: readonly Language[], page: Page): Promise<string[]> {
  const errors: string[] = [];
  for (const language of languages) {
    await page.evaluate(changeLanguage, language);
    const found = [...(await scrollErrors(page, REFLOW.width)), ...(await page.evaluate(textOutsideItsBox))].map(
      (error) => `${language.locale}: ${error}`,
    );
    errors.push(...found);
    if (WITH_AXE.includes(language.locale))
      errors.push(...(await axeErrors(page, language.locale, { within: 'main' })));
  }
  return errors;
}

/** Gives the element another language, and waits until its card has it. Runs in the page. */
async function changeLanguage({ lang, messages, locale }: Language): Promise<void> {
  const element = document.querySelector('helloasso-checkout, helloasso-result') as HTMLElement;
  Object.assign(element, { lang, messages });
  while (element.shadowRoot?.querySelector<HTMLElement>('.card')?.lang !== locale) {
    await new Promise(requestAnimationFrame);
  }
}

/** A word that is too long is then wider than its box, instead of broken in two. Names and references may break. Runs in the page. */
function breakNoWords(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { overflow-wrap: normal !important; hyphens: manual !important }
    dd, dd *, [name='heading'] * { overflow-wrap: anywhere !important }
  `);
  document.querySelector('helloasso-checkout, helloasso-result')?.shadowRoot?.adoptedStyleSheets.push(sheet);
}

/** On which sides of the fields their labels begin. */
function sidesOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('helloasso-checkout')?.shadowRoot;
    const labels = [...(root?.querySelectorAll<HTMLLabelElement>('label[for]') ?? [])];
    const sides = labels.map((label) => {
      const text = document.createRange();
      text.selectNodeContents(label);
      const field = root?.getElementById(label.htmlFor)?.getBoundingClientRect() ?? new DOMRect();
      const { left, right } = text.getBoundingClientRect();
      return left - field.left < field.right - right ? 'left' : 'right';
    });
    return [...new Set(sides)];
  });
}
