import { expect, html, oneEvent } from '@open-wc/testing';
import { GIFT, MEMBERSHIP, PROXY, TICKET } from '../fake-proxy.ts';
import { DRAFT, storePreviousCheckout } from '../page.ts';
import { setUp, type startProxy } from '../set-up.ts';

/** The totals of the requests so far, in cents. */
function sent(proxy: ReturnType<typeof startProxy>): readonly unknown[] {
  return proxy.requestsTo('POST', '/v1/checkouts').map(({ body }) => (body?.amountCents ?? 0) * (body?.quantity ?? 1));
}

function ticket(quantity: number | string | null) {
  return html`<helloasso-checkout proxy=${PROXY} offer="billet" .quantity=${quantity}></helloasso-checkout>`;
}

describe('The submitted amount is the one on the button', () => {
  for (const [quantity, total] of [
    ['50', '12 €'],
    ['-2', '12 €'],
    ['1.5', '12 €'],
    ['02', '24 €'],
    [3, '36 €'],
    [null, '12 €'],
  ] as const) {
    it(`button, quantity field and request agree when the page sets the quantity ${JSON.stringify(quantity)}`, async () => {
      const { button, get, press, proxy, until, redirects } = await setUp([TICKET], ticket(quantity));
      expect(button()).to.equal(`Réserver et payer ${total}`);
      expect(`${Number(get<HTMLSelectElement>('select').value) * 12} €`).to.equal(total);
      await press();
      await until(() => redirects.length > 0);
      expect(sent(proxy)).to.deep.equal([Number.parseInt(total, 10) * 100]);
    });
  }

  it('sends quantity 1 after reset()', async () => {
    const { element, get, button, press, proxy, until, redirects } = await setUp([TICKET]);
    const select = get<HTMLSelectElement>('select');
    for (const _ of ['once', 'again']) {
      select.value = '3';
      select.dispatchEvent(new Event('input', { bubbles: true }));
      await until(() => button() === 'Réserver et payer 36 €');
      element.reset();
      await until(() => button() === 'Réserver et payer 12 €');
    }
    await press();
    await until(() => redirects.length > 0);
    expect(sent(proxy)).to.deep.equal([1200]);
  });

  it('shows quantity 1 when the draft has more than the offer now allows', async () => {
    storePreviousCheckout({ offer: 'billet', draft: { ...DRAFT, quantity: '9' }, isSettled: true });
    const { button, get } = await setUp([{ ...TICKET, maxQuantity: 2 }]);
    expect(button()).to.equal('Réserver et payer 12 €');
    expect(get<HTMLSelectElement>('select').value).to.equal('1');
  });

  it('shows an amount that the page sets as a number, and none after the page sets null and resets', async () => {
    const page = html`<helloasso-checkout proxy=${PROXY} offer="don" .amount=${20.5}></helloasso-checkout>`;
    const { button, element } = await setUp([GIFT], page);
    expect(button()).to.equal('Donner 20,50 €');
    Object.assign(element, { amount: null });
    element.reset();
    await element.updateComplete;
    expect(button()).to.equal('Donner');
  });

  it('stops a request when the payer changes the amount, and sends the new one at the next press', async () => {
    const { choose, press, proxy, until, element, button, redirects, status } = await setUp();
    await choose('choice', '2000');
    proxy.setCheckoutAnswer('hang');
    await press();
    await until(() => sent(proxy).length === 1);
    expect(status()).to.equal('Préparation du paiement…');
    proxy.setCheckoutAnswer({});
    await choose('choice', '5000');
    expect(element.state).to.equal('ready');
    expect(status()).to.equal('');
    expect(button()).to.equal('Donner 50 €');
    await press();
    await until(() => redirects.length === 1);
    expect(sent(proxy)).to.deep.equal([2000, 5000]);
    const [first, second] = proxy
      .requestsTo('POST', '/v1/checkouts')
      .map(({ headers }) => headers.get('Idempotency-Key'));
    expect(first).not.to.equal(second);
  });

  it('sends nothing when the page changes offer or amount, resets, or comes back from the cache during helloasso-submit', async () => {
    for (const change of [
      ({ element }: Awaited<ReturnType<typeof setUp>>) => element.setAttribute('offer', 'billet'),
      ({ element }: Awaited<ReturnType<typeof setUp>>) => {
        element.amountCents = 5000;
      },
      ({ element }: Awaited<ReturnType<typeof setUp>>) => element.reset(),
      () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    ]) {
      const form = await setUp([GIFT, TICKET]);
      await form.choose('choice', '2000');
      let answer = () => {};
      form.element.addEventListener('helloasso-submit', (event) =>
        event.waitUntil(
          new Promise<void>((resolve) => {
            answer = resolve;
          }),
        ),
      );
      await form.press();
      change(form);
      await form.until(() => form.element.state === 'ready');
      answer();
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(form.redirects).to.deep.equal([]);
      expect(sent(form.proxy)).to.deep.equal([]);
    }
  });

  it('shows a price that has changed since, keeps what was typed, and sends the new price at the next press', async () => {
    const { proxy, fill, press, until, element, status, button, get, redirects } = await setUp([MEMBERSHIP]);
    await fill('firstName', 'Ada');
    proxy.setOffers({ ...MEMBERSHIP, amountCents: 3500 });
    proxy.setCheckoutAnswer('amount-not-applicable');
    await press();
    await until(() => element.state === 'failed');
    expect(sent(proxy)).to.deep.equal([3000]);
    expect(status()).to.equal('Ce formulaire vient de changer. Vérifiez‑le, puis validez à nouveau.');
    expect(button()).to.equal('Adhérer pour 35 €');
    expect(get('[name=firstName]').value).to.equal('Ada');
    proxy.setCheckoutAnswer({});
    await press();
    await until(() => redirects.length > 0);
    expect(sent(proxy)).to.deep.equal([3000, 3500]);
  });
});

describe('What the payer has typed', () => {
  it('keeps what was typed when the page changes the spelling of the proxy address', async () => {
    const { element, fill, get } = await setUp();
    await fill('firstName', 'Ada');
    await fill('amount', '37');
    element.proxy = `${PROXY}/`;
    await oneEvent(element, 'helloasso-ready');
    await element.updateComplete;
    expect(get('[name=firstName]').value).to.equal('Ada');
    expect(get('[name=amount]').value).to.equal('37');
  });

  it('empties the form when the page changes the offer', async () => {
    const { element, get, until, button } = await setUp([TICKET, { ...TICKET, id: 'autre', itemName: 'Autre' }]);
    const select = get<HTMLSelectElement>('select');
    select.value = '3';
    select.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => button() === 'Réserver et payer 36 €');
    element.offer = 'autre';
    await oneEvent(element, 'helloasso-ready');
    await element.updateComplete;
    expect(button()).to.equal('Réserver et payer 12 €');
  });
});
