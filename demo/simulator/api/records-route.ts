import { type Context, Hono } from 'hono';
import { formatApiDate } from '../dates.ts';
import type { Tokens } from '../oauth/tokens.ts';
import { type Organization, organizationUrl } from '../organization.ts';
import type { Payments } from '../payments.ts';
import type { Payment, Store } from '../store.ts';
import type { Switches } from '../switches.ts';
import { requireOwnSlug, requirePrivilege } from './authorization.ts';
import { refundProblem, validationProblem } from './errors.ts';
import {
  isWithin,
  itemQuery,
  matchesSearch,
  orderQuery,
  type PaymentQuery,
  paginate,
  paymentQuery,
  readListQuery,
} from './listing.ts';
import { itemDetailJson, orderJson, paymentJson } from './order-json.ts';
import { isTrue, readId } from './parameters.ts';

interface Dependencies {
  readonly payments: Payments;
  readonly store: Store;
  readonly organization: Organization;
  readonly switches: Readonly<Switches>;
  readonly tokens: Tokens;
}

/** The organisation, orders and payments: reading, refunding and cancelling. */
export function recordsRoute({ payments, store, organization, switches, tokens }: Dependencies): Hono {
  const route = new Hono();
  const { slug } = organization;
  const mayRead = requirePrivilege('AccessTransactions', tokens);
  const mayRefund = requirePrivilege('RefundManagement', tokens);
  const ownSlug = requireOwnSlug(slug);

  route.get('/organizations/:slug', requirePrivilege('AccessPublicData', tokens), (c) => {
    if (c.req.param('slug') !== slug) return c.body(null, 404);
    return c.json({
      isAuthenticated: true,
      isCashInCompliant: switches.canCollect,
      fiscalReceiptEligibility: false,
      fiscalReceiptIssuanceEnabled: false,
      type: 'Association1901',
      name: organization.name,
      city: 'Bordeaux',
      zipCode: '33000',
      url: organizationUrl(organization),
      organizationSlug: slug,
    });
  });

  route.get('/users/me/organizations', requirePrivilege('AccessPublicData', tokens), (c) => {
    const { name } = organization;
    const url = organizationUrl(organization);
    return c.json([
      { name, role: 'OrganizationAdmin', city: 'Bordeaux', zipCode: '33000', url, organizationSlug: slug },
    ]);
  });

  const listOrders = (c: Context) => {
    const reading = readListQuery(c, orderQuery);
    if (!reading.ok) return validationProblem(c, reading.errors);
    const { query } = reading;
    const orders = store.orders.filter(
      (order) =>
        (query.formTypes?.includes('Checkout') ?? true) &&
        isWithin(order.createdAt, query) &&
        matchesSearch(order, query),
    );
    return c.json(paginate(orders, query, (order) => orderJson(order, organization, { withFailedRefunds: false })));
  };

  const listPayments = (c: Context) => {
    const reading = readListQuery(c, paymentQuery);
    if (!reading.ok) return validationProblem(c, reading.errors);
    const { query } = reading;
    const states: readonly string[] | undefined = query.states;
    const matching = store.payments
      .filter(
        (payment) =>
          (states?.includes(payment.state) ?? true) &&
          isWithin(payment.date, query) &&
          matchesSearch(payment.order, query),
      )
      .sort((a, b) => sortKey(a, query) - sortKey(b, query));
    return c.json(
      paginate(matching, query, (payment) => paymentJson(payment, organization, { withFailedRefunds: false })),
    );
  };

  route.get('/organizations/:slug/orders', mayRead, ownSlug, listOrders);
  route.get('/organizations/:slug/payments', mayRead, ownSlug, listPayments);
  // The form of all checkouts; the simulator has no other.
  route.get('/organizations/:slug/forms/Checkout/default/orders', mayRead, ownSlug, listOrders);
  route.get('/organizations/:slug/forms/Checkout/default/payments', mayRead, ownSlug, listPayments);

  route.get('/organizations/:slug/items', mayRead, ownSlug, (c) => {
    const reading = readListQuery(c, itemQuery);
    if (!reading.ok) return validationProblem(c, reading.errors);
    const { query } = reading;
    const states: readonly string[] | undefined = query.itemStates;
    const orders = store.orders.filter(
      (order) =>
        (states?.includes(order.itemState) ?? true) &&
        (query.tierTypes?.includes('Payment') ?? true) &&
        isWithin(order.createdAt, query) &&
        matchesSearch(order, query),
    );
    return c.json(paginate(orders, query, (order) => itemDetailJson(order, organization)));
  });

  // An order has one item, with the order's id.
  route.get('/items/:id', mayRead, (c) => {
    const order = store.order(readId(c));
    return order ? c.json(itemDetailJson(order, organization)) : c.body(null, 404);
  });

  route.get('/orders/:id', mayRead, (c) => {
    const order = store.order(readId(c));
    return order ? c.json(orderJson(order, organization, { withFailedRefunds: false })) : c.body(null, 404);
  });

  route.get('/payments/:id', mayRead, (c) => {
    const payment = store.payment(readId(c));
    const withFailedRefunds = isTrue(c.req.query('withFailedRefundOperation'));
    return payment ? c.json(paymentJson(payment, organization, { withFailedRefunds })) : c.body(null, 404);
  });

  route.post('/orders/:id/cancel', mayRefund, (c) => {
    const order = store.order(readId(c));
    if (!order) return c.body(null, 404);
    payments.cancelInstalments(order);
    return c.body(null, 200);
  });

  route.post('/payments/:id/refund', mayRefund, (c) => {
    const payment = store.payment(readId(c));
    if (!payment) return c.body(null, 404);
    const refundable = payments.refundableCents(payment);
    const asked = Number(c.req.query('amount') ?? 0);
    const amount = asked === 0 ? refundable : asked; // HelloAsso's PHP client sends 0 for the whole payment
    const cancelOrder = isTrue(c.req.query('cancelOrder'));
    if (!payments.isRefundable(payment, refundable))
      return refundProblem(c, 409, 101, 'Ce paiement ne peut pas être remboursé');
    if (!payments.isRefundable(payment, amount)) return refundProblem(c, 400, 102, 'Ce montant est impossible');
    if (cancelOrder && amount < refundable) return refundProblem(c, 400, 103, 'Une annulation rembourse tout');
    const refund = payments.refund(payment, amount, 'Processed');
    if (cancelOrder) payments.cancelInstalments(payment.order);
    return c.json({
      id: refund.id,
      amount,
      cancelOrder,
      creationDate: formatApiDate(refund.createdAt),
      state: refund.status,
      sendRefundMail: isTrue(c.req.query('sendRefundMail') ?? 'true'),
      paymentId: payment.id,
    });
  });

  return route;
}

function sortKey({ date, updatedAt, createdAt }: Payment, { sortField }: PaymentQuery): number {
  switch (sortField) {
    case 'Date':
      return date;
    case 'UpdateDate':
      return updatedAt;
    case 'CreationDate':
      return createdAt;
  }
}
