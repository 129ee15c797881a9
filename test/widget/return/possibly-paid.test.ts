import { expect } from '@open-wc/testing';
import { findPossiblyPaid } from '../../../widget/return/possibly-paid.ts';
import { GIFT, PAID, PROXY } from '../fake-proxy.ts';
import { storePreviousCheckout } from '../page.ts';
import { startProxy } from '../set-up.ts';

const NO_ORDER = { outcome: 'pending', reason: 'settling', instalments: [] } as const;

describe('findPossiblyPaid', () => {
  it('findPossiblyPaid returns the previous checkout of the same offer when it is paid or unknown', async () => {
    for (const outcome of [PAID, 'internal'] as const) {
      storePreviousCheckout({ checkoutIntentId: 17 });
      startProxy(GIFT).setOutcomes(outcome);
      const found = await findPossiblyPaid(PROXY, 'don');
      await found?.answer.catch(() => undefined);
      expect(found?.checkout.checkoutIntentId).to.equal(17);
    }
  });

  it('findPossiblyPaid asks about the previous checkout however old it is by the clock of the device', async () => {
    storePreviousCheckout({ savedAt: Date.now() - 48 * 3_600_000 });
    startProxy(GIFT).setOutcomes(PAID);
    expect((await findPossiblyPaid(PROXY, 'don'))?.checkout.checkoutIntentId).to.equal(4242);
  });

  it('findPossiblyPaid returns undefined when the proxy knows that nothing was paid', async () => {
    storePreviousCheckout({});
    startProxy(GIFT).setOutcomes(NO_ORDER);
    expect((await findPossiblyPaid(PROXY, 'don'))?.checkout).to.equal(undefined);
  });

  for (const [what, checkout] of [
    ['is for another offer', { offer: 'billet' }],
    ['is settled', { isSettled: true }],
  ] as const) {
    it(`findPossiblyPaid asks nothing when the previous checkout ${what}`, async () => {
      storePreviousCheckout(checkout);
      const proxy = startProxy(GIFT);
      expect((await findPossiblyPaid(PROXY, 'don'))?.checkout).to.equal(undefined);
      expect(proxy.requests).to.deep.equal([]);
    });
  }
});
