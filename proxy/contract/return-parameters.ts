// Names that a return address and the requests of a returning browser carry. Widget and proxy use the same ones.

/** Query parameter of ours: the return token. */
export const TOKEN_PARAMETER = 'helloasso-checkout';

/** Query parameter of ours: how the payer came back, `error` or `back`. Absent in the address for an attempt to pay. */
export const STEP_PARAMETER = 'helloasso-step';

/** Scheme of the `Authorization` header of `GET /v1/checkouts/{checkoutIntentId}`: `State <return or state token>`. */
export const STATE_SCHEME = 'State';

/**
 * Header with the same token, without a scheme, where the proxy has the page's own origin: there `Authorization` may have to carry the
 * password of the whole site.
 */
export const STATE_HEADER = 'Helloasso-Checkout-State';

/** Header of `POST /v1/checkouts`: a random UUID in lower case, the same for each repeat of one request. */
export const IDEMPOTENCY_KEY_HEADER = 'Idempotency-Key';
