import { type Bucket, bucketIn, isBankTransfer, numberOf, refundsOf } from '../helloasso/payment-state.ts';
import type { Order, Payment } from '../helloasso/response-schemas.ts';
import type { EventPayer, PaymentEvent, PaymentEventType } from './payment-event.ts';
import type { OwnOrder } from './verify-order.ts';

interface Subject extends OwnOrder {
  readonly withPayer: boolean;
}

/** Everything that there is to tell of one payment of an order, as it stands. Nothing while HelloAsso has not decided. */
export function eventsOf(payment: Payment, subject: Subject): PaymentEvent[] {
  const type = typeOf(payment, bucketIn(payment, subject.claims.environment));
  const state = type ? [eventOf(payment, type, subject)] : [];
  const refunds = refundsOf(payment).map((refund) => eventOf(payment, 'payment.refunded', subject, refund));
  return [...state, ...refunds];
}

function typeOf(payment: Payment, bucket: Bucket): PaymentEventType | undefined {
  const isFirst = numberOf(payment) === 1;
  switch (bucket) {
    case 'paid':
      return isFirst ? 'payment.paid' : 'instalment.paid';
    case 'refused':
      return isFirst ? 'payment.refused' : 'instalment.refused';
    case 'contested':
      return 'payment.contested';
    case 'pending':
      return isFirst && isBankTransfer(payment) ? 'payment.pending' : undefined;
    case 'refunding':
    case 'refunded':
      return undefined; // told by the refunds
  }
}

function eventOf(
  payment: Payment,
  type: PaymentEventType,
  subject: Subject,
  refund?: ReturnType<typeof refundsOf>[number],
): PaymentEvent {
  const { claims, checkoutIntentId, order, pageMetadata, signedReference, withPayer } = subject;
  const itemName = order.items?.[0]?.name;
  return {
    id: ['payment', payment.id, type.replace('.', '-'), refund?.id].filter((part) => part !== undefined).join('_'),
    type,
    timestamp: (payment.meta?.updatedAt ?? payment.date ?? new Date(0)).toISOString(),
    data: {
      environment: claims.environment,
      organization: claims.organization,
      offer: claims.offer,
      reference: claims.reference,
      ...(itemName && { itemName }),
      checkoutIntentId,
      orderId: order.id,
      paymentId: payment.id,
      instalment: numberOf(payment),
      amountCents: payment.amount,
      totalCents: claims.totalCents,
      state: payment.state,
      ...(refund && { refundedCents: refund.cents }),
      ...(signedReference !== undefined && { verified: { reference: signedReference } }),
      ...(pageMetadata && { unverified: pageMetadata }),
      ...(withPayer && { payer: payerOf(order) }),
    },
  };
}

function payerOf({ payer }: Order): EventPayer {
  return Object.fromEntries(Object.entries(payer ?? {}).filter(([, value]) => value));
}
