import { expect, html, oneEvent } from '@open-wc/testing';
import { GIFT, MEMBERSHIP, PROXY, TICKET } from './fake-proxy.ts';
import { checkoutTag, DRAFT, leave, openPage } from './page.ts';
import { handsOf, setUp, startProxy } from './set-up.ts';

/** The amounts in cents that were asked for, total by total. */
function sent(proxy: ReturnType<typeof startProxy>): readonly unknown[] {
  return proxy.requestsTo('POST', '/v1/checkouts').map(({ body }) => (body?.amountCents ?? 0) * (body?.quantity ?? 1));
}

function ticket(quantity: number | string | null) {
  return html`<helloasso-checkout proxy=${PROXY} offer="billet" .quantity=${quantity}></helloasso-checkout>`;
}

describe('What is sent is what the button says', () => {
  for (const [quantity, total] of [
    ['50', '12 €'],
    ['-2', '12 €'],
    ['1.5', '12 €'],
    ['02', '24 €'],
    [3, '36 €'],
    [null, '12 €'],
  ] as const) {
    it(`for the quantity ${JSON.stringify(quantity)} of a page`, async () => {
      const { button, get, press, proxy, until, redirects } = await setUp([TICKET], ticket(quantity));
      expect(button()).to.equal(`Réserver et payer ${total}`);
      expect(`${Number(get<HTMLSelectElement>('select').value) * 12} €`).to.equal(total);
      await press();
      await until(() => redirects.length > 0);
      expect(sent(proxy)).to.deep.equal([Number.parseInt(total, 10) * 100]);
    });
  }

  it('after a reset', async () => {
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

  it('with a draft that asks for more than there now is', async () => {
    leave({ offer: 'billet', draft: { ...DRAFT, quantity: '9' }, isSettled: true });
    const { button, get } = await setUp([{ ...TICKET, maxQuantity: 2 }]);
    expect(button()).to.equal('Réserver et payer 12 €');
    expect(get<HTMLSelectElement>('select').value).to.equal('1');
  });

  it('when an amount is given as a number', async () => {
    const page = html`<helloasso-checkout proxy=${PROXY} offer="don" .amount=${20.5}></helloasso-checkout>`;
    const { button, element } = await setUp([GIFT], page);
    expect(button()).to.equal('Donner 20,50 €');
    element.amount = null as never;
    element.reset();
    await element.updateComplete;
    expect(button()).to.equal('Donner');
  });

  it('when the payer changes their mind while it is being sent: they press again', async () => {
    const { choose, press, proxy, until, element, button, redirects, status } = await setUp();
    await choose('choice', '2000');
    proxy.creates('hang');
    await press();
    await until(() => sent(proxy).length === 1);
    expect(status()).to.equal('Préparation du paiement…');
    proxy.creates({});
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

  it('when the page changes the offer or the amount, or empties the form, while another payment is being sent', async () => {
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

  it('when the price has changed since: the new one is shown, what was typed stays, and nothing is sent unseen', async () => {
    const { proxy, fill, press, until, element, status, button, get, redirects } = await setUp([MEMBERSHIP]);
    await fill('firstName', 'Ada');
    proxy.offers({ ...MEMBERSHIP, amountCents: 3500 });
    proxy.creates('amount-not-applicable');
    await press();
    await until(() => element.state === 'failed');
    expect(sent(proxy)).to.deep.equal([3000]);
    expect(status()).to.equal('Ce formulaire vient de changer. Vérifiez‑le, puis validez à nouveau.');
    expect(button()).to.equal('Adhérer pour 35 €');
    expect(get('[name=firstName]').value).to.equal('Ada');
    proxy.creates({});
    await press();
    await until(() => redirects.length > 0);
    expect(sent(proxy)).to.deep.equal([3000, 3500]);
  });
});

describe('What the payer has typed', () => {
  it('survives another way to write the proxy, and a price that is signed anew', async () => {
    const { element, fill, get } = await setUp();
    await fill('firstName', 'Ada');
    await fill('amount', '37');
    element.proxy = `${PROXY}/`;
    await oneEvent(element, 'helloasso-ready');
    await element.updateComplete;
    expect(get('[name=firstName]').value).to.equal('Ada');
    expect(get('[name=amount]').value).to.equal('37');
  });

  it('does not enter the form of another offer', async () => {
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

describe('The address of the page', () => {
  for (const [search, attributes, button] of [
    ['?=50', 'amount="30"', 'Donner 30 €'],
    ['?montant=', 'amount="30" amount-parameter="montant"', 'Donner 30 €'],
    ['?montant=abc', 'amount="30" amount-parameter="montant"', 'Donner 30 €'],
    ['?montant=20', 'amount="30" amount-parameter="montant"', 'Donner 20 €'],
  ] as const) {
    it(`says the amount only where it may, and where it can be read: ${search}`, async () => {
      startProxy(GIFT);
      const page = await openPage(search, checkoutTag('don').replace('proxy', `${attributes} proxy`));
      const { until, has, button: read } = handsOf(page.find().element);
      await until(() => has('form'));
      expect(read()).to.equal(button);
      page.close();
    });
  }
});
