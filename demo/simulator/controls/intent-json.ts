import type { CheckoutBody } from '../api/checkout-body.ts';
import { orderJson } from '../api/order-json.ts';
import { type Organization, paymentPageUrl } from '../organization.ts';
import type { Payments } from '../payments.ts';
import type { Intent } from '../store.ts';

/** An intent as an item of a list. */
export function intentSummary(intent: Intent, payments: Payments): object {
  return {
    id: intent.id,
    createdAt: new Date(intent.createdAt).toISOString(),
    itemName: intent.body.itemName,
    totalAmount: intent.body.totalAmount,
    link: payments.linkState(intent),
    payments: intent.order?.payments.map(({ id, state }) => ({ id, state })) ?? [],
    unknownFields: intent.unknownFields,
  };
}

/** An intent with its request body and its whole order. */
export interface IntentDetail {
  readonly redirectUrl: string;
  readonly body: CheckoutBody;
  readonly order?: object;
}

export function intentDetail(intent: Intent, payments: Payments, organization: Organization): IntentDetail {
  return {
    ...intentSummary(intent, payments),
    redirectUrl: paymentPageUrl(organization, intent),
    body: intent.body,
    ...(intent.order && { order: orderJson(intent.order, organization, { withFailedRefunds: true }) }),
  };
}
