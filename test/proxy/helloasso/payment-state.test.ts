import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Expected, outcomeOf } from '../../../proxy/helloasso/payment-state.ts';
import { checkoutIntent } from '../../../proxy/helloasso/response-schemas.ts';

const ISSUED_AT = Date.parse('2026-11-22T12:00:00Z');
const MINUTE_MS = 60_000;
const EXPECTED: Expected = {
  organizationSlugs: ['asso-demo', 'ancien-nom'],
  environment: 'sandbox',
  totalCents: 3000,
  initialCents: 1000,
  issuedAt: ISSUED_AT,
};

interface SomePayment {
  readonly [key: string]: unknown;
  readonly state?: string;
}

function paymentOf(overrides: SomePayment): SomePayment {
  return {
    id: 1,
    amount: 1000,
    date: '2026-11-22T13:00:00.1234567+01:00',
    paymentMeans: 'Card',
    installmentNumber: 1,
    ...overrides,
  };
}

function verdict(payments: readonly SomePayment[], expected: Partial<Expected> = {}, order: object = {}) {
  const intent = checkoutIntent.parse({
    id: 30674,
    order: {
      id: 11,
      organizationSlug: 'asso-demo',
      amount: { total: 3000 },
      payments: payments.map(paymentOf),
      ...order,
    },
  });
  return outcomeOf(intent, { ...EXPECTED, ...expected }, ISSUED_AT + MINUTE_MS);
}

describe('outcomeOf', () => {
  const states: Record<string, string> = {
    Authorized: 'paid',
    AuthorizedPreprod: 'paid',
    Corrected: 'paid',
    Registered: 'pending',
    Pending: 'pending',
    Waiting: 'pending',
    WaitingBankValidation: 'pending',
    WaitingBankWithdraw: 'pending',
    WaitingAuthentication: 'pending',
    Init: 'pending',
    Unknown: 'pending',
    Refused: 'refused',
    Error: 'refused',
    Canceled: 'refused',
    Abandoned: 'refused',
    Deleted: 'refused',
    Inconsistent: 'refused',
    NoDonation: 'refused',
    Refunding: 'refunding',
    Refunded: 'refunded',
    Contested: 'contested',
  };
  for (const [state, outcome] of Object.entries(states)) {
    it(`maps ${state} to ${outcome}`, () => {
      assert.equal(verdict([{ state }])?.outcome, outcome);
      assert.deepEqual(verdict([{ state }])?.unknownStates, []);
    });
  }

  it('maps an unknown state to pending, and lists it', () => {
    const { outcome, unknownStates } = verdict([{ state: 'constructor' }]) ?? {};
    assert.deepEqual({ outcome, unknownStates }, { outcome: 'pending', unknownStates: ['constructor'] });
  });

  it('maps AuthorizedPreprod to pending in production', () => {
    assert.equal(verdict([{ state: 'AuthorizedPreprod' }], { environment: 'production' })?.outcome, 'pending');
  });

  const attempts: readonly [readonly string[], string][] = [
    [['Refused', 'Authorized'], 'paid'],
    [['Authorized', 'Refused'], 'paid'],
    [['Authorized', 'Refunded'], 'paid'],
    [['Contested', 'Refunding', 'Refunded', 'Pending', 'Refused'], 'contested'],
    [['Refunding', 'Refunded', 'Pending', 'Refused'], 'refunding'],
    [['Refunded', 'Pending', 'Refused'], 'refunded'],
    [['Refused', 'Waiting'], 'pending'],
    [['Refused', 'Refused'], 'refused'],
  ];
  for (const [several, outcome] of attempts) {
    it(`maps the attempts ${several.join(', ')} to ${outcome}`, () => {
      assert.equal(verdict(several.map((state) => ({ state })))?.outcome, outcome);
    });
  }

  it('is refused when the first payment is refused and the second is paid', () => {
    const payments = [{ state: 'Refused' }, { state: 'Authorized', installmentNumber: 2 }];
    assert.equal(verdict(payments)?.outcome, 'refused');
  });

  it('stays paid when a later instalment is refused', () => {
    const payments = [
      { state: 'Authorized' },
      { state: 'Refused', installmentNumber: 2, date: '2026-12-22T00:00:00+01:00' },
    ];
    const { outcome, instalments } = verdict(payments) ?? {};
    assert.equal(outcome, 'paid');
    assert.deepEqual(instalments, [
      { number: 1, amountCents: 1000, date: '2026-11-22', state: 'paid' },
      { number: 2, amountCents: 1000, date: '2026-12-22', state: 'refused' },
    ]);
  });

  for (const offline of [
    { type: 'Offline' },
    { paymentMeans: 'Cash' },
    { paymentMeans: 'Check' },
    { paymentMeans: 'None' },
  ]) {
    it(`maps ${JSON.stringify(offline)} to pending, never to paid`, () => {
      assert.equal(verdict([{ state: 'Authorized', ...offline }])?.outcome, 'pending');
    });
  }

  it('accepts an order under a former slug of the organisation', () => {
    assert.equal(verdict([{ state: 'Authorized' }], {}, { organizationSlug: 'ancien-nom' })?.outcome, 'paid');
  });

  it('is undefined when organisation, total or first amount differ', () => {
    const paid = [{ state: 'Authorized' }];
    assert.equal(verdict(paid, { organizationSlugs: ['other'] }), undefined);
    assert.equal(verdict(paid, {}, { organizationSlug: null }), undefined);
    assert.equal(verdict(paid, { totalCents: 3001 }), undefined);
    assert.equal(verdict(paid, { initialCents: 999 }), undefined);
    assert.equal(verdict([{ state: 'Authorized', amount: 1 }]), undefined);
  });

  it('counts a partial refund of a payment that stays paid', () => {
    const refundOperations = [
      { id: 1, amount: 300, status: 'Processed' },
      { id: 2, amount: 200, status: 'Refused' },
    ];
    const { outcome, refundedCents } = verdict([{ state: 'Authorized', refundOperations }]) ?? {};
    assert.deepEqual({ outcome, refundedCents }, { outcome: 'paid', refundedCents: 300 });
  });

  it('counts a full refund without operations', () => {
    assert.equal(verdict([{ state: 'Refunded' }])?.refundedCents, 1000);
  });

  it('gives the reason `bank` for a bank transfer, else `settling`', () => {
    assert.equal(verdict([{ state: 'Waiting' }])?.reason, 'bank');
    assert.equal(verdict([{ state: 'Pending', paymentMeans: 'Sepa' }])?.reason, 'bank');
    assert.equal(verdict([{ state: 'WaitingAuthentication' }])?.reason, 'settling');
    assert.equal(verdict([])?.reason, 'settling');
  });

  it('is abandoned without an order after 45 minutes, and pending before', () => {
    const at = (minutes: number) =>
      outcomeOf({ id: 1, metadata: null }, EXPECTED, ISSUED_AT + minutes * MINUTE_MS)?.outcome;
    assert.equal(at(45), 'pending');
    assert.equal(at(46), 'abandoned');
  });

  it('gives the receipt of the paid attempt', () => {
    const payments = [
      { state: 'Refused', paymentReceiptUrl: 'https://www.helloasso.com/refused' },
      { state: 'Authorized', paymentReceiptUrl: 'https://www.helloasso.com/paid' },
    ];
    assert.equal(verdict(payments)?.receiptUrl, 'https://www.helloasso.com/paid');
  });
});
