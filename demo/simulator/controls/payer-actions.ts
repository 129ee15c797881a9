import * as z from 'zod';
import { withParameters } from './api/return-addresses.ts';
import type { Bank } from './bank.ts';
import { type PayerAction, TEST_CARDS } from './control-inputs.ts';
import type { Intent, Payer } from './ledger.ts';

/** More than anyone gives: keeps sums inside 32 bits. */
export const MAX_TIP_CENTS = 100_000;

const text = z.string().trim().max(255);

/** What the payer did, whether they pressed a button or a test said so. */
export const payerActionSchema = z.strictObject({
  action: z.enum(['pay', 'pay-by-sepa', 'refuse', 'refuse-then-pay', 'fail', 'go-back']),
  card: z.enum(TEST_CARDS).optional(),
  tipCents: z.int().min(0).max(MAX_TIP_CENTS).default(0),
  firstName: text.optional(),
  lastName: text.optional(),
  email: text.optional(),
  errorCode: z.string().min(1).max(100).default('technical_error'),
}) satisfies z.ZodType<unknown, PayerAction>;

/** Does what the payer did, and says where HelloAsso sends them. */
export function follow(action: z.output<typeof payerActionSchema>, intent: Intent, bank: Bank): string {
  const payer = confirmedPayer(intent, action);
  const { body } = intent;
  const checkoutIntentId = String(intent.id);
  switch (action.action) {
    case 'pay':
      return succeeded(bank.pay(intent, payer, action.tipCents).id);
    case 'pay-by-sepa': // that a direct debit under way also says `succeeded` is a guess
      return succeeded(bank.payBySepa(intent, payer, action.tipCents).id);
    case 'refuse':
      bank.refuse(intent, payer);
      return withParameters(body.returnUrl, { checkoutIntentId, code: 'refused' });
    case 'refuse-then-pay':
      bank.refuse(intent, payer);
      return succeeded(bank.pay(intent, payer, action.tipCents).id);
    case 'fail':
      return withParameters(body.errorUrl, { checkoutIntentId, error: action.errorCode });
    case 'go-back':
      return body.backUrl;
  }

  function succeeded(orderId: number): string {
    return withParameters(body.returnUrl, { checkoutIntentId, code: 'succeeded', orderId: String(orderId) });
  }
}

/** What the page shows before the payer has touched it: what was sent, and a fictitious person for the rest. */
export function prefilledPayer({ body, order }: Intent): Payer {
  if (order) return order.payer;
  return {
    firstName: body.payer?.firstName || 'Camille',
    lastName: body.payer?.lastName || 'Durand',
    email: body.payer?.email || 'camille.durand@example.org',
  };
}

function confirmedPayer(intent: Intent, { firstName, lastName, email }: PayerAction): Payer {
  const prefilled = prefilledPayer(intent);
  return {
    firstName: firstName || prefilled.firstName,
    lastName: lastName || prefilled.lastName,
    email: email || prefilled.email,
  };
}
