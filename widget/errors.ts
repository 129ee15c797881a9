import type { ProblemCode } from '../proxy/contract/problem.ts';

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
  /** The element has no `proxy` attribute. */
  | 'proxy-missing'
  /** The payer came back, and nothing says from which checkout. */
  | 'checkout-forgotten';

/** The one error of the widget. `code` is for programs, `message` for developers; payers read `messages/`. */
export class CheckoutError extends Error {
  override readonly name = 'CheckoutError';
  readonly code: CheckoutErrorCode;

  constructor(code: CheckoutErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** What went wrong without anybody saying so. */
  static from(cause: unknown): CheckoutError {
    return cause instanceof CheckoutError ? cause : new CheckoutError(codeOf(cause as Error), String(cause), { cause });
  }
}

function codeOf({ name }: Error): CheckoutErrorCode {
  if (name === 'SyntaxError') return 'malformed-answer'; // not JSON
  if (name === 'TimeoutError') return 'timeout';
  return navigator.onLine ? 'unreachable' : 'offline';
}
