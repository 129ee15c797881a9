/** Bounds that widget and proxy share. Sources: HelloAsso's OpenAPI document unless a line says otherwise. */
export const LIMITS = {
  amountCents: {
    /** HelloAsso's minimum for a payment (observed, not published). */
    min: 50,
    /** Our own ceiling: HelloAsso publishes none. */
    max: 10_000_000,
  },
  itemName: { max: 250 },
  name: { max: 255 },
  /** On top of what `type="email"` asks: a dot after the @, not first nor last. */
  email: { max: 255, pattern: '.+@[^.].*\\.[^.]+' },
  /** How many one payer may buy at once, at the most. */
  quantity: { max: 100 },
  instalments: {
    max: 12,
    /** The least of one payment in several (HelloAsso publishes none; 1 € is the safe side). */
    minCents: 100,
  },
  returnPath: { max: 1024 },
  bodyBytes: 32 * 1024,
} as const;
