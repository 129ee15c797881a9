import { expect, fixture, html } from '@open-wc/testing';
import type { HelloassoCheckout } from '../../../widget/helloasso-checkout.ts';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { handsOf, startProxy } from '../set-up.ts';

/** Boxes whose width comes from what is in them, as editors of websites like to make them. */
const BOXES = {
  'a centred column': 'display: flex; flex-direction: column; align-items: center',
  'a centred cell of a grid': 'display: grid; place-items: center',
  'a centred row': 'display: flex; justify-content: center',
  'a box as wide as its content': 'inline-size: fit-content',
  'a floating box': 'float: inline-start',
  'a fixed box': 'position: fixed; inset-inline-start: 0',
};

/** The others are as wide as a form likes to be, up to 85 % of the window: their room is not known to it. */
const KNOWN_ROOM = ['a centred column', 'a centred row'];

describe('The form has room', () => {
  for (const [box, style] of Object.entries(BOXES)) {
    for (const room of [300, 900]) {
      it(`in ${box}, ${room} px wide`, async () => {
        startProxy(GIFT);
        const page = await fixture(html`<div style="inline-size: ${room}px"><div style=${style}>
          <helloasso-checkout proxy=${PROXY} offer="don"></helloasso-checkout>
        </div></div>`);
        const element = page.querySelector('helloasso-checkout') as HelloassoCheckout;
        const { until, has } = handsOf(element);
        await until(() => has('form'));
        const { width } = element.getBoundingClientRect();
        expect(width).to.be.within(300, KNOWN_ROOM.includes(box) ? Math.min(room, 544) : 544);
        expect(element.scrollWidth).to.be.at.most(Math.ceil(width));
      });
    }
  }

  it('inside the margins of its page', async () => {
    startProxy(GIFT);
    const page = await fixture(html`<div style="inline-size: 320px">
      <helloasso-checkout proxy=${PROXY} offer="don" style="margin: 1rem"></helloasso-checkout>
    </div>`);
    expect(page.querySelector('helloasso-checkout')?.getBoundingClientRect().width).to.equal(288);
  });

  it('for remarks of two lines where lines are short', async () => {
    startProxy(GIFT);
    const page = await fixture(html`<div style="inline-size: 180px">
      <helloasso-checkout proxy=${PROXY} offer="don"></helloasso-checkout>
    </div>`);
    const { until, has, get, fill, fault } = handsOf(page.querySelector('helloasso-checkout') as HelloassoCheckout);
    await until(() => has('form'));
    const before = get('[part=submit]').getBoundingClientRect().top;
    await fill('amount', '0,10');
    await until(() => fault('amount') === 'Indiquez un montant de 1 € à 5 000 €.');
    expect(get('[part=submit]').getBoundingClientRect().top).to.equal(before);
  });
});

describe('The page’s colours', () => {
  it('stay those of what it shows in the place of a result', async () => {
    const page = await fixture(
      html`<div style="color: rgb(238, 238, 238)"><helloasso-result><p>Rien</p></helloasso-result></div>`,
    );
    expect(getComputedStyle(page.querySelector('p') as Element).color).to.equal('rgb(238, 238, 238)');
  });
});
