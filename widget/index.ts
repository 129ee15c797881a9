export type { CheckoutOutcome, Instalment, OutcomeName } from '../proxy/contract/checkout.ts';
export type { Plan, Term } from '../proxy/contract/instalments.ts';
export type { FreeAmount, OfferKind, PublicOffer, Tax, Words } from '../proxy/contract/offer.ts';
export type { FieldRule, Payer, PayerField, PayerRules } from '../proxy/contract/payer.ts';
export type { FieldError, ProblemCode } from '../proxy/contract/problem.ts';
export type { CheckoutErrorCode } from './core/failure-kinds.ts';
export { CheckoutError, type ErrorDetails } from './errors.ts';
export {
  HelloassoChangeEvent,
  HelloassoErrorEvent,
  HelloassoReadyEvent,
} from './events.ts';
export type { FormState } from './form/form-state.ts';
export { HelloassoCheckout } from './helloasso-checkout.ts';
export { HelloassoResult } from './helloasso-result.ts';
export type { AllMessages } from './messages/messages.ts';
export { HelloassoRedirectEvent } from './payment/redirect-event.ts';
export { HelloassoSubmitEvent } from './payment/submit-event.ts';
export { HelloassoOutcomeEvent } from './return/outcome-event.ts';
export type { CheckoutReturn, ReturnState } from './return/return-state.ts';
