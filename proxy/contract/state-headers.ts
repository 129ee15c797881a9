// How `GET /v1/checkouts/{checkoutIntentId}` carries a return or state token. A file of its own: the widget's entry does not need it.

/** Scheme of the `Authorization` header: `State <return or state token>`. */
export const STATE_SCHEME = 'State';

/**
 * Header with the same token, without a scheme, where the proxy has the page's own origin: there `Authorization` may have to carry the
 * password of the whole site.
 */
export const STATE_HEADER = 'Helloasso-Checkout-State';
