import type { Plan } from './contract/instalments.ts';
import { type FieldError, PROBLEM_STATUS, type ProblemCode } from './contract/problem.ts';

interface ProblemOptions extends ErrorOptions {
  readonly errors?: readonly FieldError[];
  readonly plan?: Plan;
  /** Extra headers of the response, such as `Retry-After` or `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one error class of the proxy. `code` is sent to the browser; `message` and `cause` only go to the log, from status 500 up. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[] | undefined;
  readonly plan: Plan | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, message: string, { errors, plan, headers = {}, ...options }: ProblemOptions = {}) {
    super(message, options);
    this.code = code;
    this.errors = errors;
    this.plan = plan;
    this.headers = headers;
  }

  /** Any thrown value as a problem; an unknown error is `internal`. */
  static from(cause: unknown): Problem {
    return cause instanceof Problem ? cause : new Problem('internal', 'unexpected error', { cause });
  }

  get status(): number {
    return PROBLEM_STATUS[this.code];
  }
}
