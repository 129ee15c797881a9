import { expect, html } from '@open-wc/testing';
import { IDEMPOTENCY_MS } from '../../../proxy/contract/lifetimes.ts';
import {
  type CheckoutSubmission,
  checkoutRequest,
  IdempotencyKey,
  type PageValues,
} from '../../../widget/payment/checkout-request.ts';
import { CREATED, GIFT, PROXY, TICKET } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

const PAGE: PageValues = { payer: '', metadata: '', signedOffer: '', returnPath: '/merci' };
const OFFER = { ...GIFT, amountCents: { min: 100, max: 500_000, suggestions: [2000] } };

/** A submission of 20 €. */
function submission(changes: Partial<CheckoutSubmission> = {}): CheckoutSubmission {
  return { offer: OFFER, values: { choice: '2000' }, plan: undefined, page: PAGE, ...changes };
}

describe('checkoutRequest', () => {
  it('checkoutRequest contains offer, amount, payer and return path, and nothing that was not given', () => {
    const request = JSON.parse(JSON.stringify(checkoutRequest(submission())));
    expect(request).to.deep.equal({ offer: 'don', amountCents: 2000, payer: {}, returnPath: '/merci' });
  });

  it('checkoutRequest returns to this page, with its query, when the page gives no return path', () => {
    const { returnPath } = checkoutRequest(submission({ page: { ...PAGE, returnPath: '' } }));
    expect(returnPath).to.equal(location.pathname + location.search);
  });

  it('checkoutRequest contains the quantity only for an offer of which several may be bought', () => {
    const offer = { ...TICKET, amountCents: 1200 };
    expect(checkoutRequest(submission({ offer, values: { quantity: '3' } }))).to.include({ quantity: 3 });
    expect(checkoutRequest(submission({ values: { choice: '2000', quantity: '3' } }))).not.to.have.property('quantity');
  });

  it('checkoutRequest contains the plan that the payer has chosen', () => {
    const plan = { instalments: 3, firstTermDate: '2026-12-22' };
    expect(checkoutRequest(submission({ plan }))).to.include(plan);
  });

  it('checkoutRequest prefers a field that the payer has emptied to the value of the page', () => {
    const page = { ...PAGE, payer: { firstName: 'Ada', city: 'Paris' } };
    const { payer } = checkoutRequest(submission({ page, values: { choice: '2000', firstName: ' ' } }));
    expect(JSON.parse(JSON.stringify(payer))).to.deep.equal({ city: 'Paris' });
  });

  it('sends trimmed names and the path of the return-path attribute, to a proxy address that ends in a slash', async () => {
    const template = html`<helloasso-checkout proxy="${PROXY}/" offer="don" return-path="/merci?x=1"></helloasso-checkout>`;
    const { proxy, type, press, until, redirects } = await setUp([GIFT], template);
    await type('amount', '12');
    await type('firstName', ' Ada ');
    await type('lastName', '  ');
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/v1/checkouts')[0]?.body).to.deep.equal({
      offer: 'don',
      amountCents: 1200,
      payer: { firstName: 'Ada' },
      returnPath: '/merci?x=1',
    });
  });

  for (const [what, metadata, sent] of [
    ['the JSON of the metadata attribute', '{"campaign":"noël"}', { campaign: 'noël' }],
    ['no metadata for an empty attribute', '', undefined],
    ['no metadata for an attribute that is not JSON', '{campaign}', undefined],
  ] as const) {
    it(`sends ${what}`, async () => {
      const form = html`<helloasso-checkout proxy=${PROXY} offer="don" metadata=${metadata}></helloasso-checkout>`;
      const { choose, press, until, redirects, proxy } = await setUp([GIFT], form);
      await choose('choice', '2000');
      await press();
      await until(() => redirects.length > 0);
      expect(proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.metadata).to.deep.equal(sent);
    });
  }
});

/** A form with 20 € chosen, and the keys of its requests. */
async function setUpKeys() {
  const form = await setUp();
  await form.choose('choice', '2000');
  const posts = () => form.proxy.requestsTo('POST', '/v1/checkouts');
  return {
    ...form,
    keys: () => posts().map(({ headers }) => headers.get('Idempotency-Key')),
    /** Presses the button and waits for the end of the request. */
    async send(): Promise<void> {
      const before = posts().length;
      await form.press();
      await form.until(() => posts().length > before && form.element.state !== 'sending');
    },
  };
}

describe('IdempotencyKey', () => {
  it('sends a random UUID, and the same one when the same request is repeated after a broken network', async () => {
    const { proxy, send, keys } = await setUpKeys();
    proxy.goDown();
    await send();
    proxy.goUp();
    await send();
    const [first, second] = keys();
    expect(first).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second).to.equal(first);
  });

  it('sends another key once the payer has changed the amount', async () => {
    const { proxy, send, choose, keys } = await setUpKeys();
    proxy.goDown();
    await send();
    await choose('choice', '5000');
    await send();
    expect(new Set(keys()).size).to.equal(2);
  });

  it('sends another key for the same request after a payment page was created', async () => {
    const { send, choose, redirects, keys, element } = await setUpKeys();
    await send();
    expect(redirects).to.deep.equal([CREATED.redirectUrl]);
    element.reset();
    await element.updateComplete;
    sessionStorage.clear();
    await choose('choice', '2000');
    await send();
    expect(new Set(keys()).size).to.equal(2);
  });

  it('creates another key for the same request once the proxy no longer remembers the first', () => {
    const key = new IdempotencyKey();
    const first = key.of('{}');
    expect(key.of('{}')).to.equal(first);
    const { now } = Date;
    Date.now = () => now() + IDEMPOTENCY_MS + 1;
    const second = key.of('{}');
    Date.now = now;
    expect(second).not.to.equal(first);
  });
});
