import { formatApiDate } from '../dates.ts';
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
      ...receiptOf(payment, organization),
      ...paymentFields(payment, options),
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

/** An order as in a notification: with members that HelloAsso's samples contain, and its OpenAPI document does not. */
export function orderNotificationJson(order: Order, organization: Organization): object {
  return { ...orderJson(order, organization, { withFailedRefunds: false }), ...ONLY_IN_NOTIFICATIONS };
}

/** A payment as in a notification. HelloAsso's sample does not name the intent. */
export function paymentNotificationJson(payment: Payment, organization: Organization, namesIntent: boolean): object {
  return {
    order: {
      ...orderLight(payment.order, organization),
      organizationIsUnderColucheLaw: false,
      ...(namesIntent && { checkoutIntentId: payment.order.intent.id }),
      ...ONLY_IN_NOTIFICATIONS,
    },
    ...paymentWithoutIntent(payment, organization, { withFailedRefunds: false }),
  };
}

const ONLY_IN_NOTIFICATIONS = { formName: 'Checkout', isAnonymous: false, isAmountHidden: false };

/** HelloAsso's `ItemDetail`. Its `Item` has the same fields. */
export function itemDetailJson(order: Order, organization: Organization): object {
  return {
    order: { ...orderLight(order, organization), checkoutIntentId: order.intent.id },
    payer: payerJson(order),
    payments: order.payments.map((payment) => ({
      ...paymentFields(payment, { withFailedRefunds: false }),
      shareAmount: payment.amountCents,
    })),
    priceCategory: 'Fixed',
    ...itemJson(order),
  };
}

function paymentWithoutIntent(payment: Payment, organization: Organization, options: OrderJsonOptions): object {
  return {
    payer: payerJson(payment.order),
    items: [{ shareAmount: payment.amountCents, shareItemAmount: payment.amountCents, ...itemJson(payment.order) }],
    ...receiptOf(payment, organization),
    ...paymentFields(payment, options),
  };
}

function paymentFields(payment: Payment, { withFailedRefunds }: OrderJsonOptions): object {
  const { refunds } = payment;
  const shown = refunds.filter(({ status }) => withFailedRefunds || !FAILED_REFUNDS.includes(status));
  return {
    ...(payment.state !== 'Pending' && { cashOutState: payment.cashOutState }),
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
    ...(dateOfBirth && { dateOfBirth: formatApiDate(Date.parse(dateOfBirth.slice(0, 10))) }), // midnight in UTC, written in French time
  };
}

/** An instalment that is not due yet has neither a receipt nor a `cashOutState`. */
function receiptOf({ state, order }: Payment, organization: Organization): object {
  const paymentReceiptUrl = `${organizationUrl(organization)}/checkout/paiement-attestation/${order.id}`;
  return state === 'Pending' ? {} : { paymentReceiptUrl };
}
