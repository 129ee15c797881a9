// Answers of HelloAsso that are odd where nothing depends on it: the payment is read as what it is, by the payer's return, by the
// notification and by `reconcile` alike.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { composeReconciliation } from '../../proxy/compose.ts';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { createProxy } from '../../proxy/create-proxy.ts';
import { reconcile } from '../../proxy/events/reconcile.ts';
import { testConfig } from '../proxy/environment.ts';
import { GIFT, ORIGIN, setUp } from '../proxy/set-up.ts';
import { MINUTE_MS } from '../proxy/set-up-receiver.ts';

interface Intent {
  readonly id: number;
  readonly order: { readonly id: number; readonly payments: readonly [Members] } & Members;
}

type Members = Readonly<Record<string, unknown>>;

const payment = (members: Members) => (intent: Intent) => ({
  ...intent,
  order: { ...intent.order, payments: [{ ...intent.order.payments[0], ...members }] },
});
const order = (members: Members) => (intent: Intent) => ({ ...intent, order: { ...intent.order, ...members } });

const ODD: Readonly<Record<string, (intent: Intent) => object>> = {
  'a refund that has only an id': payment({ refundOperations: [{ id: 1 }] }),
  'a refund without an id, with its result as `state`': payment({
    refundOperations: [{ amount: 500, state: 'Processed' }],
  }),
  'a refund without a result': payment({ refundOperations: [{ id: 1, amount: 500, status: null }] }),
  'refunds that are null': payment({ refundOperations: null }),
  'a refund that is null': payment({ refundOperations: [null] }),
  'an empty date': payment({ date: '' }),
  'a date in the year 1': payment({ date: '0001-01-01T00:00:00' }),
  'an empty date of change': payment({ meta: { updatedAt: '' } }),
  'no meta': payment({ meta: null }),
  'no receipt': payment({ paymentReceiptUrl: null }),
  'no items of the order': order({ items: null }),
  'an item without a name': order({ items: [{ id: 1 }] }),
  'a payer that is a text': order({ payer: 'Camille Durand' }),
  'no id of the order': order({ id: null }),
  'ids as text': (intent) => ({
    ...payment({ id: String(intent.order.payments[0].id) })(intent),
    id: String(intent.id),
  }),
  'members that HelloAsso may add': (intent) => ({
    ...payment({ cardExpirationDate: '2028-01', newMember: { deep: [1] } })(intent),
    another: [],
  }),
};

const NOTHING = { onProgress() {}, pause: async () => {}, isDryRun: false };

/** What each reader makes of a payment when HelloAsso answers like this. */
async function readersOf(edit: (intent: Intent) => object, action: 'pay' | 'refuse' = 'pay') {
  const logged: string[] = [];
  const keep = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
  const config = testConfig();
  const { simulator } = setUp({ simulator: { notificationUrl: 'https://pay.example.org/v1/notifications' } });
  const events: string[] = [];
  const environment = {
    now: () => simulator.now(),
    elapsed: () => simulator.now(),
    log: { info: keep, warn: keep, error: keep },
    onEvent: ({ type }: { type: string }) => void events.push(type),
    fetch: (async (input, init) => {
      const request = new Request(input, init);
      const response = await simulator.fetch(request);
      if (!request.url.includes('/checkout-intents/')) return response;
      return Response.json(edit((await response.json()) as Intent), { headers: response.headers });
    }) satisfies typeof fetch,
  };
  const proxy = createProxy(config, environment);
  const ask = (path: string, init: RequestInit) =>
    proxy.fetch(new Request(`https://pay.example.org${path}`, init), { clientAddress: '192.0.2.1' });
  const headers = { origin: ORIGIN, 'content-type': 'application/json' };
  const response = await ask('/v1/checkouts', { method: 'POST', headers, body: JSON.stringify(GIFT) });
  const { checkoutIntentId, stateToken } = (await response.json()) as { checkoutIntentId: number; stateToken: string };
  await simulator.act(checkoutIntentId, { action });
  const read = await ask(`/v1/checkouts/${checkoutIntentId}`, {
    headers: { ...headers, authorization: `State ${stateToken}` },
  });
  const outcome = (await read.json()) as CheckoutOutcome;

  const notified: (readonly [number, string])[] = [];
  for (const { body } of simulator.notifications()) {
    events.length = 0;
    const { status } = await ask('/v1/notifications', { method: 'POST', body });
    notified.push([status, events.join()]);
  }
  events.length = 0;
  const dependencies = composeReconciliation(config, environment);
  const summary = await reconcile({ ...dependencies, ...NOTHING, since: simulator.now() - 60 * MINUTE_MS });
  return { outcome, notified, summary, reconciled: events.join(), logged };
}

describe('an odd answer about a paid payment', () => {
  for (const [what, edit] of Object.entries(ODD)) {
    it(`with ${what} is read as paid by payer, notification and reconcile`, async () => {
      const { outcome, notified, summary, reconciled } = await readersOf(edit);
      assert.deepEqual([outcome.outcome, outcome.instalments.length], ['paid', 1]);
      const expected = outcome.refundedCents > 0 ? 'payment.paid,payment.refunded' : 'payment.paid';
      assert.deepEqual(notified, [
        [200, expected],
        [200, expected],
      ]);
      assert.deepEqual(summary, { read: 1, ours: 1, sent: expected.split(',').length, failed: 0 });
      assert.equal(reconciled, expected);
    });
  }

  it('is logged once for each member, without its value', async () => {
    const { logged } = await readersOf(payment({ date: 'MARKED', refundOperations: 'MARKED' }));
    const members = logged.filter((line) => line.includes('cannot be read')).map((line) => JSON.parse(line).member);
    assert.deepEqual(members.sort(), ['date', 'date', 'refundOperations', 'refundOperations']); // the server and the command
    assert.doesNotMatch(logged.join(), /MARKED/);
  });
});

describe('an unreadable answer about a payment', () => {
  const UNREADABLE: Readonly<Record<string, (intent: Intent) => object>> = {
    'an amount as text': payment({ amount: '20.00' }),
    'no state': payment({ state: null }),
    'an unknown means of payment': payment({ paymentMeans: 'Crd' }),
    'a number that is no number': payment({ installmentNumber: 'first' }),
    'a total as text': order({ amount: { total: '2000' } }),
    'payments that are null': order({ payments: null }),
    'an order that is a text': (intent) => ({ ...intent, order: 'paid' }),
  };
  for (const [what, edit] of Object.entries(UNREADABLE)) {
    for (const action of ['pay', 'refuse'] as const) {
      it(`with ${what}, after “${action}”, is pending, sent again, and failed in reconcile`, async () => {
        const { outcome, notified, summary, reconciled } = await readersOf(edit, action);
        assert.deepEqual([outcome.outcome, outcome.reason, outcome.instalments.length], ['pending', 'settling', 1]);
        for (const [status, events] of notified) assert.deepEqual([status, events], [503, '']);
        assert.deepEqual([summary.sent, summary.failed, reconciled], [0, 1, '']);
      });
    }
  }
});
