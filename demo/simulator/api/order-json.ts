import { formatApiDate, parseApiDate } from '../dates.ts';
import { type Organization, organizationUrl } from '../organization.ts';
import { FAILED_REFUNDS } from '../states.ts';
import type { Order, Payment } from '../store.ts';

interface OrderJsonOptions {
  /** Whether to list failed refunds too. */
  readonly withFailedRefunds: boolean;
}

/** HelloAsso's `OrderDetail`. Its `Order` has the same fields. */
export function orderJson(order: Order, organization: Organization, options: OrderJsonOptions): object {
  return {
    payer: payerJson(order),
    items: [
      {
        payments: order.payments.map(({ id, amountCents }) => ({ id, shareAmount: amountCents })),
        priceCategory: 'Fixed',
        qrCode: Buffer.from(`${order.id}:${order.intent.key}`).toString('base64'),
        ...itemJson(order),
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

/** HelloAsso's `PaymentDetail`. Its `Payment` has the same fields. */
export function paymentJson(payment: Payment, organization: Organization, options: OrderJsonOptions): object {
  return {
    order: { ...orderLight(payment.order, organization), checkoutIntentId: payment.order.intent.id },
    ...paymentWithoutIntent(payment, organization, options),
  };
}

/** A payment as in HelloAsso's sample of a notification: without the id of the intent. */
export function paymentNotificationJson(payment: Payment, organization: Organization): object {
  return {
    order: orderLight(payment.order, organization),
    ...paymentWithoutIntent(payment, organization, { withFailedRefunds: false }),
  };
}

function paymentWithoutIntent(payment: Payment, organization: Organization, options: OrderJsonOptions): object {
  return {
    payer: payerJson(payment.order),
    items: [{ shareAmount: payment.amountCents, shareItemAmount: payment.amountCents, ...itemJson(payment.order) }],
    ...paymentFields(payment, organization, options),
  };
}

function paymentFields(payment: Payment, organization: Organization, { withFailedRefunds }: OrderJsonOptions): object {
  const { order, refunds } = payment;
  const shown = refunds.filter(({ status }) => withFailedRefunds || !FAILED_REFUNDS.includes(status));
  return {
    cashOutState: payment.cashOutState,
    paymentReceiptUrl: receiptUrl(order, organization),
    id: payment.id,
    amount: payment.amountCents,
    ...(payment.tipCents > 0 && { amountTip: payment.tipCents }),
    date: formatApiDate(payment.date),
    paymentMeans: payment.means,
    installmentNumber: payment.installmentNumber,
    state: payment.state,
    meta: { createdAt: formatApiDate(payment.createdAt), updatedAt: formatApiDate(payment.updatedAt) },
    refundOperations: shown.map(({ id, amountCents, tipCents, status, createdAt }) => ({
      id,
      amount: amountCents,
      amountTip: tipCents,
      status,
      meta: { createdAt: formatApiDate(createdAt), updatedAt: formatApiDate(createdAt) },
    })),
  };
}

/** In public examples an order has one item, with the order's id and the type `Payment`, also for donations. */
function itemJson({ id, itemState, intent: { body } }: Order): object {
  return { id, amount: body.totalAmount, type: 'Payment', state: itemState, name: body.itemName };
}

function orderLight(order: Order, { slug, name }: Organization): object {
  return {
    id: order.id,
    date: formatApiDate(order.createdAt),
    formSlug: 'default',
    formType: 'Checkout',
    organizationName: name,
    organizationSlug: slug,
    organizationType: 'Association1901',
    meta: { createdAt: formatApiDate(order.createdAt), updatedAt: formatApiDate(order.updatedAt) },
  };
}

function payerJson({ payer, intent: { body } }: Order): object {
  const { dateOfBirth, address, city, zipCode, country, companyName } = body.payer ?? {};
  return {
    ...payer,
    country: country ?? 'FRA',
    ...(address && { address }),
    ...(city && { city }),
    ...(zipCode && { zipCode }),
    ...(companyName && { company: companyName }),
    ...(dateOfBirth && { dateOfBirth: formatApiDate(parseApiDate(dateOfBirth.slice(0, 10))) }),
  };
}

function receiptUrl(order: Order, organization: Organization): string {
  return `${organizationUrl(organization)}/checkout/paiement-attestation/${order.id}`;
}
