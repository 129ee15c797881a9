import type { Plan } from './instalments.ts';

/**
 * Every problem between widget and proxy, with its HTTP status. A code never changes its meaning. The texts for payers are in the
 * widget.
 */
export const PROBLEM_STATUS = {
  /** The body is not JSON. */
  'malformed-json': 400,
  /** The body is not sent as `application/json`. */
  'unsupported-media-type': 415,
  /** The body has more bytes than `MAX_BODY_BYTES`. */
  'body-too-large': 413,
  /** The body is JSON of another shape; `errors` points to each field. */
  'invalid-request': 422,
  /** The `Idempotency-Key` is not a UUID. */
  'idempotency-key-invalid': 400,
  /** The `Idempotency-Key` was used with another body. */
  'idempotency-key-reused': 422,
  /** `returnPath` leads, or could lead, to another origin. */
  'return-path-invalid': 422,
  /** The page's origin is not one of `ALLOWED_ORIGINS`. */
  'origin-not-allowed': 403,
  /** No offer of that id. */
  'offer-unknown': 404,
  /** The offer cannot be paid for yet. */
  'offer-not-open': 409,
  /** The offer can no longer be paid for. */
  'offer-closed': 409,
  /** The offer is no longer what the payer saw. */
  'offer-changed': 409,
  /** The offer only has signed prices, and the request contains none. */
  'signed-offer-required': 422,
  /** The signed offer is malformed, forged, or signed for something else. */
  'signed-offer-invalid': 422,
  /** The signed offer is valid but too old. */
  'signed-offer-expired': 422,
  /** The offer has a fixed amount and the body contains another, or a free amount and the body contains none. */
  'amount-not-applicable': 422,
  /** The amount is outside the offer's bounds. */
  'amount-out-of-range': 422,
  /** A field of the payer that the offer requires is missing; `errors` points to it. */
  'payer-incomplete': 422,
  /** More than one payer may buy at once. */
  'quantity-out-of-range': 422,
  /** The offer cannot be paid in that many payments. */
  'instalments-not-offered': 422,
  /** The page attaches metadata under a key that the offer does not declare. */
  'metadata-not-declared': 422,
  /** The dates that the payer saw are no longer those of the plan, as after midnight; `plan` is the new one. */
  'plan-changed': 409,
  /** The token is missing, malformed or forged. */
  'token-invalid': 401,
  /** The token is valid but too old. */
  'token-expired': 401,
  /** The token gives no access to a checkout intent with this id. */
  'checkout-unknown': 404,
  /** Too many requests from this address; `Retry-After` gives the wait in seconds. */
  'rate-limited': 429,
  /** Too many payers at once: HelloAsso was not called. `Retry-After` gives the wait in seconds. */
  busy: 503,
  /** No such route. */
  'not-found': 404,
  /** The route exists, the method does not; `Allow` lists the methods. */
  'method-not-allowed': 405,
  /** HelloAsso is unreachable, too slow, or fails. */
  'helloasso-unavailable': 503,
  /** HelloAsso refused the content of the checkout. */
  'helloasso-refused': 502,
  /** HelloAsso refuses the client id, the secret or the organisation's slug: the operator must act. */
  'helloasso-credentials': 502,
  /** The organisation may not collect at present: the association must act, in HelloAsso's back office. */
  'organisation-cannot-collect': 503,
  /** An error of the proxy. */
  internal: 500,
} as const;

/** A closed set, the same in widget and proxy. */
export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** An error in one field of the body. */
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
  /** Names the request in the log of the proxy. Absent in answers of older proxies. */
  readonly requestId?: string;
  readonly errors?: readonly FieldError[];
  /** Only with `plan-changed`. */
  readonly plan?: Plan;
}
