// Lifetimes in ms. Each is defined here and nowhere else. Literals, so that the build of the script puts them where they are used.

/** 15 minutes: how long `redirectUrl` can be paid on. Source: HelloAsso's API overview (https://dev.helloasso.com/docs/api-overview). */
export const PAYMENT_PAGE_MS = 900_000;

/** 13 minutes: how long the proxy repeats its answer to an `Idempotency-Key`. Shorter than `PAYMENT_PAGE_MS`, so that the address still works. */
export const IDEMPOTENCY_MS = 780_000;

/** 2 hours: how long the proxy's own payment page may stay open before it is sent. */
export const FORM_MS = 7_200_000;

/** 45 minutes: a checkout without an order is abandoned after it. HelloAsso publishes no figure; its CiviCRM plugin uses this one. */
export const ABANDONED_AFTER_MS = 2_700_000;
