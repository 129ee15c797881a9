import { Hono } from 'hono';
import type { Bank } from '../bank.ts';
import { apiDate } from '../dates.ts';
import type { Ledger, Payment } from '../ledger.ts';
import type { Tokens } from '../oauth/tokens.ts';
import type { Switches } from '../switches.ts';
import { requireOwnSlug, requirePrivilege } from './authorization.ts';
import { businessProblem, validationProblem } from './errors.ts';
import { isWithin, type ListQuery, matchesSearch, paginate, readListQuery } from './listing.ts';
import { orderAnswer, paymentAnswer } from './order-answers.ts';
import type { Organization } from './organization.ts';
import { isTrue, readId } from './query.ts';

interface Dependencies {
  readonly bank: Bank;
  readonly ledger: Ledger;
  readonly organization: Organization;
  readonly switches: Readonly<Switches>;
  readonly tokens: Tokens;
}

/** Everything of the API that is read, or undone, after a payment. */
export function recordsRoute({ bank, ledger, organization, switches, tokens }: Dependencies): Hono {
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
      url: `${organization.origin}/associations/${slug}`,
      organizationSlug: slug,
    });
  });

  route.get('/organizations/:slug/orders', mayRead, ownSlug, (c) => {
    const reading = readListQuery(c);
    if (!reading.ok) return validationProblem(c, reading.faults);
    const { query } = reading;
    const orders = ledger.orders.filter(
      (order) =>
        (query.formTypes?.includes('Checkout') ?? true) &&
        isWithin(order.createdAt, query) &&
        matchesSearch(order, query),
    );
    return c.json(paginate(orders, query, (order) => orderAnswer(order, organization, { withFailedRefunds: false })));
  });

  route.get('/organizations/:slug/payments', mayRead, ownSlug, (c) => {
    const reading = readListQuery(c);
    if (!reading.ok) return validationProblem(c, reading.faults);
    const { query } = reading;
    const states: readonly string[] | undefined = query.states;
    const payments = ledger.payments
      .filter(
        (payment) =>
          (states?.includes(payment.state) ?? true) &&
          isWithin(payment.date, query) &&
          matchesSearch(payment.order, query),
      )
      .sort((a, b) => sortKey(a, query) - sortKey(b, query));
    return c.json(
      paginate(payments, query, (payment) => paymentAnswer(payment, organization, { withFailedRefunds: false })),
    );
  });

  route.get('/orders/:id', mayRead, (c) => {
    const order = ledger.order(readId(c));
    return order ? c.json(orderAnswer(order, organization, { withFailedRefunds: false })) : c.body(null, 404);
  });

  route.get('/payments/:id', mayRead, (c) => {
    const payment = ledger.payment(readId(c));
    const withFailedRefunds = isTrue(c.req.query('withFailedRefundOperation'));
    return payment ? c.json(paymentAnswer(payment, organization, { withFailedRefunds })) : c.body(null, 404);
  });

  route.post('/orders/:id/cancel', mayRefund, (c) => {
    const order = ledger.order(readId(c));
    if (!order) return c.body(null, 404);
    bank.cancelInstalments(order);
    return c.body(null, 200);
  });

  route.post('/payments/:id/refund', mayRefund, (c) => {
    const payment = ledger.payment(readId(c));
    if (!payment) return c.body(null, 404);
    const refundable = bank.refundableCents(payment);
    const asked = c.req.query('amount');
    const amount = asked === undefined ? refundable : Number(asked);
    const cancelOrder = isTrue(c.req.query('cancelOrder'));
    if (!bank.isRefundable(payment, amount) || (cancelOrder && amount < refundable)) {
      return businessProblem(c, ['Ce remboursement est impossible']); // words and status are ours
    }
    const refund = bank.refund(payment, amount, 'Processed');
    if (cancelOrder) bank.cancelInstalments(payment.order);
    return c.json({
      id: refund.id,
      amount,
      cancelOrder,
      creationDate: apiDate(refund.createdAt),
      state: refund.status,
      sendRefundMail: isTrue(c.req.query('sendRefundMail') ?? 'true'),
      paymentId: payment.id,
    });
  });

  return route;
}

function sortKey({ date, updatedAt, createdAt }: Payment, { sortField }: ListQuery): number {
  switch (sortField) {
    case 'Date':
      return date;
    case 'UpdateDate':
      return updatedAt;
    case 'CreationDate':
      return createdAt;
  }
}
