import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_BODY_BYTES } from '../../proxy/contract/limits.ts';
import { assertProblem, created, GIFT, ORIGIN, setUp } from './set-up.ts';

describe('POST /v1/checkouts', () => {
  it('creates an intent and answers where to pay', async () => {
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

  it('sends HelloAsso all seven required fields, the payer, and our metadata', async () => {
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

  it('sends terms for instalments, and declares no donation but for a gift', async () => {
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

  it('asks for one token, however many payers come at once and after', async () => {
    const { post, calls } = setUp();
    await Promise.all(Array.from({ length: 20 }, () => post(GIFT)));
    await post(GIFT);
    assert.equal(calls().filter((call) => call === 'POST /oauth2/token').length, 1);
  });

  it('renews the token before it expires', async () => {
    const { post, calls, pass } = setUp();
    await created(await post(GIFT));
    pass(29.5 * 60_000);
    await created(await post(GIFT));
    assert.equal(calls().filter((call) => call === 'POST /oauth2/token').length, 2);
  });

  it('sends all that a page knows of the payer', async () => {
    const { post, intents } = setUp();
    const payer = {
      ...{ firstName: 'Camille', lastName: 'Durand', email: 'camille@example.org', companyName: 'Les Amis SARL' },
      ...{ address: '1 rue de la Paix', zipCode: '75002', city: 'Paris', country: 'FRA', dateOfBirth: '2008-11-22' },
    };
    await created(await post({ ...GIFT, payer }));
    assert.deepEqual((await intents())[0]?.payer, payer);
  });

  it('keeps a minor’s birth date to itself, until the day they are of age', async () => {
    const { post, intents } = setUp();
    await created(await post({ ...GIFT, payer: { city: 'Paris', dateOfBirth: '2008-11-23' } }));
    await created(await post({ ...GIFT, payer: { dateOfBirth: '2026-01-01' } }));
    await created(await post({ ...GIFT, payer: { dateOfBirth: '9999-12-31' } }));
    assert.deepEqual(
      (await intents()).map(({ payer }) => payer),
      [{ city: 'Paris' }, undefined, undefined],
    );
  });

  it('declares a donation where the offer says so', async () => {
    const offers = { adhesion: { kind: 'membership', itemName: 'Adhésion', amountCents: 500, containsDonation: true } };
    const { post, intents } = setUp({ offers });
    await created(await post({ offer: 'adhesion', returnPath: '/' }));
    assert.equal((await intents())[0]?.containsDonation, true);
  });

  it('asks for what the offer requires of the payer, and points to all that is missing', async () => {
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

  it('takes payments on the days of the offer alone', async () => {
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

  it('answers dates of another day with the new plan', async () => {
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

  it('refuses a country of two letters', async () => {
    const { post, intents } = setUp();
    const response = await post({ ...GIFT, payer: { country: 'FR' } });
    await assertProblem(response, 'invalid-request', 422);
    assert.equal((await intents()).length, 0);
  });

  it('forgets a payer with empty fields, and keeps the gift', async () => {
    const { post, intents } = setUp();
    await created(await post({ ...GIFT, payer: {} }));
    assert.equal('payer' in ((await intents())[0] ?? {}), false);
  });

  it('drops names that HelloAsso would refuse, and keeps the gift and the e-mail', async () => {
    const { post, intents } = setUp();
    const payer = { firstName: 'Annna', lastName: 'Durand', email: 'a@example.org' };
    await created(await post({ ...GIFT, payer }));
    assert.deepEqual(
      (await intents()).map((body) => body.payer),
      [{ email: 'a@example.org' }],
    );
  });

  it('keeps one good name without the other', async () => {
    const { post, intents } = setUp();
    await created(await post({ ...GIFT, payer: { lastName: 'Durand' } }));
    assert.deepEqual((await intents())[0]?.payer, { lastName: 'Durand' });
  });

  it('keeps the gift when HelloAsso refuses the payer all the same', async () => {
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

  it('answers the preflight of a listed origin, and gives another nothing', async () => {
    const { ask } = setUp();
    const preflight = (origin: string) =>
      ask('/v1/checkouts', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const listed = await preflight(ORIGIN);
    assert.equal(listed.headers.get('access-control-allow-origin'), ORIGIN);
    assert.match(listed.headers.get('access-control-allow-headers') ?? '', /Content-Type/);
    const unlisted = await preflight('https://evil.example');
    assert.equal(unlisted.headers.get('access-control-allow-origin'), null);
  });
});

describe('POST /v1/checkouts, bad input', () => {
  const bodies: Record<string, readonly [unknown, string, number]> = {
    'an unknown offer': [{ ...GIFT, offer: 'nothing' }, 'offer-unknown', 404],
    'an offer named like a property of every object': [{ ...GIFT, offer: 'constructor' }, 'offer-unknown', 404],
    'an amount outside the rule': [{ ...GIFT, amountCents: 99 }, 'amount-out-of-range', 422],
    'an amount where the offer fixes it': [{ ...GIFT, offer: 'billet' }, 'amount-not-applicable', 422],
    'too many tickets': [{ offer: 'billet', quantity: 11, returnPath: '/' }, 'quantity-out-of-range', 422],
    'instalments that are not offered': [{ ...GIFT, instalments: 3 }, 'instalments-not-offered', 422],
    'metadata that the offer does not declare': [{ ...GIFT, metadata: { ref: '1' } }, 'metadata-not-declared', 422],
    'metadata that is no text': [{ ...GIFT, metadata: { ref: 1 } }, 'invalid-request', 422],
    'yesterday’s dates': [
      { offer: 'adhesion', instalments: 3, firstTermDate: '2026-12-21', returnPath: '/' },
      'plan-changed',
      409,
    ],
    'a fraction of a cent': [{ ...GIFT, amountCents: 2000.5 }, 'invalid-request', 422],
    'an amount as a text': [{ ...GIFT, amountCents: '2000' }, 'invalid-request', 422],
    'a negative quantity': [{ offer: 'billet', quantity: -1, returnPath: '/' }, 'invalid-request', 422],
    'a key we do not know': [{ ...GIFT, totalAmount: 1 }, 'invalid-request', 422],
    'an e-mail that is none': [{ ...GIFT, payer: { email: 'ada@club' } }, 'invalid-request', 422],
    'an e-mail made to stall a pattern': [{ ...GIFT, payer: { email: '@'.repeat(32_000) } }, 'invalid-request', 422],
    'a country of two letters': [{ ...GIFT, payer: { country: 'FR' } }, 'invalid-request', 422],
    'a birthday that never was': [{ ...GIFT, payer: { dateOfBirth: '1990-02-30' } }, 'invalid-request', 422],
    'an array': [[], 'invalid-request', 422],
    null: [null, 'invalid-request', 422],
    'no return path': [{ offer: 'don', amountCents: 2000 }, 'invalid-request', 422],
    'a return path to another origin': [{ ...GIFT, returnPath: '//evil.example' }, 'return-path-invalid', 422],
    'a return path with a backslash': [{ ...GIFT, returnPath: '/\\evil.example' }, 'return-path-invalid', 422],
    'a return path that is too long': [{ ...GIFT, returnPath: `/${'a'.repeat(1024)}` }, 'return-path-invalid', 422],
    'half a JSON': ['{"offer":', 'malformed-json', 400],
    'an empty body': ['', 'malformed-json', 400],
    'a body over 32 kB': [{ ...GIFT, padding: 'x'.repeat(MAX_BODY_BYTES) }, 'body-too-large', 413],
  };
  for (const [what, [body, code, status]] of Object.entries(bodies)) {
    it(`answers ${what} with ${code}, and asks HelloAsso nothing`, async () => {
      const { post, calls } = setUp();
      await assertProblem(await post(body), code, status);
      assert.deepEqual(calls(), []);
    });
  }

  it('points to each wrong field', async () => {
    const response = await setUp().post({ ...GIFT, amountCents: '20', payer: { email: 'x' } });
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    assert.deepEqual(
      errors.map(({ pointer }) => pointer),
      ['/amountCents', '/payer/email', '/payer/email'],
    );
  });

  it('points to metadata without the keys that the page chose', async () => {
    const response = await setUp().post({ ...GIFT, metadata: { 'some text': 1 } });
    const { errors } = (await response.json()) as { errors: object[] };
    assert.deepEqual(errors, [{ pointer: '/metadata', code: 'invalid_type' }]);
  });

  it('counts the bytes of a body that does not say its length', async () => {
    const { ask, calls } = setUp();
    const body = new Blob([JSON.stringify({ ...GIFT, padding: 'x'.repeat(MAX_BODY_BYTES) })]).stream();
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { origin: ORIGIN, 'content-type': 'application/json' },
    };
    await assertProblem(await ask('/v1/checkouts', init as RequestInit), 'body-too-large', 413);
    assert.deepEqual(calls(), []);
  });

  for (const path of ['/v1/checkouts', '/v1/notifications']) {
    it(`answers a client that goes away while it sends to ${path} as a fault of the client’s`, async () => {
      for (const length of [{}, { 'content-length': '100' }]) {
        const { ask, logged } = setUp({ onEvent: () => {} });
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{"offer"'));
            controller.error(new Error('aborted'));
          },
        });
        const headers = { origin: ORIGIN, 'content-type': 'application/json', ...length };
        const init = { method: 'POST', body, duplex: 'half', headers };
        await assertProblem(await ask(path, init as RequestInit), 'malformed-json', 400);
        assert.doesNotMatch(logged.join(), /internal/);
      }
    });
  }

  const headers: Record<string, readonly [Readonly<Record<string, string>>, string, number]> = {
    'an unlisted origin': [{ origin: 'https://evil.example' }, 'origin-not-allowed', 403],
    'the null origin': [{ origin: 'null' }, 'origin-not-allowed', 403],
    'a listed origin on another port': [{ origin: `${ORIGIN}:8443` }, 'origin-not-allowed', 403],
    'a listed origin over plain http': [{ origin: 'http://www.example.org' }, 'origin-not-allowed', 403],
    'a form’s content type': [{ 'content-type': 'text/plain' }, 'unsupported-media-type', 415],
  };
  for (const [what, [header, code, status]] of Object.entries(headers)) {
    it(`answers ${what} with ${code}, and asks HelloAsso nothing`, async () => {
      const { post, calls } = setUp();
      const response = await post(GIFT, header);
      if (code === 'origin-not-allowed') {
        assert.equal(response.headers.get('access-control-allow-origin'), null);
        assert.match(response.headers.get('vary') ?? '', /Origin/);
      }
      await assertProblem(response, code, status);
      assert.deepEqual(calls(), []);
    });
  }

  it('answers a request without origin', async () => {
    const { ask } = setUp();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(GIFT) };
    await assertProblem(await ask('/v1/checkouts', init), 'origin-not-allowed', 403);
  });

  it('answers a wrong method, and says which are right', async () => {
    const { ask } = setUp();
    const wrong = await ask('/v1/checkouts', { method: 'PUT', headers: { origin: ORIGIN } });
    assert.equal(wrong.headers.get('allow'), 'POST, OPTIONS');
    await assertProblem(wrong, 'method-not-allowed', 405);
    await assertProblem(await ask('/v1/offers', { method: 'POST' }), 'method-not-allowed', 405);
    await assertProblem(await ask('/v1/checkouts/1', { method: 'DELETE' }), 'method-not-allowed', 405);
    await assertProblem(await ask('/nowhere'), 'not-found', 404);
  });

  it('stops one address that asks too often, and no other', async () => {
    const { ask } = setUp();
    const init = { method: 'POST', headers: { origin: ORIGIN, 'content-type': 'application/json' }, body: '{}' };
    for (let count = 0; count < 60; count += 1) {
      assert.equal((await ask('/v1/checkouts', init, '192.0.2.1')).status, 422);
    }
    const limited = await ask('/v1/checkouts', init, '192.0.2.1');
    assert.ok(Number(limited.headers.get('retry-after')) > 0);
    assert.equal(limited.headers.get('access-control-expose-headers'), 'Retry-After');
    await assertProblem(limited, 'rate-limited', 429);
    assert.equal((await ask('/v1/checkouts', init, '192.0.2.2')).status, 422);
  });
});
