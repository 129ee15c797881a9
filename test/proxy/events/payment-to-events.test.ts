import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventsOf } from '../../../proxy/events/payment-to-events.ts';
import { ResponseReader } from '../../../proxy/helloasso/response-schemas.ts';
import { SILENT } from '../../../proxy/log.ts';

const CLAIMS = {
  reference: 'AAAAAAAAAAAAAAAAAAAAAA',
  offer: 'don',
  organization: 'asso-demo',
  environment: 'production',
  totalCents: 3000,
  initialCents: 1000,
} as const;

/** The ids of the events of a payment. */
function delivered(payment: object): string[] {
  const whole = {
    id: 7,
    amount: 1000,
    date: '2026-11-22T13:00:00+01:00',
    paymentMeans: 'Card',
    installmentNumber: 1,
    ...payment,
  };
  const json = { id: 1, organizationSlug: 'asso-demo', amount: { total: 3000 }, payments: [whole] };
  const order = new ResponseReader(SILENT).checkoutIntent({ id: 1, order: json })?.order;
  assert.ok(typeof order === 'object');
  const [read] = order.payments;
  assert.ok(read);
  const subject = {
    claims: CLAIMS,
    checkoutIntentId: 1,
    order,
    pageMetadata: undefined,
    signedReference: undefined,
    includesPayer: false,
  };
  return eventsOf(read, subject).map(({ id }) => id);
}

describe('eventsOf', () => {
  const cases: readonly (readonly [object, readonly string[]])[] = [
    [{ state: 'Authorized' }, ['payment_7_payment-paid']],
    [{ state: 'Corrected' }, ['payment_7_payment-paid']],
    [{ state: 'Authorized', installmentNumber: 2 }, ['payment_7_instalment-paid']],
    [{ state: 'Refused' }, ['payment_7_payment-refused']],
    [{ state: 'Canceled', installmentNumber: 3 }, ['payment_7_instalment-refused']],
    [{ state: 'Contested' }, ['payment_7_payment-contested']],
    [{ state: 'Contested', installmentNumber: 2 }, ['payment_7_payment-contested']],
    [{ state: 'WaitingBankValidation', paymentMeans: 'Sepa' }, ['payment_7_payment-pending']],
    [{ state: 'Pending', paymentMeans: 'Sepa' }, ['payment_7_payment-pending']],
    [{ state: 'Pending' }, []],
    [{ state: 'Pending', paymentMeans: 'Sepa', installmentNumber: 2 }, []],
    [{ state: 'Unheard' }, []],
    [{ state: 'AuthorizedPreprod' }, []],
    [{ state: 'Authorized', type: 'Offline' }, []],
    [{ state: 'Authorized', paymentMeans: 'Cash' }, []],
    [{ state: 'Refunding' }, []],
    [{ state: 'Refunded' }, ['payment_7_payment-refunded']],
    [{ state: 'Refunded', refundOperations: null }, ['payment_7_payment-refunded']],
    [{ state: 'Refunded', refundOperations: 'none' }, []],
    [{ state: 'Refunded', refundOperations: [{ id: 9 }] }, ['payment_7_payment-refunded_9']],
    [{ state: 'Authorized', refundOperations: [{ id: 9 }] }, ['payment_7_payment-paid']],
    [{ state: 'Authorized', refundOperations: [{ id: 9, amount: 300, status: null }] }, ['payment_7_payment-paid']],
    [
      {
        state: 'Authorized',
        refundOperations: [
          { amount: 300, state: 'Processed' },
          { amount: 200, state: 'Processed' },
        ],
      },
      ['payment_7_payment-paid', 'payment_7_payment-refunded_300-cents', 'payment_7_payment-refunded_500-cents'],
    ],
    [
      { state: 'Refunded', refundOperations: [{ id: 9, amount: 300, status: 'Processed' }, { status: 'Processed' }] },
      ['payment_7_payment-refunded_9', 'payment_7_payment-refunded_1000-cents'],
    ],
    [
      { state: 'Refunded', refundOperations: [{ id: 9, amount: 1000, status: 'Processed' }] },
      ['payment_7_payment-refunded_9'],
    ],
    [{ state: 'Refunded', refundOperations: [{ id: 9, amount: 1000, status: 'Processing' }] }, []],
    [
      {
        state: 'Authorized',
        refundOperations: [
          { id: 9, amount: 300, status: 'Processed' },
          { id: 10, amount: 300, status: 'Processed' },
          { id: 11, amount: 300, status: 'Refused' },
        ],
      },
      ['payment_7_payment-paid', 'payment_7_payment-refunded_9', 'payment_7_payment-refunded_10'],
    ],
  ];
  for (const [payment, ids] of cases) {
    it(`makes ${ids.join(', ') || 'no event'} of ${JSON.stringify(payment)}`, () => {
      assert.deepEqual(delivered(payment), ids);
    });
  }
});
