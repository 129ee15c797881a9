import type { ErrorDetails } from '../../widget/core/error-details.ts';
import type { ProblemCode } from '../contract/problem.ts';
import type { Problem } from '../problem.ts';

/** A problem, as the texts for payers take it. */
export interface Failure {
  readonly code: ProblemCode;
  readonly details: ErrorDetails;
}

export function failureOf({ code, headers }: Problem, requestId: string): Failure {
  return { code, details: { retryAfterS: Number(headers['retry-after'] ?? 0), requestId } };
}
