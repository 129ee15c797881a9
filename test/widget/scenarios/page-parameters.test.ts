import { expect, waitUntil } from '@open-wc/testing';
import { GIFT, PAID } from '../fake-proxy.ts';
import { checkoutTag, DRAFT, openPage, openReturn, returnQuery, storePreviousCheckout, tokenFor } from '../page.ts';
import { startProxy } from '../set-up.ts';

describe('A page with parameters named like HelloAsso’s', () => {
  const TOKEN = tokenFor('don');
  const OURS = returnQuery().slice(1);
  const CASES: readonly (readonly [what: string, before: string, after: string])[] = [
    [
      'has its own names back, in order, with duplicates',
      `?helloasso-own-orderId=5&a=1&helloasso-own-code=X&helloasso-own-code=%C3%A9&b&${OURS}`,
      '?orderId=5&a=1&code=X&code=%C3%A9&b',
    ],
    [
      'has the names back that a server would read as HelloAsso’s',
      `?helloasso-own-c%6Fde=1&helloasso-own-code[]=2&helloasso-own-code%5B0%5D=3&${OURS}`,
      '?c%6Fde=1&code[]=2&code%5B0%5D=3',
    ],
    [
      'has them back after an error',
      `?helloasso-own-error&helloasso-checkout=${TOKEN}&helloasso-step=error&checkoutIntentId=1&error=e`,
      '?error',
    ],
    [
      'has them back from a server that sorts parameters',
      `?a=1&checkoutIntentId=4242&code=succeeded&helloasso-checkout=${TOKEN}&helloasso-own-code=X&orderId=77`,
      '?a=1&code=X',
    ],
    [
      'gets no other name: our token cannot come by that way',
      `?helloasso-own-helloasso-checkout=x&helloasso-own-a=1&${OURS}`,
      '?helloasso-own-helloasso-checkout=x&helloasso-own-a=1',
    ],
  ];
  for (const [what, before, after] of CASES) {
    it(what, async () => {
      const { proxy, page, until } = await openReturn(PAID, { search: before });
      await until(
        () =>
          !page.window.location.search.includes('code=succeeded') && proxy.requestsTo('GET', '/v1/checkouts/').length,
      );
      expect(page.window.location.search).to.equal(after);
      page.close();
    });
  }

  it('shows the outcome where the history cannot be written', async () => {
    const body = `<script>history.replaceState = () => { throw new Error('no'); };</script>${checkoutTag('don')}`;
    const { page, until, element } = await openReturn(PAID, { body });
    await until(() => element.outcome);
    page.close();
  });

  it('is left as it is when no payer comes back', async () => {
    storePreviousCheckout({ draft: DRAFT }); // so that the code for returns is loaded
    startProxy(GIFT);
    const page = await openPage('?helloasso-own-code=X&code=Y');
    const { until, has, button } = page.find();
    await until(() => has('[part=submit]') && button() === 'Donner 12,50 €');
    expect(page.window.location.search).to.equal('?helloasso-own-code=X&code=Y');
    page.close();
  });
});

describe('The fragment of a page', () => {
  /** Comes back to that fragment, after a checkout that has left another. */
  async function openReturnAt(now: string, left: string) {
    storePreviousCheckout({ page: `/test/widget/page.html${left}` });
    const { page, until, element } = await openReturn(PAID, { search: returnQuery() + now });
    await until(() => element.outcome);
    const { hash } = page.window.location;
    page.close();
    return hash;
  }

  for (const now of ['', '#', '#/', '#!/']) {
    it(`is put back when the payer comes back to “${now}”`, async () => {
      expect(await openReturnAt(now, '#/don')).to.equal('#/don');
    });
  }

  it('stays when the payer comes back to one', async () => {
    expect(await openReturnAt('#merci', '#/don')).to.equal('#merci');
  });

  it('stays empty on another path', async () => {
    storePreviousCheckout({ page: '/elsewhere.html#/don' });
    const { page, until, element } = await openReturn();
    await until(() => element.outcome);
    expect(page.window.location.hash).to.equal('');
    page.close();
  });

  it('stays empty without a return', async () => {
    storePreviousCheckout({ draft: DRAFT, page: '/test/widget/page.html#/don' });
    startProxy(GIFT);
    const page = await openPage('?a=1');
    const { until, has, button } = page.find();
    await until(() => has('[part=submit]') && button() === 'Donner 12,50 €');
    expect(page.window.location.hash).to.equal('');
    page.close();
  });

  it('comes back on a page without an element, and the address is clean', async () => {
    storePreviousCheckout({ page: '/test/widget/page.html#/don' });
    startProxy();
    const page = await openPage(returnQuery(), '<h1>Accueil</h1>');
    const heard: string[] = [];
    page.window.addEventListener('hashchange', () => heard.push(page.window.location.hash));
    await waitUntil(() => heard.length > 0);
    expect(heard).to.deep.equal(['#/don']);
    expect(page.window.location.search).to.equal('');
    page.close();
  });
});
