import { apiDate, momentOf } from '../dates.ts';
import type { Order, Payment } from '../ledger.ts';
import { FAILED_REFUNDS } from '../states.ts';
import type { Organization } from './organization.ts';

/** Which refunds an answer lists. */
interface AnswerOptions {
  readonly withFailedRefunds: boolean;
}

/** HelloAsso's `OrderDetail`, and its `Order`, which has the same fields. */
export function orderAnswer(order: Order, organization: Organization, options: AnswerOptions): object {
  return {
    payer: payerAnswer(order),
    items: [
      {
        payments: order.payments.map(({ id, amountCents }) => ({ id, shareAmount: amountCents })),
        priceCategory: 'Fixed',
        qrCode: Buffer.from(`${order.id}:${order.intent.key}`).toString('base64'),
        ...itemAnswer(order),
      },
    ],
    payments: order.payments.map((payment) => ({
      items: [{ id: order.id, shareAmount: payment.amountCents, shareItemAmount: payment.amountCents }],
      ...paymentFields(payment, organization, options),
    })),
    amount: { total: order.intent.body.totalAmount, vat: 0, discount: 0 },
    ...orderLight(order, organization),
    organizationIsUnderColucheLaw: false,
    checkoutIntentId: order.intent.id,
  };
}

/** HelloAsso's `PaymentDetail`, and its `Payment`, which has the same fields. */
export function paymentAnswer(payment: Payment, organization: Organization, options: AnswerOptions): object {
  return {
    order: { ...orderLight(payment.order, organization), checkoutIntentId: payment.order.intent.id },
    ...paymentWithoutIntent(payment, organization, options),
  };
}

/** The same as HelloAsso's own sample of a notification shows it: nothing names the intent. */
export function paymentNotificationData(payment: Payment, organization: Organization): object {
  return {
    order: orderLight(payment.order, organization),
    ...paymentWithoutIntent(payment, organization, { withFailedRefunds: false }),
  };
}

function paymentWithoutIntent(payment: Payment, organization: Organization, options: AnswerOptions): object {
  return {
    payer: payerAnswer(payment.order),
    items: [{ shareAmount: payment.amountCents, shareItemAmount: payment.amountCents, ...itemAnswer(payment.order) }],
    ...paymentFields(payment, organization, options),
  };
}

function paymentFields(payment: Payment, organization: Organization, { withFailedRefunds }: AnswerOptions): object {
  const { order, refunds } = payment;
  const shown = refunds.filter(({ status }) => withFailedRefunds || !FAILED_REFUNDS.includes(status));
  return {
    cashOutState: payment.cashOutState,
    paymentReceiptUrl: receiptUrl(order, organization),
    id: payment.id,
    amount: payment.amountCents,
    ...(payment.tipCents > 0 && { amountTip: payment.tipCents }),
    date: apiDate(payment.date),
    paymentMeans: payment.means,
    installmentNumber: payment.installmentNumber,
    state: payment.state,
    meta: { createdAt: apiDate(payment.createdAt), updatedAt: apiDate(payment.updatedAt) },
    refundOperations: shown.map(({ id, amountCents, tipCents, status, createdAt }) => ({
      id,
      amount: amountCents,
      amountTip: tipCents,
      status,
      meta: { createdAt: apiDate(createdAt), updatedAt: apiDate(createdAt) },
    })),
  };
}

/** In what has been seen, an order has one item, with the order's own id and the type `Payment`, gift or not. */
function itemAnswer({ id, itemState, intent: { body } }: Order): object {
  return { id, amount: body.totalAmount, type: 'Payment', state: itemState, name: body.itemName };
}

function orderLight(order: Order, { slug, name }: Organization): object {
  return {
    id: order.id,
    date: apiDate(order.createdAt),
    formSlug: 'default',
    formType: 'Checkout',
    organizationName: name,
    organizationSlug: slug,
    organizationType: 'Association1901',
    meta: { createdAt: apiDate(order.createdAt), updatedAt: apiDate(order.updatedAt) },
  };
}

function payerAnswer({ payer, intent: { body } }: Order): object {
  const { dateOfBirth, address, city, zipCode, country, companyName } = body.payer ?? {};
  return {
    ...payer,
    country: country ?? 'FRA',
    ...(address && { address }),
    ...(city && { city }),
    ...(zipCode && { zipCode }),
    ...(companyName && { company: companyName }),
    ...(dateOfBirth && { dateOfBirth: apiDate(momentOf(dateOfBirth.slice(0, 10))) }),
  };
}

function receiptUrl(order: Order, { origin, slug }: Organization): string {
  return `${origin}/associations/${slug}/checkout/paiement-attestation/${order.id}`;
}
