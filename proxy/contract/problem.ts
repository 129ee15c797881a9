import type { Plan } from './instalments.ts';

/**
 * Everything that can go wrong between widget and proxy, with its HTTP status. A code never changes its meaning; words for
 * people are the widget's business.
 */
export const PROBLEM_STATUS = {
  /** The body is not JSON. */
  'malformed-json': 400,
  /** The body is not sent as `application/json`. */
  'unsupported-media-type': 415,
  /** The body has more bytes than `MAX_BODY_BYTES`. */
  'body-too-large': 413,
  /** The body is JSON of another shape; `errors` says where. */
  'invalid-request': 422,
  /** The `Idempotency-Key` is no UUID. */
  'idempotency-key-invalid': 400,
  /** The `Idempotency-Key` came before, with another body. */
  'idempotency-key-reused': 422,
  /** `returnPath` leads, or could lead, away from the page's origin. */
  'return-path-invalid': 422,
  /** The page's origin is not one of `ALLOWED_ORIGINS`. */
  'origin-not-allowed': 403,
  /** No offer of that id. */
  'offer-unknown': 404,
  /** The offer cannot be paid for yet. */
  'offer-not-open': 409,
  /** The offer can no longer be paid for. */
  'offer-closed': 409,
  /** The offer has no price of its own, and none was signed. */
  'signed-offer-required': 422,
  /** The signed offer is malformed, forged, or signed for something else. */
  'signed-offer-invalid': 422,
  /** The signed offer was ours and is too old. */
  'signed-offer-expired': 422,
  /** The offer has a fixed amount and the body brings another, or a free amount and it brings none. */
  'amount-not-applicable': 422,
  /** The amount is outside the offer's bounds. */
  'amount-out-of-range': 422,
  /** Something that the offer requires of the payer is missing; `errors` says what. */
  'payer-incomplete': 422,
  /** More than the offer sells at once. */
  'quantity-out-of-range': 422,
  /** The offer cannot be paid in that many payments. */
  'instalments-not-offered': 422,
  /** The page attaches metadata under a key that the offer does not declare. */
  'metadata-not-declared': 422,
  /** The dates shown to the payer are no longer the dates of the plan (midnight has passed); `plan` is the new one. */
  'plan-changed': 409,
  /** The token is missing, malformed or forged. */
  'token-invalid': 401,
  /** The token was ours and is too old. */
  'token-expired': 401,
  /** No such checkout intent for the holder of this token. */
  'checkout-unknown': 404,
  /** Too many requests from this address; `Retry-After` says when to come back. */
  'rate-limited': 429,
  /** Too many payers at once: HelloAsso was not asked. `Retry-After` says when to come back. */
  busy: 503,
  /** No such route. */
  'not-found': 404,
  /** The route exists, the method does not; `Allow` says which do. */
  'method-not-allowed': 405,
  /** HelloAsso is out of reach, too slow, or in trouble. */
  'helloasso-unavailable': 503,
  /** HelloAsso refused the checkout as it was sent. */
  'helloasso-refused': 502,
  /** HelloAsso refuses the client id, the secret or the organisation's slug: work for the operator. */
  'helloasso-credentials': 502,
  /** The organisation may not collect at present: work for the association, in HelloAsso's back office. */
  'organisation-cannot-collect': 503,
  /** A fault of ours. */
  internal: 500,
} as const;

/** A closed set: widget and proxy know the same codes. */
export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** What is wrong with one field of the body. */
export interface FieldError {
  /** JSON Pointer (RFC 6901) into the body. */
  readonly pointer: string;
  readonly code: string;
}

/** An `application/problem+json` body (RFC 9457). */
export interface ProblemBody {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly errors?: readonly FieldError[];
  /** Only with `plan-changed`. */
  readonly plan?: Plan;
}
