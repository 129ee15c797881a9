import { expect } from '@open-wc/testing';
import type { PricedOffer } from '../../../widget/core/priced-offer.ts';
import { CheckoutError } from '../../../widget/errors.ts';
import { refreshOffer } from '../../../widget/payment/refresh-offer.ts';
import { MEMBERSHIP } from '../fake-proxy.ts';

const SHOWN: PricedOffer = { ...MEMBERSHIP, amountCents: 3000 };
const FRESH: PricedOffer = { ...SHOWN, amountCents: 3500 };

/** Refreshes the offer on screen after a failure, and records what was loaded. */
async function refresh(error: CheckoutError, answer: () => Promise<PricedOffer> = async () => FRESH) {
  const loads: unknown[] = [];
  const offer = await refreshOffer(SHOWN, error, (...load) => {
    loads.push(load);
    return answer();
  });
  return { offer, loads };
}

describe('refreshOffer', () => {
  for (const code of [
    'amount-not-applicable',
    'amount-out-of-range',
    'quantity-out-of-range',
    'instalments-not-offered',
    'payer-incomplete',
  ] as const) {
    it(`refreshOffer loads the offer again, past the cache, after ${code}`, async () => {
      const { offer, loads } = await refresh(new CheckoutError(code, ''));
      expect(offer).to.equal(FRESH);
      expect(loads).to.deep.equal([['adhesion', 'reload']]);
    });
  }

  it('refreshOffer returns the offer on screen, and loads nothing, after another failure', async () => {
    const { offer, loads } = await refresh(new CheckoutError('busy', ''));
    expect(offer).to.equal(SHOWN);
    expect(loads).to.deep.equal([]);
  });

  it('refreshOffer returns the offer on screen when the new one does not load', async () => {
    const { offer } = await refresh(new CheckoutError('payer-incomplete', ''), () => Promise.reject(new Error('down')));
    expect(offer).to.equal(SHOWN);
  });
});
