import type { Plan } from './contract/instalments.ts';
import { type FieldError, PROBLEM_STATUS, type ProblemBody, type ProblemCode } from './contract/problem.ts';

interface ProblemOptions extends ErrorOptions {
  readonly errors?: readonly FieldError[];
  readonly plan?: Plan;
  /** Extra headers of the answer, such as `Retry-After` or `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one error of the proxy: its `code` goes to the browser, its `message` and `cause` to the log alone, and only from 500 up. */
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

  /** Any thrown value as a problem; what is not ours is `internal`. */
  static from(cause: unknown): Problem {
    return cause instanceof Problem ? cause : new Problem('internal', 'unexpected error', { cause });
  }

  get status(): number {
    return PROBLEM_STATUS[this.code];
  }

  toResponse(): Response {
    const body: ProblemBody = {
      type: 'about:blank',
      title: this.code.replaceAll('-', ' '),
      status: this.status,
      code: this.code,
      ...(this.errors && { errors: this.errors }),
      ...(this.plan && { plan: this.plan }),
    };
    return Response.json(body, {
      status: this.status,
      headers: { ...this.headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    });
  }
}
