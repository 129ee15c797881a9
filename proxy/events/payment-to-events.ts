import { isBankTransfer, isFirst, type PaymentStatus, paymentStatus, refundsOf } from '../helloasso/payment-state.ts';
import type { Order, Payment } from '../helloasso/response-schemas.ts';
import type { EventPayer, PaymentEvent, PaymentEventType } from './payment-event.ts';
import type { VerifiedOrder } from './verify-order.ts';

interface Subject extends VerifiedOrder {
  readonly includesPayer: boolean;
}

/** The events for one payment of an order in its present state. Empty while HelloAsso has not decided. */
export function eventsOf(payment: Payment, subject: Subject): PaymentEvent[] {
  const type = typeOf(payment, paymentStatus(payment, subject.claims.environment));
  const state = type ? [eventOf(payment, type, subject)] : [];
  const refunds = refundsOf(payment).map((refund) => eventOf(payment, 'payment.refunded', subject, refund));
  return [...state, ...refunds];
}

function typeOf(payment: Payment, status: PaymentStatus): PaymentEventType | undefined {
  switch (status) {
    case 'paid':
      return isFirst(payment) ? 'payment.paid' : 'instalment.paid';
    case 'refused':
      return isFirst(payment) ? 'payment.refused' : 'instalment.refused';
    case 'contested':
      return 'payment.contested';
    case 'pending':
      return isFirst(payment) && isBankTransfer(payment) ? 'payment.pending' : undefined;
    case 'refunding':
    case 'refunded':
      return undefined; // each refund is an event of its own
  }
}

function eventOf(
  payment: Payment,
  type: PaymentEventType,
  subject: Subject,
  refund?: ReturnType<typeof refundsOf>[number],
): PaymentEvent {
  const { claims, checkoutIntentId, order, pageMetadata, signedReference, includesPayer } = subject;
  const { itemName } = order;
  return {
    id: ['payment', payment.id, type.replace('.', '-'), refund?.id].filter((part) => part !== undefined).join('_'),
    type,
    timestamp: (payment.updatedAt ?? payment.date ?? new Date(0)).toISOString(),
    data: {
      environment: claims.environment,
      organization: claims.organization,
      offer: claims.offer,
      reference: claims.reference,
      ...(itemName && { itemName }),
      checkoutIntentId,
      ...(order.id !== undefined && { orderId: order.id }),
      paymentId: payment.id,
      instalment: payment.installmentNumber,
      amountCents: payment.amount,
      totalCents: claims.totalCents,
      state: payment.state,
      ...(refund && { refundedCents: refund.cents }),
      ...(signedReference !== undefined && { verified: { reference: signedReference } }),
      ...(pageMetadata && { unverified: pageMetadata }),
      ...(includesPayer && { payer: payerOf(order) }),
    },
  };
}

function payerOf({ payer }: Order): EventPayer {
  return Object.fromEntries(Object.entries(payer).filter(([, value]) => value));
}
