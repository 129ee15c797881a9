import type { CheckoutBody } from '../api/checkout-body.ts';
import { orderAnswer } from '../api/order-answers.ts';
import type { Organization } from '../api/organization.ts';
import type { Bank } from '../bank.ts';
import type { Intent } from '../ledger.ts';

/** An intent in a list. */
export function intentRow(intent: Intent, bank: Bank): object {
  return {
    id: intent.id,
    createdAt: new Date(intent.createdAt).toISOString(),
    itemName: intent.body.itemName,
    totalAmount: intent.body.totalAmount,
    link: bank.linkState(intent),
    payments: intent.order?.payments.map(({ id, state }) => ({ id, state })) ?? [],
    unknownFields: intent.unknownFields,
  };
}

/** All there is to know of an intent. */
export interface IntentDetail {
  readonly redirectUrl: string;
  readonly body: CheckoutBody;
  readonly order?: object;
}

export function intentDetail(intent: Intent, bank: Bank, organization: Organization): IntentDetail {
  return {
    ...intentRow(intent, bank),
    redirectUrl: `${organization.origin}/associations/${organization.slug}/checkout/${intent.key}`,
    body: intent.body,
    ...(intent.order && { order: orderAnswer(intent.order, organization, { withFailedRefunds: true }) }),
  };
}
