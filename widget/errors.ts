import type { ErrorDetails } from './core/error-details.ts';
import type { CheckoutErrorCode } from './core/failure-kinds.ts';

export type { ErrorDetails } from './core/error-details.ts';

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
