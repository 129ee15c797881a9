export type { CheckoutOutcome, Instalment, OutcomeName } from '../proxy/contract/checkout.ts';
export type { FreeAmount, OfferKind, PublicOffer } from '../proxy/contract/offer.ts';
export type { ProblemCode } from '../proxy/contract/problem.ts';
export type { CheckoutState } from './checkout-controller.ts';
export { CheckoutError, type CheckoutErrorCode } from './errors.ts';
export {
  HelloassoErrorEvent,
  HelloassoReadyEvent,
  HelloassoRedirectEvent,
  HelloassoSubmitEvent,
} from './events.ts';
export { HelloassoCheckout } from './helloasso-checkout.ts';
export { HelloassoResult } from './helloasso-result.ts';
export { HelloassoOutcomeEvent } from './outcome-event.ts';
export type { ReturnState } from './return-controller.ts';
