import type { ProblemCode } from '../../proxy/contract/problem.ts';

/** Every failure that a page can receive: the proxy's own codes, and what can go wrong without an answer. */
export type CheckoutErrorCode =
  | ProblemCode
  /** The device has no network. */
  | 'offline'
  /** No answer at all: the proxy is down, or refuses this page's origin. */
  | 'unreachable'
  /** No answer in time. */
  | 'timeout'
  /** An answer that is not one of the contract. */
  | 'malformed-answer'
  /** The proxy named a payment page that is not HelloAsso's. */
  | 'redirect-refused'
  /** The element has no `proxy` attribute, or its page is not in https. */
  | 'proxy-missing'
  /** The element is in a frame in which no payment can work. */
  | 'frame-restricted'
  /** The payer came back, and nothing says from which checkout. */
  | 'checkout-forgotten';

/** Failures that a payer reads the sentence of another for. */
const SHOWN_AS = {
  'offer-changed': 'amount-not-applicable',
  'return-path-invalid': 'proxy-missing',
  'metadata-not-declared': 'proxy-missing',
  'origin-not-allowed': 'proxy-missing',
  'signed-offer-required': 'proxy-missing',
  'signed-offer-invalid': 'proxy-missing',
  'not-found': 'proxy-missing',
  'helloasso-credentials': 'proxy-missing',
  'redirect-refused': 'proxy-missing',
  'frame-restricted': 'proxy-missing',
  'token-invalid': 'checkout-unknown',
  'token-expired': 'checkout-unknown',
  'checkout-forgotten': 'checkout-unknown',
} as const satisfies Partial<Record<CheckoutErrorCode, CheckoutErrorCode>>;

/** Failures that only a defect of ours can cause: a payer reads the sentence of `internal`, as for a code of a newer proxy. */
type Internal =
  | 'malformed-json'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'idempotency-key-invalid'
  | 'idempotency-key-reused'
  | 'method-not-allowed'
  | 'malformed-answer';

/** A failure that has a sentence of its own. */
export type ShownFailure = Exclude<CheckoutErrorCode, keyof typeof SHOWN_AS | Internal>;

/** The failure whose sentence a payer reads for this one. It may have none: `describeError` then uses that of `internal`. */
export function shownAs(code: CheckoutErrorCode): CheckoutErrorCode {
  return (SHOWN_AS as Partial<Record<CheckoutErrorCode, CheckoutErrorCode>>)[code] ?? code;
}

/** Failures that the payer cannot end, not even by waiting a little. */
const HOPELESS: ReadonlySet<CheckoutErrorCode> = new Set([
  'proxy-missing',
  'offer-unknown',
  'offer-not-open',
  'offer-closed',
  'organisation-cannot-collect',
] satisfies ShownFailure[]);

/** Whether the page's own way out is better than another try. */
export function isHopeless(code: CheckoutErrorCode): boolean {
  return HOPELESS.has(shownAs(code));
}

/** Failures of a question about an outcome after which the next question may be answered. `offline` is not one: it ends by an event. */
const TEMPORARY: ReadonlySet<CheckoutErrorCode> = new Set([
  'unreachable',
  'timeout',
  'busy',
  'rate-limited',
  'helloasso-unavailable',
] satisfies CheckoutErrorCode[]);

export function isTemporary(code: CheckoutErrorCode): boolean {
  return TEMPORARY.has(code);
}

/** Failures of a question about an outcome whose own sentence helps: it says what to wait for, or what to do. */
const ACTIONABLE: ReadonlySet<CheckoutErrorCode> = new Set([
  'offline',
  'rate-limited',
  'busy',
] satisfies CheckoutErrorCode[]);

export function isActionable(code: CheckoutErrorCode): boolean {
  return ACTIONABLE.has(code);
}
