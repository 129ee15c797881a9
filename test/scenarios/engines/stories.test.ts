import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type axe from 'axe-core';
import { STORIES } from '../../../demo/states/stories.ts';
import { addressOf, type Story } from '../../../demo/states/story.ts';
import { chosenEngine } from '../../browser.ts';
import { AXE_SCRIPT } from '../axe-errors.ts';
import type { Tab } from './driver.ts';
import { Visitor } from './visitor.ts';
import { startWorld, type World } from './world.ts';

const engine = chosenEngine();

/**
 * WebKit's driver loses a page with fast timers. It has no Navigation API either, so a page that leaves for HelloAsso is not held
 * back.
 */
const isHeld = ({ id, isFast }: Story) => engine !== 'WebKit' || !(isFast || id === 'redirecting' || id === 'restored');

// In Chromium, `stories.test.ts` asks more of every story.
describe(`stories in ${engine}`, { skip: engine === 'Chromium' && 'more is asked of them elsewhere' }, () => {
  let world: World;
  let tab: Tab;
  before(async () => {
    world = await startWorld(engine);
    tab = await world.driver.openTab();
  });
  after(async () => {
    await tab?.close();
    await world?.close();
  });

  for (const story of STORIES.filter(isHeld)) {
    it(`${story.id} has its state and text, and passes axe in ${engine}`, async () => {
      await tab.goTo(addressOf(story, world.siteUrl));
      await new Visitor(tab).until(`the story ${story.id}`, () =>
        tab.evaluate(isShown, story.state ?? '', story.shows ?? ''),
      );
      assert.deepEqual(await tab.evaluate(axeErrors, AXE_SCRIPT), []);
    });
  }
});

/** Whether the element has the state and shows the text. Runs in the page. */
function isShown(state: string, text: string): boolean {
  const element = document.querySelector<HTMLElement & { state?: string }>('helloasso-checkout, helloasso-result');
  const card = element?.shadowRoot?.querySelector<HTMLElement>('.card');
  const shown = `${card?.innerText} ${element?.innerText}`.replace(/\s+/g, ' ');
  const isThere = state ? element?.state === state : element?.state !== 'loading';
  return 'shown' in document.documentElement.dataset && isThere && shown.includes(text);
}

/** Violations of axe's rules, once the whole form is drawn. Runs in the page. */
async function axeErrors(source: string): Promise<readonly string[]> {
  const element = document.querySelector<HTMLElement & { updateComplete?: Promise<unknown> }>(
    'helloasso-checkout, helloasso-result',
  );
  await element?.updateComplete;
  if (!('axe' in window)) {
    const script = document.createElement('script');
    script.textContent = source;
    document.head.append(script);
  }
  const { violations } = await (window as unknown as { axe: { run(area: string): Promise<axe.AxeResults> } }).axe.run(
    'main',
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
