import { expect, html } from '@open-wc/testing';
import { CART, PROXY } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

/** A JWT with these claims. The widget reads only its payload. */
function jwt(claims: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const base64 = btoa(String.fromCharCode(...bytes));
  return `e30.${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}.c2ln`;
}

/** A form for the offer whose price must be signed. */
function setUpCart(signedOffer: string) {
  return setUp(
    [CART],
    html`<helloasso-checkout proxy=${PROXY} offer="panier" signed-offer=${signedOffer}></helloasso-checkout>`,
  );
}

describe('A signed price', () => {
  it('shows name and price of the signed offer, and sends the JWT unchanged', async () => {
    const signedOffer = jwt({ itemName: 'Commande nº 42 ✓ ÿþ', amountCents: 4250 });
    const { root, button, press, until, redirects, proxy } = await setUpCart(signedOffer);
    expect(root.querySelector('h2')?.textContent).to.equal('Commande nº 42 ✓ ÿþ');
    expect(button()).to.equal('Payer 42,50 €');
    await press();
    await until(() => redirects.length > 0);
    const { body } = proxy.requestsTo('POST', '/v1/checkouts')[0] ?? {};
    expect(body).to.include({ offer: 'panier', signedOffer, amountCents: 4250 });
  });

  it('shows the name of the offer when the signed offer contains none', async () => {
    const { root } = await setUpCart(jwt({ amountCents: 4250 }));
    expect(root.querySelector('h2')?.textContent).to.equal('Commande');
  });

  it('asks to reload the page after signed-offer-expired, and restores what was typed after the reload', async () => {
    const signedOffer = jwt({ amountCents: 4250 });
    const { fill, press, until, element, proxy, status } = await setUpCart(signedOffer);
    await fill('firstName', 'Ada');
    proxy.setCheckoutAnswer('signed-offer-expired');
    await press();
    await until(() => element.state === 'failed');
    expect(status()).to.contain('Rechargez‑la');
    const reloaded = await setUpCart(signedOffer);
    expect(reloaded.get('[name=firstName]').value).to.equal('Ada');
    await reloaded.press();
    await reloaded.until(() => reloaded.redirects.length > 0);
    expect(reloaded.proxy.requestsTo('GET', '/v1/checkouts/')).to.deep.equal([]);
  });

  for (const [what, signedOffer] of [
    ['missing', ''],
    ['not a JWT', 'panier'],
    ['without an amount', jwt({ itemName: 'Commande' })],
  ] as const) {
    it(`shows the fallback and no button to retry when the signed offer is ${what}`, async () => {
      const { element, has } = await setUpCart(signedOffer);
      expect(element.state).to.equal('unavailable');
      expect(has('form')).to.equal(false);
      expect(has('button')).to.equal(false);
      expect(has('slot:not([name])')).to.equal(true);
    });
  }
});
