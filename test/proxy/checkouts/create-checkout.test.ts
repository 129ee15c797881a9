import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import { assertProblem, created, GIFT, ORIGIN, setUp } from '../set-up.ts';

describe('POST /v1/checkouts', () => {
  it('creates an intent and answers its payment page', async () => {
    const { post } = setUp();
    const response = await post(GIFT);
    assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
    assert.match(response.headers.get('vary') ?? '', /Origin/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const checkout = await created(response);
    assert.deepEqual(Object.keys(checkout).sort(), ['checkoutIntentId', 'expiresAt', 'redirectUrl', 'stateToken']);
    assert.match(checkout.redirectUrl, /^http:\/\/127\.0\.0\.1:8789\/associations\/asso-demo\/checkout\/[0-9a-f]{32}$/);
    assert.equal(checkout.expiresAt, '2026-11-22T12:15:00.000Z');
  });

  it('sends HelloAsso the seven required fields, the payer and our metadata', async () => {
    const { post, intents } = setUp();
    const payer = { firstName: 'Camille', lastName: 'Durand', email: 'camille@example.org' };
    await created(await post({ ...GIFT, payer }));
    const [body] = await intents();
    assert.ok(body);
    const { returnUrl, errorUrl, backUrl, metadata, ...rest } = body;
    assert.deepEqual(rest, {
      totalAmount: 2000,
      initialAmount: 2000,
      itemName: 'Don à l’association',
      containsDonation: true,
      payer,
    });
    assert.match(returnUrl, /^https:\/\/www\.example\.org\/soutenir\?campagne=noel&helloasso-checkout=[\w.-]+$/);
    assert.equal(errorUrl, `${returnUrl}&helloasso-step=error`);
    assert.equal(backUrl, `${returnUrl}&helloasso-step=back`);
    assert.deepEqual(Object.keys(metadata['helloasso-checkout']), [
      'reference',
      'offer',
      'totalCents',
      'initialCents',
      'mac',
    ]);
  });

  it('sends terms for instalments, and declares a membership as no donation', async () => {
    const { post, intents } = setUp();
    await created(await post({ offer: 'adhesion', instalments: 3, firstTermDate: '2026-12-22', returnPath: '/' }));
    const [body] = await intents();
    assert.ok(body);
    assert.equal(body.containsDonation, false);
    assert.equal(body.initialAmount, 1000);
    assert.deepEqual(body.terms, [
      { amount: 1000, date: '2026-12-22' },
      { amount: 1000, date: '2027-01-22' },
    ]);
  });

  it('declares a donation when containsDonation is true', async () => {
    const offers = { adhesion: { kind: 'membership', itemName: 'Adhésion', amountCents: 500, containsDonation: true } };
    const { post, intents } = setUp({ offers });
    await created(await post({ offer: 'adhesion', returnPath: '/' }));
    assert.equal((await intents())[0]?.containsDonation, true);
  });

  it('answers payer-incomplete with a pointer to each missing field', async () => {
    const rules = { firstName: 'hidden', lastName: 'required', email: 'required' };
    const offers = { x: { kind: 'payment', itemName: 'Cours', amountCents: 500, payer: rules } };
    const { post, calls, intents } = setUp({ offers });
    const response = await post({ offer: 'x', returnPath: '/', payer: { firstName: 'Camille' } });
    const { errors } = (await response.clone().json()) as { errors: object[] };
    assert.deepEqual(errors, [
      { pointer: '/payer/lastName', code: 'required' },
      { pointer: '/payer/email', code: 'required' },
    ]);
    await assertProblem(response, 'payer-incomplete', 422);
    assert.deepEqual(calls(), []);
    const payer = { firstName: 'Camille', lastName: 'Durand', email: 'camille@example.org' };
    await created(await post({ offer: 'x', returnPath: '/', payer }));
    assert.deepEqual((await intents())[0]?.payer, payer);
  });

  it('requires the postal address that the offer requires, and sends it to HelloAsso', async () => {
    const rules = { address: 'required', zipCode: 'required', city: 'required', country: 'required' };
    const offers = { x: { kind: 'gift', itemName: 'Don', amountCents: 500, payer: rules } };
    const { post, intents } = setUp({ offers });
    const response = await post({ offer: 'x', amountCents: 500, returnPath: '/', payer: { city: 'Rennes' } });
    const { errors } = (await response.clone().json()) as { errors: { pointer: string }[] };
    assert.deepEqual(
      errors.map(({ pointer }) => pointer),
      ['/payer/address', '/payer/zipCode', '/payer/country'],
    );
    await assertProblem(response, 'payer-incomplete', 422);
    assert.equal((await intents()).length, 0);
    const payer = { address: '12 rue des Lilas', zipCode: '35000', city: 'Rennes', country: 'FRA' };
    await created(await post({ offer: 'x', amountCents: 500, returnPath: '/', payer }));
    assert.deepEqual((await intents())[0]?.payer, payer);
  });

  for (const origin of ['http://asso.localhost', 'http://127.9.8.7:8788', 'http://[::1]:8788']) {
    it(`creates a checkout for the page ${origin} with the simulator`, async () => {
      const { post, intents, press } = setUp({
        environment: { ALLOWED_ORIGINS: origin },
        simulator: { allowHttpLoopback: true },
      });
      const { redirectUrl } = await created(await post(GIFT, { origin }));
      const [body] = await intents();
      assert.equal(new URL(body?.returnUrl ?? '').origin, origin);
      assert.equal((await press(redirectUrl, 'pay')).origin, origin);
    });
  }

  it('logs, beside the codes of HelloAsso, that a page on http may be why it refuses', async () => {
    const origin = 'http://localhost:8788';
    const { post, logged } = setUp({ environment: { ALLOWED_ORIGINS: origin } });
    await assertProblem(await post(GIFT, { origin }), 'helloasso-refused', 502);
    assert.match(logged.join('\n'), /HelloAsso answered 400 ArgumentInvalid .*\(payers return to http here: /);
  });

  it('logs the codes of HelloAsso alone where the page is on https', async () => {
    const { post, logged } = setUp({
      intercept: ({ url }) =>
        url.endsWith('/checkout-intents')
          ? Response.json({ errors: [{ code: 'Odd', message: '' }] }, { status: 400 })
          : undefined,
    });
    await assertProblem(await post(GIFT), 'helloasso-refused', 502);
    assert.match(logged.join('\n'), /HelloAsso answered 400 Odd"/);
  });

  it('accepts a checkout from opensOn to closesOn, and refuses one before or after', async () => {
    const offer = { kind: 'gift', itemName: 'Don', amountCents: 500 };
    const { post, calls } = setUp({
      offers: {
        early: { ...offer, opensOn: '2026-11-23' },
        late: { ...offer, closesOn: '2026-11-21' },
        today: { ...offer, opensOn: '2026-11-22', closesOn: '2026-11-22' },
      },
    });
    await assertProblem(await post({ offer: 'early', returnPath: '/' }), 'offer-not-open', 409);
    await assertProblem(await post({ offer: 'late', returnPath: '/' }), 'offer-closed', 409);
    assert.deepEqual(calls(), []);
    await created(await post({ offer: 'today', returnPath: '/' }));
  });

  it('accepts the revision that the payer saw, and creates nothing for another', async () => {
    const { ask, post, calls } = setUp();
    const { revision } = (await (await ask('/v1/offers/don')).json()) as PublicOffer;
    await assertProblem(await post({ ...GIFT, revision: `${revision}x` }), 'offer-changed', 409);
    await assertProblem(await post({ ...GIFT, revision: '' }), 'offer-changed', 409);
    await assertProblem(await post({ ...GIFT, revision: 'x'.repeat(65) }), 'invalid-request', 422);
    assert.deepEqual(calls(), []);
    await created(await post({ ...GIFT, revision }));
  });

  it('answers plan-changed with the new plan when the first date is of another day', async () => {
    const { post } = setUp();
    const response = await post({ offer: 'adhesion', instalments: 3, firstTermDate: '2026-12-21', returnPath: '/' });
    assert.deepEqual(((await response.json()) as { plan: object }).plan, {
      initialCents: 1000,
      terms: [
        { amountCents: 1000, date: '2026-12-22' },
        { amountCents: 1000, date: '2027-01-22' },
      ],
    });
  });

  it('repeats without payer when HelloAsso refuses the payer', async () => {
    const refusal = Response.json(
      { errors: [{ code: 'ArgumentInvalid', message: 'Le champ prénom est invalide' }] },
      { status: 400 },
    );
    let isRefusing = true;
    const { post, intents } = setUp({
      intercept: ({ method, url }) => {
        if (!isRefusing || method !== 'POST' || !url.endsWith('/checkout-intents')) return undefined;
        isRefusing = false;
        return refusal;
      },
    });
    await created(await post({ ...GIFT, payer: { firstName: 'Camille', lastName: 'Durand' } }));
    assert.deepEqual(
      (await intents()).map((body) => 'payer' in body),
      [true, false],
    );
  });
});
