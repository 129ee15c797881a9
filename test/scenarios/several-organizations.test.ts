import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Simulator } from '../../demo/simulator/create-simulator.ts';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { createProxy } from '../../proxy/create-proxy.ts';
import type { PaymentEvent } from '../../proxy/events/payment-event.ts';
import { testConfig } from '../proxy/environment.ts';
import { created, GIFT, ORIGIN, setUp } from '../proxy/set-up.ts';

/** The simulator's one organisation, as HelloAsso would show it under another slug. */
async function under(slug: string, simulator: Simulator, request: Request): Promise<Response> {
  const known = new Request(request.url.replace(`/organizations/${slug}`, '/organizations/asso-demo'), request);
  const response = await simulator.fetch(known);
  const text = (await response.text()).replaceAll('"asso-demo"', `"${slug}"`);
  return new Response(text || null, response);
}

const SISTER = { kind: 'gift', itemName: 'Don', amountCents: 500, organization: 'asso-soeur' };

describe('an offer of another organisation', () => {
  function setUpSister() {
    const delivered: PaymentEvent[] = [];
    const world = setUp({
      offers: { soeur: SISTER, ici: { ...SISTER, organization: 'asso-demo' } },
      onEvent: (event) => void delivered.push(event),
      intercept: (request) =>
        request.url.includes('/asso-soeur') ? under('asso-soeur', world.simulator, request) : undefined,
    });
    return { ...world, delivered };
  }

  it('is created, read and reported under its own organisation', async () => {
    const { post, read, simulator, calls, delivered } = setUpSister();
    const { checkoutIntentId, stateToken } = await created(await post({ offer: 'soeur', returnPath: '/' }));
    await simulator.act(checkoutIntentId, { action: 'pay' });
    await simulator.settle();
    const { outcome } = (await (await read(checkoutIntentId, stateToken)).json()) as CheckoutOutcome;
    assert.equal(outcome, 'paid');
    assert.deepEqual([...new Set(delivered.map(({ data }) => data.organization))], ['asso-soeur']);
    assert.deepEqual(
      [...new Set(calls().filter((call) => call.includes('/organizations/')))],
      [
        'POST /v5/organizations/asso-soeur/checkout-intents',
        `GET /v5/organizations/asso-soeur/checkout-intents/${checkoutIntentId}`,
      ],
    );
  });

  it('cannot be read with the token of another organisation’s checkout', async () => {
    const { post, read } = setUpSister();
    const there = await created(await post({ offer: 'soeur', returnPath: '/' }));
    const here = await created(await post({ offer: 'ici', returnPath: '/' }));
    assert.equal((await read(there.checkoutIntentId, here.stateToken)).status, 404);
  });
});

describe('an organisation that was renamed', () => {
  it('gives the outcome to payers who left under the former slug', async () => {
    const { post, simulator } = setUp();
    const { checkoutIntentId, stateToken } = await created(await post(GIFT));
    await simulator.act(checkoutIntentId, { action: 'pay' });
    const outcomeWith = async (slugs: string) => {
      const delivered: PaymentEvent[] = [];
      const proxy = createProxy(testConfig({ HELLOASSO_ORGANIZATION: slugs }), {
        now: () => simulator.now(),
        onEvent: (event) => void delivered.push(event),
        fetch: (input, init) => under('nouveau-nom', simulator, new Request(input, init)),
      });
      const headers = { origin: ORIGIN, authorization: `State ${stateToken}` };
      const url = `https://pay.example.org/v1/checkouts/${checkoutIntentId}`;
      const response = await proxy.fetch(new Request(url, { headers }), { clientAddress: '192.0.2.1' });
      const [notification] = simulator.notifications().filter(({ body }) => body.includes('"Order"'));
      const body = notification?.body ?? '';
      const post = new Request('https://pay.example.org/v1/notifications', { method: 'POST', body });
      await proxy.fetch(post, { clientAddress: '192.0.2.1' });
      return [response.status, ((await response.json()) as Partial<CheckoutOutcome>).outcome, delivered.length];
    };
    assert.deepEqual(await outcomeWith('nouveau-nom,asso-demo'), [200, 'paid', 1]);
    assert.deepEqual(await outcomeWith('nouveau-nom'), [404, undefined, 0]);
  });
});
