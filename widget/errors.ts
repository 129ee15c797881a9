import type { Plan } from '../proxy/contract/instalments.ts';
import type { FieldError } from '../proxy/contract/problem.ts';
import type { CheckoutErrorCode } from './core/failure-kinds.ts';

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
  /** Names the request in the log of the proxy; absent with an older proxy, and where no answer came. */
  readonly requestId?: string | undefined;
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

  /** The error for anything thrown: `timeout`, `offline` or `unreachable` where `cause` is not one of ours. */
  static from(cause: unknown): CheckoutError {
    if (cause instanceof CheckoutError) return cause;
    const code = (cause as Error).name === 'TimeoutError' ? 'timeout' : navigator.onLine ? 'unreachable' : 'offline';
    return new CheckoutError(code, String(cause), {}, { cause });
  }
}
