import { expect, fixture, html } from '@open-wc/testing';
import onDemand from '../../../widget/form/on-demand.css?inline';
import type { HelloassoCheckout } from '../../../widget/helloasso-checkout.ts';
import returned from '../../../widget/return/return.css?inline';
import card from '../../../widget/styles/card.css?inline';
import fields from '../../../widget/styles/fields.css?inline';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { driverOf, startProxy } from '../set-up.ts';
import { rewriteSheet } from './rewrite-sheet.ts';

/** Boxes whose width comes from their content. In a grid and in a floating box, the form does not know the available width: 34em. */
const BOXES = {
  'a centred column': 'display: flex; flex-direction: column; align-items: center',
  'a centred row': 'display: flex; justify-content: center',
  'a centred cell of a grid': 'display: grid; place-items: center',
  'a floating box': 'float: inline-start',
  'an ordinary box': '',
};

describe('Engines of the browser floor', () => {
  for (const [box, style] of Object.entries(BOXES)) {
    for (const available of [300, 900]) {
      it(`without contain-intrinsic-size (Safari 16.4 to 16.6), a form in ${box}, ${available} px wide, has a width`, async () => {
        startProxy(GIFT);
        const page = await fixture(html`<div style="inline-size: ${available}px"><div style=${style}>
          <helloasso-checkout proxy=${PROXY} offer="don"></helloasso-checkout>
        </div></div>`);
        const element = page.querySelector('helloasso-checkout') as HelloassoCheckout;
        const { until, has } = driverOf(element);
        await until(() => has('form'));
        rewriteSheet(element, (css) =>
          css
            .replace(/contain-intrinsic-inline-size: [^;]+;/, '')
            .replace('@supports not (contain-intrinsic-inline-size: 1px)', '@supports (display: grid)'),
        );
        const { width } = element.getBoundingClientRect();
        expect(width).to.be.within(
          300,
          style.includes('grid') || style.includes('float') ? 544 : Math.min(available, 544),
        );
        expect(element.scrollWidth).to.be.at.most(Math.ceil(width));
      });
    }
  }

  it('no sheet uses :has(), which Firefox 115 to 120 do not know', () => {
    expect(card + fields + onDemand + returned).not.to.contain(':has(');
  });
});
