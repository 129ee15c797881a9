import { expect, html } from '@open-wc/testing';
import { contrast, findColourProblem } from '../../../widget/diagnostics/colours.ts';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

describe('The contrast of two colours', () => {
  for (const [front, back, ratio] of [
    ['#000', '#fff', 21],
    ['#fff', '#fff', 1],
    ['#767676', '#fff', 4.54],
    ['oklch(0.52 0.2 270)', 'transparent', 21],
  ] as const) {
    it(`is ${ratio} for ${front} on ${back}`, () => {
      expect(contrast(front, back)).to.be.closeTo(ratio, 0.01);
    });
  }
});

describe('Colours of the page that cannot be read', () => {
  for (const [style, note] of [
    [
      '--helloasso-checkout-text: #999; --helloasso-checkout-surface: #fff',
      'leur contraste est de 2,8, il en faut 4,5',
    ],
    ['--helloasso-checkout-accent-text: #4c40cf', 'Le texte du bouton'],
    ['--helloasso-checkout-accent: #ffe14d; --helloasso-checkout-surface: #fff', 'Le formulaire la corrige'],
    ['--helloasso-checkout-surface: #222; --helloasso-checkout-text: #fff', 'Le formulaire la corrige'],
  ] as const) {
    it(`are named to the page’s author: ${style}`, async () => {
      const template = html`<helloasso-checkout proxy=${PROXY} offer="don" style=${style}></helloasso-checkout>`;
      const { until, has, textOf } = await setUp([GIFT], template);
      await until(() => has('aside'));
      expect(textOf('aside')).to.contain(note);
    });
  }

  for (const theme of ['light', 'dark']) {
    it(`the element’s own colours are not named on a ${theme} page`, async () => {
      const template = html`<helloasso-checkout proxy=${PROXY} offer="don" theme=${theme}></helloasso-checkout>`;
      const { has, until, root } = await setUp([GIFT], template);
      await until(() => has('form'));
      expect(findColourProblem(root)).to.equal(undefined);
    });
  }

  it('a dark accent and a transparent surface are not named', async () => {
    const style = '--helloasso-checkout-accent: #14213d; --helloasso-checkout-surface: transparent';
    const template = html`<helloasso-checkout proxy=${PROXY} offer="don" style=${style}></helloasso-checkout>`;
    const { has, until, root } = await setUp([GIFT], template);
    await until(() => has('form'));
    expect(findColourProblem(root)).to.equal(undefined);
  });
});
