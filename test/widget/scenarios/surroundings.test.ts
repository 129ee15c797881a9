import { expect, fixture, html } from '@open-wc/testing';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import type { HelloassoCheckout } from '../../../widget/helloasso-checkout.ts';
import { GIFT, MEMBERSHIP, PROXY, TICKET } from '../fake-proxy.ts';
import { checkout, driverOf, setUp, startProxy } from '../set-up.ts';

describe('A newer proxy', () => {
  it('of which the kind of an offer is unknown still gets a button that pays', async () => {
    const offer = { ...MEMBERSHIP, kind: 'raffle', instalments: [1] } as unknown as PublicOffer;
    const { button } = await setUp([offer]);
    expect(button()).to.equal('Payer 30 €');
  });

  for (const amountCents of ['auction', { from: 100 }, null, { min: 1, max: 2 }]) {
    it(`of which the amount ${JSON.stringify(amountCents)} is unknown shows the fallback, not an empty box`, async () => {
      startProxy({ ...GIFT, amountCents } as unknown as PublicOffer);
      const { element, until, has } = driverOf(await fixture<HelloassoCheckout>(checkout('don')));
      await until(() => element.state === 'unavailable');
      await until(() => has('slot:not([name])'));
      expect(has('form')).to.equal(false);
    });
  }
});

describe('A page with a language tag of another system', () => {
  for (const [lang, verb] of [
    ['en_GB', 'Book and pay €12'],
    [' EN ', 'Book and pay €12'],
    ['fr_FR', 'Réserver et payer 12 €'],
    ['', 'Réserver et payer 12 €'],
  ] as const) {
    it(`lang="${lang}" gives the button “${verb}”`, async () => {
      const page = html`<helloasso-checkout proxy=" ${PROXY}/ " offer=" billet " lang=${lang}></helloasso-checkout>`;
      const { button, until } = await setUp([TICKET], page);
      await until(() => button() === verb);
    });
  }
});

describe('A browser in which something throws', () => {
  it('pays without a storage', async () => {
    const { setItem, getItem } = Storage.prototype;
    const refuse = () => {
      throw new DOMException('refused', 'SecurityError');
    };
    Object.assign(Storage.prototype, { setItem: refuse, getItem: refuse });
    try {
      const { choose, press, until, redirects } = await setUp();
      await choose('choice', '2000');
      await press();
      await until(() => redirects.length > 0);
    } finally {
      Object.assign(Storage.prototype, { setItem, getItem });
    }
  });

  it('works with extended prototypes', async () => {
    const extended = Array.prototype as unknown as Record<string, unknown>;
    extended.last = () => undefined;
    (Object.prototype as Record<string, unknown>).extra = 'inherited';
    try {
      const { choose, press, until, redirects, proxy } = await setUp();
      await choose('choice', '2000');
      await press();
      await until(() => redirects.length > 0);
      expect(Object.keys(proxy.requestsTo('POST', '/v1/checkouts')[0]?.body ?? {})).not.to.include('extra');
    } finally {
      delete extended.last;
      delete (Object.prototype as Record<string, unknown>).extra;
    }
  });
});
