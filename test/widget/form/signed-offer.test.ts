import { expect, html } from '@open-wc/testing';
import { CART, PROXY } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

/** The middle of a JWT is all that the widget reads. */
function jwt(claims: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const base64 = btoa(String.fromCharCode(...bytes));
  return `e30.${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}.c2ln`;
}

function cart(signedOffer: string) {
  return setUp(
    [CART],
    html`<helloasso-checkout proxy=${PROXY} offer="panier" signed-offer=${signedOffer}></helloasso-checkout>`,
  );
}

describe('A signed offer', () => {
  it('names and prices the payment, and is sent as it came', async () => {
    const signedOffer = jwt({ itemName: 'Commande nº 42 ✓ ÿþ', amountCents: 4250 });
    const { root, button, press, until, redirects, proxy } = await cart(signedOffer);
    expect(root.querySelector('h2')?.textContent).to.equal('Commande nº 42 ✓ ÿþ');
    expect(button()).to.equal('Payer 42,50 €');
    await press();
    await until(() => redirects.length > 0);
    const { body } = proxy.requestsTo('POST', '/v1/checkouts')[0] ?? {};
    expect(body).to.include({ offer: 'panier', signedOffer, amountCents: 4250 });
  });

  it('keeps the name of the offer when it has none of its own', async () => {
    const { root } = await cart(jwt({ amountCents: 4250 }));
    expect(root.querySelector('h2')?.textContent).to.equal('Commande');
  });

  it('that has expired is loaded anew with the page: what was typed is there again', async () => {
    const signedOffer = jwt({ amountCents: 4250 });
    const { fill, press, until, element, proxy, status } = await cart(signedOffer);
    await fill('firstName', 'Ada');
    proxy.creates('signed-offer-expired');
    await press();
    await until(() => element.state === 'failed');
    expect(status()).to.contain('Rechargez‑la');
    const reloaded = await cart(signedOffer);
    expect(reloaded.get('[name=firstName]').value).to.equal('Ada');
    await reloaded.press();
    await reloaded.until(() => reloaded.redirects.length > 0);
    expect(reloaded.proxy.requestsTo('GET', '/v1/checkouts/')).to.deep.equal([]);
  });

  for (const [what, signedOffer] of [
    ['missing', ''],
    ['no JWT', 'panier'],
    ['without an amount', jwt({ itemName: 'Commande' })],
  ] as const) {
    it(`that is ${what} leaves the fallback, and nothing to try again`, async () => {
      const { element, has } = await cart(signedOffer);
      expect(element.state).to.equal('unavailable');
      expect(has('form')).to.equal(false);
      expect(has('button')).to.equal(false);
      expect(has('slot:not([name])')).to.equal(true);
    });
  }
});
