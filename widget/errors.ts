import type { Plan } from '../proxy/contract/instalments.ts';
import type { FieldError, ProblemCode } from '../proxy/contract/problem.ts';

/** What the proxy says, and what can go wrong without it. */
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
  /** The payer came back, and nothing says from which checkout. */
  | 'checkout-forgotten';

/** What is known beside the code. */
export interface ErrorDetails {
  /** When to try again, in seconds: with `rate-limited` and `busy`. */
  readonly retryAfterS?: number;
  /** Which fields of the request: with `invalid-request` and `payer-incomplete`. */
  readonly errors?: readonly FieldError[] | undefined;
  /** What to pay and when, as the proxy sees it: with `plan-changed`. */
  readonly plan?: Plan | undefined;
  /** `YYYY-MM-DD`: when an offer opens or has opened, with `offer-not-open` and `offer-closed`. */
  readonly opensOn?: string | undefined;
}

/** The one error of the widget. `code` is for programs, `message` for developers; payers read `messages/`. */
export class CheckoutError extends Error {
  override readonly name = 'CheckoutError';
  readonly code: CheckoutErrorCode;
  readonly details: ErrorDetails;

  constructor(code: CheckoutErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }

  /** What went wrong without anybody saying so. */
  static from(cause: unknown): CheckoutError {
    if (cause instanceof CheckoutError) return cause;
    const code = (cause as Error).name === 'TimeoutError' ? 'timeout' : navigator.onLine ? 'unreachable' : 'offline';
    return new CheckoutError(code, String(cause), {}, { cause });
  }
}
