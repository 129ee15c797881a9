import { aTimeout, expect, html } from '@open-wc/testing';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

describe('The note to the page’s author', () => {
  it('no note is shown about a failure that the page’s author cannot change', async () => {
    const { proxy, choose, press, until, has, element } = await setUp();
    proxy.setCheckoutAnswer('rate-limited');
    await choose('choice', '2000');
    await press();
    await until(() => element.state === 'failed');
    await new Promise((resolve) => setTimeout(resolve));
    expect(has('aside')).to.equal(false);
  });

  it('no note is shown on a page without errors', async () => {
    const { choose, press, until, has, redirects } = await setUp();
    await choose('choice', '2000');
    await press();
    await until(() => redirects.length > 0);
    await aTimeout(20);
    expect(has('aside')).to.equal(false);
  });

  it('the note disappears once the page has corrected its attribute', async () => {
    const wrong = html`<helloasso-checkout offer="don"></helloasso-checkout>`;
    const { element, until, has } = await setUp([GIFT], wrong);
    await until(() => has('aside'));
    element.setAttribute('proxy', PROXY);
    await until(() => has('form') && !has('aside'));
  });
});
