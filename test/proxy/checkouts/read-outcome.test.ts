import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { CheckoutOutcome } from '../../../proxy/contract/checkout.ts';
import { assertProblem, created, GIFT, ORIGIN, setUp } from '../set-up.ts';

const MEMBERSHIP = { offer: 'adhesion', instalments: 3, firstTermDate: '2026-12-22', returnPath: '/' };

async function outcome(response: Response): Promise<CheckoutOutcome> {
  assert.equal(response.status, 200, await response.clone().text());
  return (await response.json()) as CheckoutOutcome;
}

function tokenIn(address: URL): string {
  return address.searchParams.get('helloasso-checkout') ?? assert.fail('no token in the address');
}

describe('GET /v1/checkouts/{checkoutIntentId}', () => {
  it('gives `paid` without receiptUrl for the return token', async () => {
    const { post, press, read } = setUp();
    const { checkoutIntentId, redirectUrl } = await created(await post(GIFT));
    const address = await press(redirectUrl, 'pay');
    assert.equal(address.searchParams.get('checkoutIntentId'), String(checkoutIntentId));
    const { reference, instalments, ...rest } = await outcome(await read(checkoutIntentId, tokenIn(address)));
    assert.match(reference, /^[\w-]{22}$/);
    assert.deepEqual(instalments, [{ number: 1, amountCents: 2000, date: '2026-11-22', state: 'paid' }]);
    assert.deepEqual(rest, {
      outcome: 'paid',
      offer: 'don',
      kind: 'gift',
      itemName: 'Don à l’association',
      amountCents: 2000,
      refundedCents: 0,
    });
  });

  it('gives receiptUrl for the state token', async () => {
    const { post, press, read } = setUp();
    const { checkoutIntentId, redirectUrl, stateToken } = await created(await post(GIFT));
    await press(redirectUrl, 'pay');
    const { receiptUrl } = await outcome(await read(checkoutIntentId, stateToken));
    assert.match(receiptUrl ?? '', /paiement-attestation/);
  });

  it('takes the token in a header of its own beside the password of a site', async () => {
    const { post, press, ask } = setUp();
    const { checkoutIntentId, redirectUrl, stateToken } = await created(await post(GIFT));
    await press(redirectUrl, 'pay');
    const password = { authorization: `Basic ${Buffer.from('preprod:ouvre-toi').toString('base64')}` };
    const headers = { ...password, 'helloasso-checkout-state': stateToken };
    const path = `/v1/checkouts/${checkoutIntentId}`;
    assert.equal((await outcome(await ask(path, { headers }))).outcome, 'paid');
    await assertProblem(await ask(path, { headers: password }), 'token-invalid', 401);
  });

  it('contains nothing of the payer', async () => {
    const { post, press, read } = setUp();
    const payer = { firstName: 'Camille', lastName: 'Durand', email: 'camille@example.org' };
    const { checkoutIntentId, redirectUrl, stateToken } = await created(await post({ ...GIFT, payer }));
    await press(redirectUrl, 'pay');
    const text = await (await read(checkoutIntentId, stateToken)).text();
    assert.doesNotMatch(text, /Camille|Durand|camille@|mac/);
  });

  it('gives `refused` after a refusal', async () => {
    const { post, press, read } = setUp();
    const { checkoutIntentId, redirectUrl, stateToken } = await created(await post(GIFT));
    await press(redirectUrl, 'refuse');
    assert.equal((await outcome(await read(checkoutIntentId, stateToken))).outcome, 'refused');
  });

  it('gives `pending` before the payment, and `abandoned` after 45 minutes', async () => {
    const { post, read, pass } = setUp();
    const { checkoutIntentId, stateToken } = await created(await post(GIFT));
    const before = await outcome(await read(checkoutIntentId, stateToken));
    assert.deepEqual([before.outcome, before.reason], ['pending', 'settling']);
    pass(46 * 60_000);
    assert.equal((await outcome(await read(checkoutIntentId, stateToken))).outcome, 'abandoned');
  });

  it('gives receiptUrl as the parsed address, and none that is not HelloAsso’s', async () => {
    let receipt = '';
    const world: ReturnType<typeof setUp> = setUp({
      intercept: async (request) => {
        if (request.method !== 'GET') return undefined;
        const text = await (await world.simulator.fetch(request)).text();
        const edited = text.replace(/"paymentReceiptUrl":"[^"]*"/, `"paymentReceiptUrl":${JSON.stringify(receipt)}`);
        return new Response(edited);
      },
    });
    const { checkoutIntentId, redirectUrl, stateToken } = await created(await world.post(GIFT));
    await world.press(redirectUrl, 'pay');
    const expected: Readonly<Record<string, string | undefined>> = {
      ' HTTPS://www.helloasso.com/\nreceipt ': 'https://www.helloasso.com/receipt',
      'https://evil.example/': undefined,
    };
    for (const [given, answered] of Object.entries(expected)) {
      receipt = given;
      assert.equal((await outcome(await world.read(checkoutIntentId, stateToken))).receiptUrl, answered);
      world.pass(61_000);
    }
  });

  it('lists the instalments that are still due', async () => {
    const { post, press, read } = setUp();
    const { checkoutIntentId, redirectUrl, stateToken } = await created(await post(MEMBERSHIP));
    await press(redirectUrl, 'pay');
    const { outcome: name, amountCents, instalments } = await outcome(await read(checkoutIntentId, stateToken));
    assert.deepEqual([name, amountCents], ['paid', 3000]);
    assert.deepEqual(instalments, [
      { number: 1, amountCents: 1000, date: '2026-11-22', state: 'paid' },
      { number: 2, amountCents: 1000, date: '2026-12-22', state: 'due' },
      { number: 3, amountCents: 1000, date: '2027-01-22', state: 'due' },
    ]);
  });

  it('reads HelloAsso once for concurrent requests, and again a second later', async () => {
    const { post, press, read, calls, pass } = setUp();
    const { checkoutIntentId, redirectUrl, stateToken } = await created(await post(GIFT));
    const reads = () => calls().filter((call) => call.startsWith('GET ')).length;
    await Promise.all(Array.from({ length: 5 }, () => read(checkoutIntentId, stateToken)));
    assert.equal(reads(), 1);
    pass(1001);
    await press(redirectUrl, 'pay');
    await read(checkoutIntentId, stateToken);
    assert.equal(reads(), 2);
    pass(59_000);
    await read(checkoutIntentId, stateToken);
    assert.equal(reads(), 2, 'a paid intent is good for a minute');
    pass(2_000);
    await read(checkoutIntentId, stateToken);
    assert.equal(reads(), 3);
  });
});

describe('GET /v1/checkouts/{checkoutIntentId} with invalid input', () => {
  it('answers checkout-unknown for another payer’s paid intent', async () => {
    const { post, press, read, calls, logged } = setUp();
    const mine = await created(await post(GIFT));
    const theirs = await created(await post(GIFT));
    const myAddress = await press(mine.redirectUrl, 'refuse');
    await press(theirs.redirectUrl, 'pay');
    await assertProblem(await read(theirs.checkoutIntentId, tokenIn(myAddress)), 'checkout-unknown', 404);
    const before = calls().length;
    await assertProblem(await read(theirs.checkoutIntentId, mine.stateToken), 'checkout-unknown', 404);
    assert.equal(calls().length, before, 'a state token names its intent: HelloAsso need not be asked');
    assert.equal(
      logged.some((line) => line.includes('fails verification')),
      false,
      'an unknown intent logs no error',
    );
  });

  it('answers checkout-unknown and logs an error for our reference without our MAC', async () => {
    let forged: object | undefined;
    const { post, read, logged, intents, pass } = setUp({
      intercept: ({ method }) => (method === 'GET' && forged ? Response.json(forged) : undefined),
    });
    const { checkoutIntentId, stateToken } = await created(await post(GIFT));
    const [sent] = await intents();
    const own = sent?.metadata['helloasso-checkout'];
    const payment = {
      id: 1,
      amount: 2000,
      date: '2026-11-22T13:00:00+01:00',
      state: 'Authorized',
      paymentMeans: 'Card',
    };
    const order = { id: 1, organizationSlug: 'asso-demo', amount: { total: 2000 }, payments: [payment] };
    for (const other of [{ mac: 'x' }, { mac: '' }, { offer: 'adhesion' }]) {
      forged = { id: checkoutIntentId, metadata: { 'helloasso-checkout': { ...own, ...other } }, order };
      await assertProblem(await read(checkoutIntentId, stateToken), 'checkout-unknown', 404);
      assert.ok(logged.some((line) => line.includes('fails verification')));
      logged.length = 0;
      pass(60_001);
    }
    forged = { id: checkoutIntentId, metadata: { 'helloasso-checkout': own }, order };
    assert.equal((await outcome(await read(checkoutIntentId, stateToken))).outcome, 'paid');
  });

  it('answers checkout-unknown for a paid intent of a lower amount', async () => {
    const { post, press, read } = setUp();
    const cheap = await created(await post({ ...GIFT, amountCents: 100 }));
    const dear = await created(await post({ ...GIFT, amountCents: 500_000 }));
    await press(cheap.redirectUrl, 'pay');
    const dearAddress = await press(dear.redirectUrl, 'refuse');
    await assertProblem(await read(cheap.checkoutIntentId, tokenIn(dearAddress)), 'checkout-unknown', 404);
  });

  it('answers every mismatch alike, and 429 after three with one return token', async () => {
    const { post, press, read, calls } = setUp();
    const { checkoutIntentId, redirectUrl } = await created(await post(GIFT));
    const token = tokenIn(await press(redirectUrl, 'pay'));
    for (const foreign of [checkoutIntentId + 1, checkoutIntentId + 2, 999_999]) {
      await assertProblem(await read(foreign, token), 'checkout-unknown', 404);
    }
    const before = calls().length;
    await assertProblem(await read(checkoutIntentId, token), 'rate-limited', 429);
    assert.equal(calls().length, before, 'a blocked token costs HelloAsso nothing');
  });

  it('serves the state token after wrong guesses with the return token', async () => {
    const { post, press, read } = setUp();
    const { checkoutIntentId, redirectUrl, stateToken } = await created(await post(GIFT));
    const token = tokenIn(await press(redirectUrl, 'pay'));
    for (const foreign of [1, 2, 3, 4]) await read(checkoutIntentId + foreign, token);
    assert.equal((await outcome(await read(checkoutIntentId, stateToken))).outcome, 'paid');
  });

  it('counts concurrent guesses', async () => {
    const { post, press, read, calls } = setUp();
    const { checkoutIntentId, redirectUrl } = await created(await post(GIFT));
    const token = tokenIn(await press(redirectUrl, 'pay'));
    await Promise.all(Array.from({ length: 50 }, (_, index) => read(checkoutIntentId + 1 + index, token)));
    assert.equal(calls().filter((call) => call.startsWith('GET ')).length, 3);
  });

  it('serves the right intent after concurrent reads with one return token', async () => {
    let letGo = (_: undefined) => {};
    const hold = new Promise<undefined>((resolve) => {
      letGo = resolve;
    });
    const { post, press, read } = setUp({ intercept: ({ method }) => (method === 'GET' ? hold : undefined) });
    const { checkoutIntentId, redirectUrl } = await created(await post(GIFT));
    const token = tokenIn(await press(redirectUrl, 'pay'));
    let refused = 0;
    const reads = Array.from({ length: 10 }, async () => {
      if ((await read(checkoutIntentId, token)).status === 429) refused += 1;
    });
    while (refused < 7) await setImmediate();
    letGo(undefined);
    await Promise.all(reads);
    assert.equal((await outcome(await read(checkoutIntentId, token))).outcome, 'paid');
  });

  it('gives the labels with the quantity in front', async () => {
    const { post, read, press } = setUp({
      offers: {
        billet: { kind: 'ticket', itemName: 'Billet', labels: { en: 'Ticket' }, amountCents: 1200, maxQuantity: 5 },
      },
    });
    const { checkoutIntentId, redirectUrl, stateToken } = await created(
      await post({ offer: 'billet', quantity: 3, returnPath: '/' }),
    );
    await press(redirectUrl, 'pay');
    const { itemName, labels } = await outcome(await read(checkoutIntentId, stateToken));
    assert.deepEqual([itemName, labels], ['3 × Billet', { en: '3 × Ticket' }]);
  });

  it('counts no read of the token’s own intent', async () => {
    const { post, press, read, pass } = setUp();
    const { checkoutIntentId, redirectUrl } = await created(await post(GIFT));
    const token = tokenIn(await press(redirectUrl, 'refuse'));
    for (let count = 0; count < 10; count += 1) {
      assert.equal((await outcome(await read(checkoutIntentId, token))).outcome, 'refused');
      pass(1001);
    }
  });

  for (const id of ['0', '-1', '1e3', '01', 'abc', '99999999999', '2147483648', '1%2F2']) {
    it(`makes no call for the id ${id}`, async () => {
      const { post, read, calls } = setUp();
      const { stateToken } = await created(await post(GIFT));
      const before = calls().length;
      await assertProblem(await read(id, stateToken), 'checkout-unknown', 404);
      assert.equal(calls().length, before);
    });
  }

  it('makes no call for a forged, missing or expired token', async () => {
    const { post, read, ask, calls, pass } = setUp();
    const { checkoutIntentId, stateToken } = await created(await post(GIFT));
    const before = calls().length;
    await assertProblem(await read(checkoutIntentId, `${stateToken}x`), 'token-invalid', 401);
    await assertProblem(
      await ask(`/v1/checkouts/${checkoutIntentId}`, { headers: { origin: ORIGIN } }),
      'token-invalid',
      401,
    );
    pass(31 * 86_400_000);
    await assertProblem(await read(checkoutIntentId, stateToken), 'token-expired', 401);
    assert.equal(calls().length, before);
  });

  it('refuses the token of another environment or organisation', async () => {
    const secret = { SIGNING_SECRET: Buffer.alloc(32, 3).toString('base64') };
    const here = setUp({ environment: secret });
    const production = { ...secret, HELLOASSO_ENVIRONMENT: 'production', ALLOWED_ORIGINS: ORIGIN };
    for (const environment of [production, { ...secret, HELLOASSO_ORGANIZATION: 'other' }]) {
      const there = setUp({ environment });
      const { checkoutIntentId, redirectUrl } = await created(await there.post(GIFT));
      const token = tokenIn(await there.press(redirectUrl, 'pay'));
      await assertProblem(await here.read(checkoutIntentId, token), 'checkout-unknown', 404);
    }
    assert.deepEqual(here.calls(), []);
  });

  it('refuses a page of another origin', async () => {
    const { ask } = setUp();
    const headers = { origin: 'https://evil.example', authorization: 'State x' };
    await assertProblem(await ask('/v1/checkouts/1', { headers }), 'origin-not-allowed', 403);
  });
});
