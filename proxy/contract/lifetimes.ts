// Lifetimes in ms. Each is defined here and nowhere else.

const MINUTE_MS = 60_000;

/** How long `redirectUrl` can be paid on. Source: HelloAsso's API overview (https://dev.helloasso.com/docs/api-overview). */
export const PAYMENT_PAGE_MS = 15 * MINUTE_MS;

/** How long the proxy repeats its answer to an `Idempotency-Key`. Shorter than `PAYMENT_PAGE_MS`, so that the address still works. */
export const IDEMPOTENCY_MS = 13 * MINUTE_MS;

/** A checkout without an order is abandoned after this time. HelloAsso publishes no figure; its CiviCRM plugin uses this one. */
export const ABANDONED_AFTER_MS = 45 * MINUTE_MS;
