import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import type { HelloassoCheckout } from '../../../widget/helloasso-checkout.ts';
import { GIFT, MEMBERSHIP, PAID, PROXY, TICKET } from '../fake-proxy.ts';
import { checkoutTag, openReturn } from '../page.ts';
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
  /** Replaces a property of `window` or `history` for the run of a test. */
  async function withProperty(target: object, name: string, descriptor: PropertyDescriptor, run: () => Promise<void>) {
    const own = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { configurable: true, ...descriptor });
    try {
      await run();
    } finally {
      if (own) Object.defineProperty(target, name, own);
      else Reflect.deleteProperty(target, name);
    }
  }

  const refuse = () => {
    throw new DOMException('refused', 'SecurityError');
  };

  it('sends the payer to HelloAsso where the browser refuses sessionStorage', () =>
    withProperty(window, 'sessionStorage', { get: refuse }, async () => {
      const { choose, press, until, redirects } = await setUp();
      await choose('choice', '2000');
      await press();
      await until(() => redirects.length > 0);
    }));

  it('shows the outcome of the address without a storage', async () => {
    const body = `<script>
      Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('refused', 'SecurityError'); } });
    </script>${checkoutTag('don')}`;
    const { until, textOf, has, page } = await openReturn(PAID, { body, isOfThisTab: false });
    await until(() => has('.paid'));
    expect(textOf('.return h2')).to.equal('Paiement confirmé');
    page.close();
  });

  it('shows the outcome, once, and pays again where the history cannot be written', async () => {
    const body = `<script>
      history.pushState = history.replaceState = () => { throw new DOMException('too often', 'SecurityError'); };
    </script>${checkoutTag('don')}`;
    const { until, has, page, element, choose, press, redirects } = await openReturn(PAID, { body });
    await until(() => has('.paid'));
    (element as HelloassoCheckout).reset();
    await until(() => has('form'));
    await choose('choice', '2000');
    await press();
    await until(() => redirects.length > 0);
    page.close();
  });

  it('pays again where the history could be written once, and no more', async () => {
    const { until, has, page, element, choose, press, redirects } = await openReturn({ outcome: 'refused' });
    await until(() => has('.refused'));
    page.window.history.replaceState = refuse;
    await until(() => has('form'));
    await choose('choice', '2000');
    await press();
    await until(() => redirects.length > 0 || element.state === 'failed');
    expect(redirects).to.have.length(1);
    page.close();
  });
});

describe('A form inside a form of the page', () => {
  it('the Enter key submits the form of the payment alone', async () => {
    startProxy(GIFT);
    let isSubmitted = false;
    const outer = await fixture<HTMLFormElement>(
      html`<form action="/ailleurs">${checkout('don')}<button>Chercher</button></form>`,
    );
    outer.addEventListener('submit', (event) => {
      event.preventDefault();
      isSubmitted = true;
    });
    const { until, has, type, errorOf, redirects } = driverOf(
      outer.querySelector('helloasso-checkout') as HelloassoCheckout,
    );
    await until(() => has('form'));
    await type('email', 'ada');
    await sendKeys({ press: 'Enter' });
    await until(() => errorOf('email') !== '');
    expect(isSubmitted).to.equal(false);
    expect(redirects).to.have.length(0);
  });
});
