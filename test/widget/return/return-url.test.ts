import { expect } from '@open-wc/testing';
import { PAID } from '../fake-proxy.ts';
import { checkoutTag, comeBack, leave, returnQuery, tokenFor } from '../page.ts';

describe('The address of a return', () => {
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
    it(`is left as “${after}” when it was “${before.replace(tokenFor('don'), '…')}”`, async () => {
      const { page, until } = await comeBack(PAID, { search: before });
      await until(() => !page.window.location.href.includes('helloasso-checkout='));
      expect(page.window.location.search + page.window.location.hash).to.equal(after);
      page.close();
    });
  }

  it('does not lose what the page keeps in its history entry, and a reload verifies again', async () => {
    const { page, until, element } = await comeBack();
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
    it(`leaves ${JSON.stringify(state)} in the history entry once the return is over`, async () => {
      const before = `<script>history.replaceState(${JSON.stringify(state)}, '')</script>`;
      const { page, until, element } = await comeBack('internal', { body: before + checkoutTag('don') });
      await until(() => element.state === 'unverified');
      (element as HTMLElementTagNameMap['helloasso-checkout']).reset();
      expect(page.window.history.state).to.deep.equal(state);
      expect(page.window.location.search).to.equal('');
      page.close();
    });
  }

  it('alone thanks nobody: “code=succeeded” is not an outcome', async () => {
    for (const answer of ['token-invalid', 'checkout-unknown', 'hang'] as const) {
      const { page, until, element, proxy, root } = await comeBack(answer);
      await until(() => proxy.requestsTo('GET', '/v1/checkouts/').length > 0);
      await until(() => answer === 'hang' || element.state === 'unverified');
      expect(root.textContent).not.to.contain('Merci');
      expect(element.outcome).to.equal(undefined);
      page.close();
    }
  });

  it('shows the form when its token is no token', async () => {
    const { page, until, element, has } = await comeBack(PAID, {
      search: '?helloasso-checkout=nonsense&code=succeeded',
    });
    await until(() => has('form'));
    expect(element.state).to.equal('ready');
    page.close();
  });
});

describe('The proxy', () => {
  it('is asked with the return token when this tab knows no better', async () => {
    const { page, until, element, proxy } = await comeBack();
    await until(() => element.outcome);
    const [request] = proxy.requestsTo('GET', '/v1/checkouts/');
    expect(request?.path).to.equal('/v1/checkouts/4242');
    expect(request?.headers.get('Authorization')).to.equal(`State ${tokenFor('don')}`);
    page.close();
  });

  it('is asked with the state token when this tab has the one of that checkout', async () => {
    leave({});
    const mine = await comeBack();
    await mine.until(() => mine.element.outcome);
    expect(mine.proxy.requestsTo('GET', '/v1/checkouts/')[0]?.headers.get('Authorization')).to.equal(
      'State state.token.4242',
    );
    mine.page.close();
    leave({ checkoutIntentId: 1 });
    const other = await comeBack();
    await other.until(() => other.element.outcome);
    expect(other.proxy.requestsTo('GET', '/v1/checkouts/')[0]?.headers.get('Authorization')).to.equal(
      `State ${tokenFor('don')}`,
    );
    other.page.close();
  });

  it('is asked about the last checkout of this tab when a step back names none', async () => {
    leave({});
    const { page, until, element, proxy } = await comeBack(PAID, { search: returnQuery('&helloasso-step=back') });
    await until(() => element.outcome);
    expect(proxy.requestsTo('GET', '/v1/checkouts/')[0]?.path).to.equal('/v1/checkouts/4242');
    page.close();
  });

  it('is not asked when nothing names the checkout, and the payer may go on deliberately', async () => {
    const { page, until, element, proxy, get, has } = await comeBack(PAID, {
      search: returnQuery('&helloasso-step=back'),
    });
    await until(() => element.state === 'unverified');
    expect(proxy.requestsTo('GET', '/v1/checkouts/')).to.have.length(0);
    expect(has('form')).to.equal(false);
    get('.return button').click();
    await until(() => has('form'));
    page.close();
  });
});
