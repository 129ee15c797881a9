import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { STATE_SCHEME } from '../../proxy/contract/return-parameters.ts';
import { CheckoutError } from '../errors.ts';
import { requestProxy } from '../proxy-client.ts';
import { readPreviousCheckout } from './previous-checkout.ts';
import type { CheckoutReturn } from './return-state.ts';

/** A checkout that the proxy is asked about. */
export interface OutcomeRequest {
  readonly checkout: CheckoutReturn;
  /** Rejects with a CheckoutError; also `checkout-forgotten`. */
  readonly answer: Promise<CheckoutOutcome>;
}

/** Asks the proxy what became of a checkout. */
export function requestOutcome(proxy: string, checkout: CheckoutReturn): OutcomeRequest {
  return { checkout, answer: fetchOutcome(proxy, checkout) };
}

/** With the state token where this tab has it: it opens more than the one that travelled in an address. */
async function fetchOutcome(proxy: string, checkout: CheckoutReturn): Promise<CheckoutOutcome> {
  const previous = readPreviousCheckout();
  const id = intentIdOf(checkout);
  if (!id) throw new CheckoutError('checkout-forgotten', 'Neither the address nor this tab knows the checkout.');
  const token = previous?.checkoutIntentId === id ? previous.token : checkout.token;
  const headers = { Authorization: `${STATE_SCHEME} ${token}` };
  return requestProxy(proxy, `/v1/checkouts/${id}`, 'instalments', { headers });
}

/** The id of HelloAsso's intent: from the address, else from this tab. */
export function intentIdOf({ checkoutIntentId, offer }: CheckoutReturn): number | undefined {
  const previous = readPreviousCheckout();
  return checkoutIntentId ?? (previous?.offer === offer ? previous?.checkoutIntentId : undefined);
}
