import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Expected, outcomeOf } from '../../../proxy/helloasso/payment-state.ts';
import { ResponseReader } from '../../../proxy/helloasso/response-schemas.ts';
import { SILENT } from '../../../proxy/log.ts';

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
  const intent = new ResponseReader(SILENT).checkoutIntent({
    id: 30674,
    order: {
      id: 11,
      organizationSlug: 'asso-demo',
      amount: { total: 3000 },
      payments: payments.map(paymentOf),
      ...order,
    },
  });
  assert.ok(intent);
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

  const unreadable: readonly (readonly [string, object])[] = [
    ['a payment without an id', { id: undefined }],
    ['an amount as text', { amount: '1000' }],
    ['an amount of a fraction of a cent', { amount: 10.5 }],
    ['no state', { state: null }],
    ['an unknown means of payment', { paymentMeans: 'Cheque' }],
    ['no means of payment', { paymentMeans: undefined }],
    ['an unknown type', { type: 'Offlin' }],
    ['a number as text', { installmentNumber: '1' }],
    ['the number 0', { installmentNumber: 0 }],
  ];
  for (const [what, member] of unreadable) {
    it(`is pending with ${what}, and the first payment is due: never paid, never payable`, () => {
      const { outcome, instalments } = verdict([{ state: 'Authorized', ...member }]) ?? {};
      assert.equal(outcome, 'pending');
      assert.deepEqual(instalments, [{ number: 1, amountCents: 1000, date: '2026-11-22', state: 'due' }]);
    });

    it(`is pending with ${what} beside a refused payment, and paid beside a paid one`, () => {
      const beside = { state: 'Pending', ...member };
      assert.equal(verdict([{ state: 'Refused' }, beside])?.outcome, 'pending');
      assert.equal(verdict([{ state: 'Authorized' }, beside])?.outcome, 'paid');
    });
  }

  const unreadableOrders: Readonly<Record<string, object>> = {
    'no organisation': { organizationSlug: null },
    'a total as text': { amount: { total: '3000' } },
    'payments that are no list': { payments: { 0: { id: 1 } } },
    'no payments': { payments: null },
  };
  for (const [what, members] of Object.entries(unreadableOrders)) {
    it(`is pending with ${what}, and the first payment is due`, () => {
      const { outcome, instalments } = verdict([{ state: 'Refused' }], {}, members) ?? {};
      assert.deepEqual([outcome, instalments?.length], ['pending', 1]);
    });
  }

  it('reads a payment without a number as the first only if no payment has a number', () => {
    const numberless = { state: 'Authorized', installmentNumber: undefined };
    assert.equal(verdict([numberless])?.outcome, 'paid');
    assert.equal(verdict([{ state: 'Refused' }, numberless])?.outcome, 'pending');
  });

  it('reads ids as text', () => {
    assert.equal(verdict([{ state: 'Authorized', id: '12' }], {}, { id: '11' })?.outcome, 'paid');
  });

  it('gives an instalment without a date the date of the plan', () => {
    const payments = [
      { state: 'Authorized', date: '' },
      { state: 'Pending', installmentNumber: 3, date: '0001-01-01T00:00:00' },
    ];
    assert.deepEqual(
      verdict(payments)?.instalments.map(({ number, date }) => [number, date]),
      [
        [1, '2026-11-22'],
        [3, '2027-01-22'],
      ],
    );
  });

  it('gives the receipt of the paid attempt', () => {
    const payments = [
      { state: 'Refused', paymentReceiptUrl: 'https://www.helloasso.com/refused' },
      { state: 'Authorized', paymentReceiptUrl: 'https://www.helloasso.com/paid' },
    ];
    assert.equal(verdict(payments)?.receiptUrl, 'https://www.helloasso.com/paid');
  });
});
