import { expect, fixture, html } from '@open-wc/testing';
import type { HelloassoCheckout } from '../../../widget/helloasso-checkout.ts';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { driverOf, startProxy } from '../set-up.ts';

/** Boxes whose width comes from their content, as website builders make them. */
const BOXES = {
  'a centred column': 'display: flex; flex-direction: column; align-items: center',
  'a centred cell of a grid': 'display: grid; place-items: center',
  'a centred row': 'display: flex; justify-content: center',
  'a box as wide as its content': 'inline-size: fit-content',
  'a floating box': 'float: inline-start',
  'a fixed box': 'position: fixed; inset-inline-start: 0',
};

/** In these boxes the element knows the available width. In the others it is as wide as a form should be, up to 85 % of the window. */
const KNOWN_WIDTH = ['a centred column', 'a centred row'];

describe('The width of a form', () => {
  for (const [box, style] of Object.entries(BOXES)) {
    for (const available of [300, 900]) {
      it(`a form in ${box}, ${available} px wide, is wide enough and does not overflow`, async () => {
        startProxy(GIFT);
        const page = await fixture(html`<div style="inline-size: ${available}px"><div style=${style}>
          <helloasso-checkout proxy=${PROXY} offer="don"></helloasso-checkout>
        </div></div>`);
        const element = page.querySelector('helloasso-checkout') as HelloassoCheckout;
        const { until, has } = driverOf(element);
        await until(() => has('form'));
        const { width } = element.getBoundingClientRect();
        expect(width).to.be.within(300, KNOWN_WIDTH.includes(box) ? Math.min(available, 544) : 544);
        expect(element.scrollWidth).to.be.at.most(Math.ceil(width));
      });
    }
  }

  it('a form with margins is as wide as its page without them', async () => {
    startProxy(GIFT);
    const page = await fixture(html`<div style="inline-size: 320px">
      <helloasso-checkout proxy=${PROXY} offer="don" style="margin: 1rem"></helloasso-checkout>
    </div>`);
    expect(page.querySelector('helloasso-checkout')?.getBoundingClientRect().width).to.equal(288);
  });

  it('an error of two lines does not move the button where lines are short', async () => {
    startProxy(GIFT);
    const page = await fixture(html`<div style="inline-size: 180px">
      <helloasso-checkout proxy=${PROXY} offer="don"></helloasso-checkout>
    </div>`);
    const { until, has, get, fill, errorOf } = driverOf(page.querySelector('helloasso-checkout') as HelloassoCheckout);
    await until(() => has('form'));
    const before = get('[part=submit]').getBoundingClientRect().top;
    await fill('amount', '0,10');
    await until(() => errorOf('amount') === 'Indiquez un montant de 1 € à 5 000 €.');
    expect(get('[part=submit]').getBoundingClientRect().top).to.equal(before);
  });
});
