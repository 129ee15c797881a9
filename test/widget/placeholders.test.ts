import { aTimeout, expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import { GIFT, OWN_PROXY, PROXY } from './fake-proxy.ts';
import { openPage } from './page.ts';
import { driverOf, startProxy } from './set-up.ts';

const PLACEHOLDER = `<div data-helloasso-checkout data-proxy="${OWN_PROXY}" data-offer="don" data-amount="20" data-theme="dark" class="x" id="form"
  ><a href="https://pay.example.org/pay/don">Donner</a></div>`;

/** Opens a page with this in its body, whose script comes after it. */
function openWith(body: string) {
  startProxy(GIFT);
  return openPage('', body);
}

/** The module runs once for each address. */
let runs = 0;

function run(): Promise<unknown> {
  runs += 1;
  return import(`../../widget/placeholders.ts?run=${runs}`);
}

describe('A div in place of the element', () => {
  it('becomes the element with its attributes, and what it contains becomes the fallback', async () => {
    const page = await openWith(PLACEHOLDER);
    await waitUntil(() => page.document.querySelector('helloasso-checkout'));
    const { until, has, button, element } = page.find();
    await until(() => has('[part=submit]') && button() === 'Donner 20 €');
    expect(element.proxy).to.equal(OWN_PROXY);
    expect(element.getAttribute('theme')).to.equal('dark');
    expect(element.id).to.equal('form');
    expect(element.className).to.equal('x');
    expect(element.querySelector('a')?.href).to.equal('https://pay.example.org/pay/don');
    expect(page.document.querySelector('[data-helloasso-checkout]')).to.equal(null);
    page.close();
  });

  it('gives the element no attribute but its own: authors may write a div, and no script', async () => {
    const hostile = PLACEHOLDER.replace(
      ' data-offer',
      ' data-onclick="alert(1)" data-onfocusin="alert(1)" data-style="position:fixed" data-slot="x" data-nonce="x" data-offer',
    );
    const page = await openWith(hostile);
    await waitUntil(() => page.document.querySelector('helloasso-checkout'));
    const names = page.document.querySelector('helloasso-checkout')?.getAttributeNames();
    expect(names?.sort()).to.deep.equal(['amount', 'class', 'id', 'offer', 'proxy', 'theme']);
    page.close();
  });

  for (const proxy of [
    PROXY,
    'https://evil.example',
    `${OWN_PROXY.replace('http', 'https')}`,
    'javascript:alert(1)',
    '/proxy',
    '',
  ]) {
    it(`stays a div with its link where it names another proxy than the script’s: “${proxy}”`, async () => {
      const page = await openWith(PLACEHOLDER.replace(OWN_PROXY, proxy));
      await aTimeout(100);
      expect(page.document.querySelector('helloasso-checkout')).to.equal(null);
      expect(page.document.querySelector('[data-helloasso-checkout] a')?.textContent).to.equal('Donner');
      page.close();
    });
  }

  it('several divs become several elements', async () => {
    const page = await openWith(PLACEHOLDER + PLACEHOLDER.replace('id="form"', 'id="other"'));
    await waitUntil(() => page.document.querySelectorAll('helloasso-checkout').length === 2);
    page.close();
  });

  for (const [what, change] of [
    [
      'has typed',
      (form: HTMLFormElement) => Object.assign(form.elements.namedItem('name') as object, { value: 'Ada' }),
    ],
    [
      'has chosen',
      (form: HTMLFormElement) => Object.assign(form.elements.namedItem('choice') as object, { checked: true }),
    ],
    [
      'has selected',
      (form: HTMLFormElement) => Object.assign(form.elements.namedItem('count') as object, { selectedIndex: 2 }),
    ],
    ['has focus', (form: HTMLFormElement) => (form.elements.namedItem('name') as HTMLElement).focus()],
  ] as const) {
    it(`stays a div while the payer ${what} in its own form`, async () => {
      const box = await fixture<HTMLElement>(html`<div data-helloasso-checkout data-proxy=${OWN_PROXY} data-offer="don">
        <form>
          <input name="name" /><input type="radio" name="choice" value="1" />
          <select name="count"><option>1</option><option>2</option><option>3</option></select>
          <select name="country"><option></option><option selected>France</option></select>
        </form>
      </div>`);
      change(box.querySelector('form') as HTMLFormElement);
      await run();
      await aTimeout(20);
      expect(box.isConnected).to.equal(true);
      expect(document.querySelector('helloasso-checkout')).to.equal(null);
    });
  }

  it('becomes the element while its own form is untouched', async () => {
    startProxy(GIFT);
    const box = await fixture<HTMLElement>(html`<div data-helloasso-checkout data-proxy=${OWN_PROXY} data-offer="don">
      <form><input name="name" value="Ada" /><select name="country"><option></option><option selected>France</option></select></form>
    </div>`);
    await run();
    const element = document.querySelector<HelloassoCheckout>('helloasso-checkout');
    expect(box.isConnected).to.equal(false);
    const { until, has } = driverOf(element as HelloassoCheckout);
    await until(() => has('form'));
    element?.remove();
  });
});
