import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { SignJWT } from 'jose';
import type { CheckoutOutcome, CheckoutRequest } from '../../../proxy/contract/checkout.ts';
import type { PaymentEvent } from '../../../proxy/events/payment-event.ts';
import { assertProblem, created, setUp } from '../set-up.ts';

const KEY = Buffer.alloc(64, 7).toString('base64');
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');
const START_S = Date.parse('2026-11-22T12:00:00Z') / 1000;
const OFFERS = {
  panier: { kind: 'payment', itemName: 'Commande', amountCents: 'signed', instalments: [1, 3] },
  adhesion: { kind: 'membership', itemName: 'Adhésion', amountCents: 3000, maxQuantity: 5 },
};
const CART = { offer: 'panier', itemName: 'Commande nº 42', amountCents: 4250, reference: 'commande-42' };
const CLAIMS = { aud: 'asso-demo', environment: 'sandbox', ...CART, iat: START_S, exp: START_S + 900 };
const HEADER = { alg: 'HS256', typ: 'helloasso-offer+jwt' };

function sign(claims: object = {}, header: object = {}, key = KEY): Promise<string> {
  return new SignJWT({ ...CLAIMS, ...claims })
    .setProtectedHeader({ ...HEADER, ...header })
    .sign(Buffer.from(key, 'base64'));
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined;
}

function setUpKeys(clockError = 0) {
  const delivered: PaymentEvent[] = [];
  const world = setUp({
    offers: OFFERS,
    environment: { OFFER_KEYS: `${OTHER_KEY},${KEY}` },
    onEvent: (event) => void delivered.push(event),
    clockError,
  });
  const order = (signedOffer: string | undefined, request: Partial<CheckoutRequest> = {}) =>
    world.post({ offer: 'panier', returnPath: '/', ...(signedOffer !== undefined && { signedOffer }), ...request });
  return { ...world, delivered, order };
}

describe('a signed offer', () => {
  it('sets price and item name of the payment', async () => {
    const { order, intents } = setUpKeys();
    await created(await order(await sign()));
    const [intent] = await intents();
    assert.deepEqual([intent?.totalAmount, intent?.itemName], [4250, 'Commande nº 42']);
  });

  it('gives its reference to the event as `verified`', async () => {
    const { order, simulator, read, delivered } = setUpKeys();
    const { checkoutIntentId, stateToken } = await created(await order(await sign()));
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    const { outcome, itemName } = (await (await read(checkoutIntentId, stateToken)).json()) as CheckoutOutcome;
    assert.deepEqual([outcome, itemName], ['paid', 'Commande nº 42']);
    assert.deepEqual(delivered[0]?.data.verified, { reference: 'commande-42' });
  });

  it('replaces the offer’s price, and can be paid in the offer’s instalments', async () => {
    const { order, intents } = setUpKeys();
    const reduced = await sign({ offer: 'adhesion', itemName: undefined, amountCents: 1000 });
    await created(await order(reduced, { offer: 'adhesion' }));
    await created(await order(await sign(), { instalments: 3, firstTermDate: '2026-12-22' }));
    const sent = (await intents()).map(({ totalAmount, initialAmount, itemName }) => [
      totalAmount,
      initialAmount,
      itemName,
    ]);
    assert.deepEqual(sent, [
      [1000, 1000, 'Adhésion'],
      [4250, 1418, 'Commande nº 42'],
    ]);
  });

  it('refuses another amount or quantity than the signed one', async () => {
    const { order, calls } = setUpKeys();
    await assertProblem(await order(await sign(), { amountCents: 100 }), 'amount-not-applicable', 422);
    const ticket = await sign({ offer: 'adhesion' });
    await assertProblem(await order(ticket, { offer: 'adhesion', quantity: 2 }), 'quantity-out-of-range', 422);
    assert.deepEqual(calls(), []);
  });

  it('is required when the offer only has signed prices', async () => {
    const { order, calls } = setUpKeys();
    await assertProblem(await order(undefined), 'signed-offer-required', 422);
    await assertProblem(await order(undefined, { amountCents: 100 }), 'signed-offer-required', 422);
    assert.deepEqual(calls(), []);
  });

  it('is accepted for a former slug of the organisation', async () => {
    const { post } = setUp({
      offers: OFFERS,
      environment: { OFFER_KEYS: KEY, HELLOASSO_ORGANIZATION: 'asso-demo,ancien-nom' },
    });
    const signedOffer = await sign({ aud: 'ancien-nom' });
    await created(await post({ offer: 'panier', returnPath: '/', signedOffer }));
  });

  it('is refused after its expiry, at most an hour', async () => {
    const { order, pass } = setUpKeys();
    const jwt = await sign();
    pass(17 * 60_000);
    await assertProblem(await order(jwt), 'signed-offer-expired', 422);
  });

  it('is accepted from a clock that is two minutes ahead or behind', async () => {
    const { order } = setUpKeys();
    await created(await order(await sign({ iat: START_S + 119, exp: START_S + 1019 })));
    await created(await order(await sign({ iat: START_S - 1019, exp: START_S - 119 })));
  });

  it('is refused from a clock further ahead, which the log names', async () => {
    const { order, logged, intents } = setUpKeys();
    const jwt = await sign({ iat: START_S + 300, exp: START_S + 1200 });
    await assertProblem(await order(jwt), 'signed-offer-invalid', 422);
    assert.match(logged.join('\n'), /"reason":"clock","aheadS":300/);
    assert.deepEqual(await intents(), []);
  });

  for (const hours of [-5, 5]) {
    it(`is judged by HelloAsso’s time when the proxy’s clock is wrong by ${hours} hours`, async () => {
      const { order, pass } = setUpKeys(hours * 3_600_000);
      await created(await order(await sign()));
      pass(17 * 60_000);
      await assertProblem(await order(await sign()), 'signed-offer-expired', 422);
    });
  }

  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const withPrice = (jwt: string, amountCents: number) =>
    jwt.replace(/\..*\./, `.${encode({ ...CLAIMS, amountCents })}.`);
  const forgeries: Record<string, () => Promise<string> | string> = {
    'without a signature': () => `${encode({ ...HEADER, alg: 'none' })}.${encode(CLAIMS)}.`,
    'of an unknown key': () => sign({}, {}, Buffer.alloc(32, 9).toString('base64')),
    'of another type': () => sign({}, { typ: 'JWT' }),
    'of no type': () => sign({}, { typ: undefined }),
    'by another algorithm': () => sign({}, { alg: 'HS512' }),
    'for another offer': () => sign({ offer: 'adhesion' }),
    'for another organisation': () => sign({ aud: 'asso-soeur' }),
    'for no organisation': () => sign({ aud: undefined }),
    'for the other environment': () => sign({ environment: 'production' }),
    'for longer than an hour': () => sign({ exp: START_S + 3601 }),
    'without an end': () => sign({ exp: undefined }),
    'without a beginning': () => sign({ iat: undefined }),
    'that ends before it begins': () => sign({ exp: START_S - 1 }),
    'of less than HelloAsso collects': () => sign({ amountCents: 49 }),
    'of a fraction of a cent': () => sign({ amountCents: 100.5 }),
    'with a person for a reference': () => sign({ reference: 'camille@example.org' }),
    'with a changed price': async () => withPrice(await sign(), 100),
    'that is no JWT': () => 'panier',
    'that is empty': () => '',
  };
  for (const [what, forge] of Object.entries(forgeries)) {
    it(`is refused without a call when it is one ${what}`, async () => {
      const { order, calls } = setUpKeys();
      await assertProblem(await order(await forge()), 'signed-offer-invalid', 422);
      assert.deepEqual(calls(), []);
    });
  }

  for (const [claims, changes] of [
    [['amountCents'], { amountCents: '2990' }],
    [['amountCents'], { amountCents: 1998.9999999999998 }],
    [['reference'], { reference: 42 }],
    [['offer', 'environment'], { offer: 'adhesion', environment: 'production' }],
    [['aud'], { aud: 'asso-soeur' }],
    [['exp'], { exp: START_S + 3601 }],
  ] as const) {
    it(`is refused with ${JSON.stringify(changes)}, and the log names ${claims}`, async () => {
      const { order, logged } = setUpKeys();
      await assertProblem(await order(await sign(changes)), 'signed-offer-invalid', 422);
      assert.ok(logged.join('\n').includes(`{"claims":${JSON.stringify(claims)},`), logged.join('\n'));
    });
  }

  it('is refused with an unknown key, and the log names no claim', async () => {
    const { order, logged } = setUpKeys();
    await order(await sign({ amountCents: 1.5 }, {}, Buffer.alloc(32, 9).toString('base64')));
    assert.doesNotMatch(logged.join('\n'), /claims/);
  });

  it('is refused by a proxy without OFFER_KEYS', async () => {
    const { post } = setUp({ offers: OFFERS });
    const response = await post({ offer: 'panier', returnPath: '/', signedOffer: await sign() });
    await assertProblem(response, 'signed-offer-invalid', 422);
  });
});

describe('the example of a signed offer', () => {
  const node = `import { signOffer } from './demo/signed-offer/sign-offer.js';
    const [cart, key] = process.argv.slice(1);
    process.stdout.write(signOffer(JSON.parse(cart), { key, organization: 'asso-demo', environment: 'sandbox' }));`;
  const php = `require 'demo/signed-offer/sign-offer.php';
    echo sign_offer(json_decode($argv[1], true), $argv[2], 'asso-demo', 'sandbox');`;
  const commands = {
    Node: [process.execPath, '--input-type=module', '-e', node],
    PHP: ['php', '-r', php],
  };
  for (const [language, [command = '', ...args]] of Object.entries(commands)) {
    const skip = isInstalled(command) || process.env.CI ? false : `${command} is not installed`;
    it(`in ${language} signs an offer that the proxy accepts`, { skip }, async () => {
      const jwt = execFileSync(command, [...args, '--', JSON.stringify(CART), KEY], { encoding: 'utf8' });
      const { order, intents, pass } = setUpKeys();
      pass(Date.now() - START_S * 1000);
      await created(await order(jwt));
      const [intent] = await intents();
      assert.deepEqual([intent?.totalAmount, intent?.itemName], [4250, 'Commande nº 42']);
    });
  }
});
