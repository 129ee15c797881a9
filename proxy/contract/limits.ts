// Bounds that widget and proxy share, one by one, so that a browser ships only those it reads. Sources:
// HelloAsso's OpenAPI document, unless a line says otherwise.

export const AMOUNT_CENTS = {
  /** HelloAsso's minimum for a payment (observed, not published). */
  min: 50,
  /** Our own ceiling: HelloAsso publishes none. */
  max: 10_000_000,
} as const;

/** HelloAsso takes 250 characters; ten are kept for the quantity that we put before the name. */
export const ITEM_NAME = { max: 240 } as const;

/** How many one payer may buy at once, at the most. */
export const QUANTITY = { max: 20 } as const;

/** What a page may attach to a checkout; HelloAsso takes 20,000 characters in all. */
export const PAGE_METADATA = { maxKeys: 10, maxValue: 200 } as const;

export const RETURN_PATH = { max: 1024 } as const;

export const MAX_BODY_BYTES = 32 * 1024;
