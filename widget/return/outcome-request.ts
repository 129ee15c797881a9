import type { CheckoutOutcome, OutcomeName } from '../../proxy/contract/checkout.ts';
import { STATE_HEADER, STATE_SCHEME } from '../../proxy/contract/state-headers.ts';
import { CheckoutError } from '../errors.ts';
import { requestProxy } from '../proxy-client.ts';
import { isSameProxy, recordOf } from './previous-checkout.ts';
import type { CheckoutReturn } from './return-state.ts';

const OUTCOMES: readonly OutcomeName[] = [
  'paid',
  'pending',
  'refused',
  'refunding',
  'refunded',
  'contested',
  'abandoned',
];

/** A checkout that the proxy is asked about. */
export interface OutcomeRequest {
  readonly checkout: CheckoutReturn;
  /** Rejects with a CheckoutError; also `checkout-forgotten`, and `malformed-answer` for an outcome that the contract does not have. */
  readonly answer: Promise<CheckoutOutcome>;
}

/** Asks the proxy what became of a checkout. Where its issuer is not known, the first proxy that is asked stays the only one. */
export function requestOutcome(proxy: string, checkout: CheckoutReturn): OutcomeRequest {
  const bound = { ...checkout, proxy: checkout.proxy ?? (proxy || undefined) };
  return { checkout: bound, answer: fetchOutcome(proxy, bound) };
}

/** With the state token where this tab has it: it opens more than the one that travelled in an address. */
async function fetchOutcome(proxy: string, checkout: CheckoutReturn): Promise<CheckoutOutcome> {
  const record = recordOf(checkout, proxy);
  const id = checkout.checkoutIntentId ?? record?.checkoutIntentId;
  const isOther = proxy && checkout.proxy && !isSameProxy(proxy, checkout.proxy);
  const token = record?.token ?? (isOther ? '' : checkout.token);
  if (!id || !token) throw new CheckoutError('checkout-forgotten', 'Neither address nor tab knows checkout and proxy.');
  // Another address each time: a service worker of the page may answer one from its cache for ever.
  const ask = async (headers: Readonly<Record<string, string>>) => {
    const path = `/v1/checkouts/${id}?at=${Date.now()}`;
    const answer = await requestProxy<CheckoutOutcome>(proxy, path, 'instalments', { headers });
    const isKnown = OUTCOMES.includes(answer.outcome) && Array.isArray(answer.instalments);
    if (!isKnown) throw new CheckoutError('malformed-answer', answer.outcome);
    return answer;
  };
  if (new URL(proxy, location.href).origin === location.origin) {
    try {
      return await ask({ [STATE_HEADER]: token }); // `Authorization` would replace the password of a site that asks for one
    } catch (cause) {
      if (CheckoutError.from(cause).code !== 'token-invalid') throw cause; // else the proxy may be older than this header
    }
  }
  return ask({ Authorization: `${STATE_SCHEME} ${token}` });
}
