import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { HelloassoCheckout } from '../../../widget/helloasso-checkout.ts';
import type { Tab } from './driver.ts';

const TIMEOUT_MS = 20_000;

/** Of one look at the page: Firefox never answers a question about frames to come when its page goes away. */
const LOOK_TIMEOUT_MS = 2_000;

/** What can be named: `button`s and links by their text, fields by their label, headings. */
const SELECTORS = { button: 'button, a[href]', label: 'label', heading: 'h1, h2, h3' } as const;

/** What a person does and reads in a tab, also inside the elements. Every step waits until the page is ready for it. */
export class Visitor {
  readonly tab: Tab;
  #expectedMessages: RegExp | undefined;

  constructor(tab: Tab) {
    this.tab = tab;
  }

  /** Opens a page, and waits until its forms are drawn. */
  async open(url: string): Promise<void> {
    await this.tab.goTo(url);
    await this.until('its forms', () =>
      this.tab.evaluate(() =>
        [...document.querySelectorAll<HelloassoCheckout>('helloasso-checkout')].every(({ state }) => state === 'ready'),
      ),
    );
  }

  /** Presses the first button or link of that name. */
  press(name: RegExp, times = 1): Promise<void> {
    return this.#click('button', name, times);
  }

  /** Chooses by its label. */
  choose(label: RegExp): Promise<void> {
    return this.#click('label', label);
  }

  /** Types into the first field of that label. */
  async fill(label: RegExp, text: string): Promise<void> {
    await this.#click('label', label);
    await this.tab.type(text);
  }

  seeButton(name: RegExp): Promise<void> {
    return this.until(`a button ${name}`, async () => (await this.#find('button', name)).length > 0);
  }

  /** Waits for exactly one heading of that text, in the visible part of the page. */
  seeHeading(text: RegExp): Promise<void> {
    return this.until(`one heading ${text} in view`, async () => {
      const found = await this.#find('heading', text);
      return found.length === 1 && found[0]?.isInView;
    });
  }

  seeText(text: RegExp): Promise<void> {
    return this.until(`the text ${text}`, async () => text.test(await this.#text()));
  }

  async hasButton(name: RegExp): Promise<boolean> {
    return (await this.#find('button', name)).length > 0;
  }

  /** What stands in the first field of that label. */
  async valueOf(label: RegExp): Promise<string | undefined> {
    return (await this.#find('label', label))[0]?.value;
  }

  url(): Promise<string> {
    return this.tab.evaluate(() => location.href);
  }

  /** Goes back by so many pages, like the Back button. */
  goBack(pages = 1): Promise<unknown> {
    return this.tab.evaluate((delta) => setTimeout(() => history.go(delta)), -pages);
  }

  /** Waits until the condition is true. It is not while one page replaces another. */
  async until(what: string, condition: () => Promise<unknown>): Promise<void> {
    const end = Date.now() + TIMEOUT_MS;
    while (!(await Promise.race([condition().catch(() => false), wait(LOOK_TIMEOUT_MS, false, { ref: false })]))) {
      if (Date.now() > end) assert.fail(`${await this.url()} does not show ${what}, but “${await this.#text()}”`);
      await wait(50);
    }
  }

  /** Messages on the console that the journey causes. */
  expectMessages(expected: RegExp): void {
    this.#expectedMessages = expected;
  }

  /** Fails if the console has other messages. */
  assertQuiet(): void {
    const unexpected = this.tab.consoleMessages.filter((text) => !this.#expectedMessages?.test(text));
    assert.deepEqual(unexpected, []);
  }

  /** Clicks the middle of the first element of that name, once it stays where it is. */
  async #click(kind: keyof typeof SELECTORS, name: RegExp, times = 1): Promise<void> {
    let place: Found | undefined;
    await this.until(`a ${kind} ${name}`, async () => {
      const last = place;
      [place] = await this.#find(kind, name, true);
      return place && place.x === last?.x && place.y === last.y;
    });
    assert.ok(place);
    await this.tab.click(place.x, place.y, times);
  }

  #find(kind: keyof typeof SELECTORS, { source }: RegExp, isToClick = false): Promise<readonly Found[]> {
    return this.tab.evaluate(findInPage, SELECTORS[kind], source, isToClick);
  }

  /** All visible text, with plain spaces. */
  async #text(): Promise<string> {
    const text = await this.tab.evaluate(() => {
      const texts = [document.body.innerText];
      const roots: ParentNode[] = [document];
      for (const root of roots) {
        for (const { shadowRoot } of root.querySelectorAll('*')) {
          if (!shadowRoot) continue;
          roots.push(shadowRoot);
          texts.push(...[...shadowRoot.children].map((child) => (child as HTMLElement).innerText));
        }
      }
      return texts.join(' ');
    });
    return text.replace(/\s+/g, ' ');
  }
}

interface Found {
  /** Its middle in the visible part of the page. */
  readonly x: number;
  readonly y: number;
  readonly isInView: boolean;
  /** What stands in its field, if it is a label. */
  readonly value: string;
}

/** The visible elements whose text matches, in order, also inside frames of the page's own origin. Runs in the page. */
async function findInPage(selector: string, source: string, isToClick: boolean): Promise<readonly Found[]> {
  const roots: ParentNode[] = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      const inner = element.shadowRoot ?? (element as HTMLIFrameElement).contentDocument;
      if (inner) roots.push(inner);
    }
  }
  const pattern = new RegExp(source);
  const elements = roots
    .flatMap((root) => [...root.querySelectorAll<HTMLElement>(selector)])
    .filter(({ innerText }) => pattern.test(innerText.replace(/\s+/g, ' ').trim()))
    .filter((element) => element.checkVisibility({ visibilityProperty: true }));
  if (isToClick && elements[0]) {
    elements[0].scrollIntoView({ block: 'center', behavior: 'instant' });
    // Firefox finds what is clicked by the last frame that it has drawn.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }
  return elements.map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const { frameElement } = element.ownerDocument.defaultView as Window;
    const frame = frameElement?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return {
      x: Math.round(frame.left + (left + right) / 2),
      y: Math.round(frame.top + (top + bottom) / 2),
      isInView: frame.top + top >= 0 && frame.top + bottom <= innerHeight,
      value: ((element as HTMLLabelElement).control as HTMLInputElement | null)?.value ?? '',
    };
  });
}
