import { expect, nextFrame } from '@open-wc/testing';
import { PAID } from '../fake-proxy.ts';
import { openReturn, returnQuery, storePreviousCheckout, tokenFor } from '../page.ts';
import '../set-up.ts';

describe('Asking for an outcome', () => {
  it('a request for an outcome has the return token of the address when this tab has no state token', async () => {
    const { page, until, element, proxy } = await openReturn(PAID, { isOfThisTab: false });
    await until(() => element.outcome);
    const [request] = proxy.requestsTo('GET', '/v1/checkouts/');
    expect(request?.path).to.match(/^\/v1\/checkouts\/4242\?at=\d+$/);
    expect(request?.headers.get('Authorization')).to.equal(`State ${tokenFor('don')}`);
    page.close();
  });

  it('a request for an outcome has the state token when this tab has the one of the same checkout', async () => {
    storePreviousCheckout({});
    const same = await openReturn();
    await same.until(() => same.element.outcome);
    expect(same.proxy.requestsTo('GET', '/v1/checkouts/')[0]?.headers.get('Authorization')).to.equal(
      'State state.token.4242',
    );
    same.page.close();
    storePreviousCheckout({ checkoutIntentId: 1 });
    const other = await openReturn();
    await other.until(() => other.element.outcome);
    expect(other.proxy.requestsTo('GET', '/v1/checkouts/')[0]?.headers.get('Authorization')).to.equal(
      `State ${tokenFor('don')}`,
    );
    other.page.close();
  });

  it('a request for an outcome names the previous checkout of this tab when the address names none', async () => {
    storePreviousCheckout({});
    const { page, until, element, proxy } = await openReturn(PAID, { search: returnQuery('&helloasso-step=back') });
    await until(() => element.outcome);
    expect(proxy.requestsTo('GET', '/v1/checkouts/')[0]?.path).to.match(/^\/v1\/checkouts\/4242\?at=\d+$/);
    page.close();
  });

  for (const [what, members] of [
    ['an outcome that the contract does not have', { outcome: 'splendid' }],
    ['no list of payments', { instalments: 'three' }],
  ] as const) {
    it(`an answer with ${what} is malformed, and shows no outcome`, async () => {
      const codes: string[] = [];
      const { page, until, element } = await openReturn(Object.assign({ ...PAID }, members as object));
      page.document.addEventListener('helloasso-error', ({ error }) => codes.push(error.code));
      await until(() => element.state === 'unverified');
      expect(element.outcome).to.equal(undefined);
      await until(() => codes.includes('malformed-answer'));
      page.close();
    });
  }

  it('no request is sent when neither address nor tab names the checkout, and the payer may return to the form', async () => {
    const { page, until, element, proxy, get, has } = await openReturn(PAID, {
      search: returnQuery('&helloasso-step=back'),
      isOfThisTab: false,
    });
    await until(() => element.state === 'unverified');
    expect(proxy.requestsTo('GET', '/v1/checkouts/')).to.have.length(0);
    expect(has('form')).to.equal(false);
    get('.return button').click();
    await until(() => has('form'));
    page.close();
  });

  for (const isOfThisTab of [true, false]) {
    it(`a token is not sent to another proxy that the page names later, in ${isOfThisTab ? 'the tab of the checkout' : 'another tab'}`, async () => {
      const { page, until, element, proxy } = await openReturn('helloasso-unavailable', { isOfThisTab });
      await until(() => element.state === 'unverified');
      const { fetch } = window;
      const asked: string[] = [];
      window.fetch = async (...request) => {
        asked.push(String(request[0]));
        return new Response(null, { status: 404 });
      };
      element.setAttribute('proxy', 'https://other.example.org');
      await element.updateComplete;
      await until(() => asked.some((url) => url.includes('/v1/offers/'))); // the form is the other proxy's
      element.shadowRoot?.querySelector<HTMLButtonElement>('.return button')?.click();
      await nextFrame();
      window.fetch = fetch;
      expect(asked.filter((url) => url.includes('/v1/checkouts/'))).to.deep.equal([]);
      expect(proxy.requestsTo('GET', '/v1/checkouts/').length).to.be.greaterThan(0);
      page.close();
    });
  }
});
