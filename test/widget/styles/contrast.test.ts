import { expect, html } from '@open-wc/testing';
import { contrast } from '../../../widget/diagnostics/colours.ts';
import { GIFT, MEMBERSHIP, PAID, PROXY } from '../fake-proxy.ts';
import { openReturn } from '../page.ts';
import { setUp } from '../set-up.ts';
import { rewriteSheet } from './rewrite-sheet.ts';

const ACCENTS = {
  'the default accent': '',
  'a navy accent': '#14213d',
  'a near-black accent': '#111',
  'a pale accent': '#e8e4ff',
  'a yellow accent': '#ffd400',
  'a red accent': '#e30613',
  'a green accent between black and white': '#2a9d8f',
  'an orange accent between black and white': '#e85d04',
  'a pink accent between black and white': '#d76e7d',
};

/** What must be readable: the colour of a part, what it lies on, and the least contrast (WCAG 2.2, 1.4.3 and 1.4.11). */
type Pair = readonly [selector: string, property: string, ground: string, least: 3 | 4.5];

const FORM: readonly Pair[] = [
  ['.card', 'color', '.card', 4.5],
  ['small', 'color', '.card', 4.5],
  ['[part~=amount-chosen]', 'color', '[part~=amount-chosen]', 4.5],
  ['[part~=amount-chosen]', 'border-top-color', '.card', 3],
  ['[part=amount\\ ]', 'border-top-color', '.card', 3],
  ['#firstName', 'border-top-color', '.card', 3],
  ['#firstName', 'outline-color', '.card', 3],
  ['[part=submit]', 'color', '[part=submit]', 4.5],
  ['[part=submit]', 'border-top-color', '.card', 3],
  ['[part=error]', 'color', '.card', 4.5],
  ['#email', 'border-top-color', '.card', 3],
  ['.failed', 'color', '.failed', 4.5],
  ['.failed', 'border-top-color', '.card', 3],
  ['.failed .icon', 'fill', '.failed', 3],
  ['mark', 'color', 'mark', 4.5],
];

const OUTCOME: readonly Pair[] = [
  ['.icon', 'fill', '.card', 3],
  ['dt', 'color', '.card', 4.5],
  ['a', 'color', '.card', 4.5],
];

/** The pairs that are too close. */
function tooClose(root: ShadowRoot, pairs: readonly Pair[]): readonly string[] {
  const valueIn = (selector: string, property: string) => {
    const part = root.querySelector(selector);
    if (!part) throw new Error(`There is no ${selector}.`);
    return getComputedStyle(part).getPropertyValue(property);
  };
  return pairs.flatMap(([selector, property, ground, least]) => {
    const ratio = contrast(valueIn(selector, property), valueIn(ground, 'background-color'));
    return ratio < least ? [`${selector} ${property}: ${ratio.toFixed(2)}`] : [];
  });
}

describe('Contrast', () => {
  for (const theme of ['light', 'dark'] as const) {
    for (const [name, accent] of Object.entries(ACCENTS)) {
      for (const isMore of [false, true])
        it(`${name} in a ${theme} form${isMore ? ' for a payer who wants more contrast' : ''}: every text has 4.5, every control, focus and icon 3`, async () => {
          const style = accent && `--helloasso-checkout-accent: ${accent}`;
          const template = html`<helloasso-checkout proxy=${PROXY} offer="don" theme=${theme} style=${style}></helloasso-checkout>`;
          const { proxy, root, element, choose, fill, get, press, until, has } = await setUp(
            [{ ...GIFT, mode: 'test' }],
            template,
          );
          if (isMore) rewriteSheet(element, (css) => css.replace('@media (prefers-contrast: more)', '@media all'));
          proxy.setCheckoutAnswer('helloasso-refused');
          await choose('choice', '2000');
          await press();
          await until(() => has('.failed'));
          await fill('email', 'ada@');
          await until(() => has('[part=error]'));
          get('#firstName').focus();
          expect(tooClose(root, FORM)).to.deep.equal([]);
        });
    }

    it(`a chosen number of payments in a ${theme} form can be told from the others`, async () => {
      const template = html`<helloasso-checkout proxy=${PROXY} offer="adhesion" theme=${theme}></helloasso-checkout>`;
      const { root, choose } = await setUp([MEMBERSHIP], template);
      await choose('instalments', '3');
      const chosen: readonly Pair[] = [
        ['[part~=option-chosen]', 'border-top-color', '.card', 3],
        ['[part~=option-chosen] small', 'color', '[part~=option-chosen]', 4.5],
      ];
      expect(tooClose(root, chosen)).to.deep.equal([]);
    });

    it(`an outcome in a ${theme} element: icon, terms and links`, async () => {
      const receiptUrl = 'https://www.helloasso.com/attestation';
      const body = `<helloasso-checkout proxy="${PROXY}" offer="don" theme="${theme}"></helloasso-checkout>`;
      const { page, root, until, has } = await openReturn({ ...PAID, receiptUrl }, { body });
      await until(() => has('.paid a'));
      expect(tooClose(root, OUTCOME)).to.deep.equal([]);
      page.close();
    });
  }
});
