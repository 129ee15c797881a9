import { expect, fixture, html } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { pointerReleased } from '../../../widget/core/pointer-released.ts';
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

  it('the form stays as it is while it is sent', async () => {
    const proxy = startProxy(GIFT);
    const page = await fixture(html`<div style="inline-size: 600px">
      <helloasso-checkout proxy=${PROXY} offer="don"></helloasso-checkout>
    </div>`);
    const { until, has, get, choose, press, status } = driverOf(
      page.querySelector('helloasso-checkout') as HelloassoCheckout,
    );
    await until(() => has('form'));
    await choose('choice', '2000');
    const { width, height } = get('form').getBoundingClientRect();
    proxy.setCheckoutAnswer('hang');
    await press();
    await until(() => status() === 'Préparation du paiement…' && proxy.requestsTo('POST', '/').length > 0);
    const sent = get('form').getBoundingClientRect();
    expect([sent.width, sent.height]).to.deep.equal([width, height]);
  });

  it('an error comes once the pointer is released: nothing moves under a press that leaves the field', async () => {
    startProxy(GIFT);
    const page = await fixture(html`<div style="inline-size: 600px">
      <helloasso-checkout proxy=${PROXY} offer="don"></helloasso-checkout>
    </div>`);
    const element = page.querySelector('helloasso-checkout') as HelloassoCheckout;
    const { until, has, get, type, errorOf } = driverOf(element);
    await until(() => has('form'));
    await type('email', 'ada@');
    get('[part=secure]').scrollIntoView({ block: 'center' });
    const { left, top, height } = get('[part=secure]').getBoundingClientRect();
    const position: [number, number] = [Math.round(left + 60), Math.round(top + height / 2)];
    await sendMouse({ type: 'move', position });
    await sendMouse({ type: 'down' });
    get('[name=email]').blur();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(errorOf('email')).to.equal('');
    expect(get('[part=secure]').getBoundingClientRect().top).to.equal(top);
    await sendMouse({ type: 'up' });
    await until(() => errorOf('email') !== '');
    await type('email', 'ada@c');
    await sendMouse({ type: 'down' });
    get('[name=email]').blur();
    element.reset(); // as a button of the page may, on the press
    await sendMouse({ type: 'up' });
    await pointerReleased();
    await element.updateComplete;
    expect(errorOf('email')).to.equal('');
  });
});
