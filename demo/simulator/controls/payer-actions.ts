import type * as z from 'zod';
import { withParameters } from '../api/return-addresses.ts';
import type { Payments } from '../payments.ts';
import type { Intent, Payer } from '../store.ts';
import type { payerActionSchema } from './input-schemas.ts';
import type { PayerAction } from './inputs.ts';

/** Carries out a payer's action and returns the address to which HelloAsso redirects the payer. */
export function carryOut(action: z.output<typeof payerActionSchema>, intent: Intent, payments: Payments): string {
  const payer = confirmedPayer(intent, action);
  const { body } = intent;
  const checkoutIntentId = String(intent.id);
  switch (action.action) {
    case 'pay':
      return succeeded(payments.pay(intent, payer, action.tipCents).id);
    case 'pay-by-sepa': // `succeeded` for a direct debit that is not settled yet is a guess
      return succeeded(payments.payBySepa(intent, payer, action.tipCents).id);
    case 'refuse':
      payments.refuse(intent, payer);
      return withParameters(body.returnUrl, { checkoutIntentId, code: 'refused' });
    case 'refuse-then-pay':
      payments.refuse(intent, payer);
      return succeeded(payments.pay(intent, payer, action.tipCents).id);
    case 'fail':
      return withParameters(body.errorUrl, { checkoutIntentId, error: action.errorCode });
    case 'go-back':
      return body.backUrl;
  }

  function succeeded(orderId: number): string {
    return withParameters(body.returnUrl, { checkoutIntentId, code: 'succeeded', orderId: String(orderId) });
  }
}

/** The initial values of the payment page: what the client sent, and a fictitious person for the rest. */
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
