import type { Plan } from '../../proxy/contract/instalments.ts';
import type { FieldError } from '../../proxy/contract/problem.ts';

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
