import { expect } from '@open-wc/testing';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import { CheckoutError } from '../../../widget/errors.ts';
import { fetchOffer } from '../../../widget/form/offer.ts';
import { GIFT, PROXY, TICKET } from '../fake-proxy.ts';
import { startProxy } from '../set-up.ts';

/** The error of a promise that must reject. */
async function errorFrom(promise: Promise<unknown>): Promise<CheckoutError> {
  const error = await promise.then(
    () => undefined,
    (cause) => cause,
  );
  expect(error).to.be.instanceOf(CheckoutError);
  return error;
}

describe('fetchOffer', () => {
  it('fetchOffer loads an offer by its id, escaped for the address', async () => {
    const proxy = startProxy(GIFT, TICKET);
    expect(await fetchOffer(PROXY, 'billet')).to.deep.equal(TICKET);
    await errorFrom(fetchOffer(PROXY, 'a/b?c'));
    expect(proxy.requests.map(({ path }) => path)).to.deep.equal(['/v1/offers/billet', '/v1/offers/a%2Fb%3Fc']);
  });

  it('fetchOffer without an id loads the only offer of the proxy', async () => {
    startProxy(TICKET);
    expect(await fetchOffer(PROXY, '')).to.deep.equal(TICKET);
  });

  it('fetchOffer without an id rejects with offer-unknown when the proxy has several offers, or none', async () => {
    startProxy(GIFT, TICKET);
    expect((await errorFrom(fetchOffer(PROXY, ''))).code).to.equal('offer-unknown');
    startProxy();
    expect((await errorFrom(fetchOffer(PROXY, ''))).code).to.equal('offer-unknown');
  });

  for (const [status, code] of [
    ['not-open', 'offer-not-open'],
    ['closed', 'offer-closed'],
  ] as const) {
    it(`fetchOffer rejects with ${code} and the opening day for an offer that is ${status}`, async () => {
      const offer: PublicOffer = { ...GIFT, status, opensOn: '2026-12-01' };
      startProxy(offer);
      const error = await errorFrom(fetchOffer(PROXY, 'don'));
      expect(error.code).to.equal(code);
      expect(error.details.opensOn).to.equal('2026-12-01');
    });
  }

  it('fetchOffer passes its cache mode to fetch', async () => {
    startProxy(GIFT);
    const { fetch } = window;
    const modes: (RequestCache | undefined)[] = [];
    window.fetch = (input, init) => {
      modes.push(init?.cache);
      return fetch(input, init);
    };
    await fetchOffer(PROXY, 'don');
    await fetchOffer(PROXY, 'don', 'reload');
    expect(modes).to.deep.equal([undefined, 'reload']);
  });
});
