// Limits that widget and proxy share. One export each, so that the script contains only those it uses. Source: HelloAsso's OpenAPI
// document, unless a comment names another.

export const AMOUNT_CENTS = {
  /** HelloAsso's minimum for a payment (observed, not published). */
  min: 50,
  /** Our own ceiling: HelloAsso publishes none. */
  max: 10_000_000,
} as const;

/** HelloAsso accepts 250 characters; ten are reserved for the quantity in front of the name. */
export const ITEM_NAME = { max: 240 } as const;

/** The largest quantity that one payer may buy at once. */
export const QUANTITY = { max: 20 } as const;

/** The metadata that a page may attach to a checkout. HelloAsso accepts 20,000 characters in all. */
export const PAGE_METADATA = { maxKeys: 10, maxValue: 200 } as const;

export const RETURN_PATH = { max: 1024 } as const;

export const MAX_BODY_BYTES = 32 * 1024;

/** Characters of one field. Source: HelloAsso's OpenAPI document for names and e-mail; it gives no bound for an address. */
export const PAYER_FIELD_MAX = 255;

/** On top of what `type="email"` asks: a dot after the @, not first nor last. */
export const EMAIL_PATTERN = '.+@[^.].*\\.[^.]+';
