import { expect } from '@open-wc/testing';
import { PAID } from '../fake-proxy.ts';
import { checkoutTag, openReturn, returnQuery, tokenFor } from '../page.ts';
import '../set-up.ts';

describe('The return address', () => {
  const OURS = returnQuery('&checkoutIntentId=4242&code=succeeded&orderId=77').slice(1);

  const CASES: readonly (readonly [before: string, after: string])[] = [
    [`?${OURS}`, ''],
    [`?own=1&${OURS}`, '?own=1'],
    [`?a=%C3%A9+%20b&b&c=&${OURS}&d=%2F`, '?a=%C3%A9+%20b&b&c=&d=%2F'],
    [`?code=ABC&error=mine&orderId=7&${OURS}`, '?code=ABC&error=mine&orderId=7'],
    [`?own=1&helloasso-checkout=${tokenFor('don')}&helloasso-step=error&checkoutIntentId=1&error=oops`, '?own=1'],
    [`?own=1&helloasso-checkout=${tokenFor('don')}&helloasso-step=back`, '?own=1'],
    [`?Code=1&${OURS}&Code=2`, '?Code=1&Code=2'],
    [`?own=1&${OURS}#here`, '?own=1#here'],
  ];

  for (const [before, after] of CASES) {
    it(`a return changes the address from “${before.replace(tokenFor('don'), '…')}” to “${after}”`, async () => {
      const { page, until } = await openReturn(PAID, { search: before });
      await until(() => !page.window.location.href.includes('helloasso-checkout='));
      expect(page.window.location.search + page.window.location.hash).to.equal(after);
      page.close();
    });
  }

  it('a reload after a return asks for the outcome again and keeps the history state of the page', async () => {
    const { page, until, element } = await openReturn();
    await until(() => element.outcome);
    page.window.history.replaceState({ ...page.window.history.state, scroll: 12 }, '');
    await page.reload();
    const again = page.find();
    await again.until(() => again.element.outcome);
    expect(again.textOf('.return h2')).to.equal('Merci !');
    expect(page.window.history.state.scroll).to.equal(12);
    page.close();
  });

  for (const state of [null, 'page-3', 7, ['a'], { scroll: 12 }, {}]) {
    it(`reset() after a return restores the history state ${JSON.stringify(state)}`, async () => {
      const before = `<script>history.replaceState(${JSON.stringify(state)}, '')</script>`;
      const { page, until, element } = await openReturn('internal', { body: before + checkoutTag('don') });
      await until(() => element.state === 'unverified');
      (element as HTMLElementTagNameMap['helloasso-checkout']).reset();
      expect(page.window.history.state).to.deep.equal(state);
      expect(page.window.location.search).to.equal('');
      page.close();
    });
  }

  it('an address with code=succeeded shows no thanks before the proxy has verified the payment', async () => {
    for (const answer of ['token-invalid', 'checkout-unknown', 'hang'] as const) {
      const { page, until, element, proxy, root } = await openReturn(answer);
      await until(() => proxy.requestsTo('GET', '/v1/checkouts/').length > 0);
      await until(() => answer === 'hang' || element.state === 'unverified');
      expect(root.textContent).not.to.contain('Merci');
      expect(element.outcome).to.equal(undefined);
      page.close();
    }
  });

  it('an address whose token is not a JWT shows the form', async () => {
    const { page, until, element, has } = await openReturn(PAID, {
      search: '?helloasso-checkout=nonsense&code=succeeded',
    });
    await until(() => has('form'));
    expect(element.state).to.equal('ready');
    page.close();
  });
});
