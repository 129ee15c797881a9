import type { Context, ErrorHandler } from 'hono';
import type { ProblemBody } from '../contract/problem.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import { DEFAULT_HEADERS } from './default-headers.ts';
import type { HonoEnv } from './hono-env.ts';

/** A problem as an `application/problem+json` response (RFC 9457). */
export function problemResponse({ code, status, errors, plan, headers }: Problem, requestId: string): Response {
  const body: ProblemBody = {
    type: 'about:blank',
    title: code.replaceAll('-', ' '),
    status,
    code,
    requestId,
    ...(errors && { errors }),
    ...(plan && { plan }),
  };
  return Response.json(body, {
    status,
    headers: [...DEFAULT_HEADERS, ...Object.entries(headers), ['content-type', 'application/problem+json']],
  });
}

/** Turns any thrown value into a problem response, and logs it from status 500 up. */
export function answerError(log: Log): ErrorHandler<HonoEnv> {
  return (cause, c) => {
    const problem = Problem.from(cause);
    logProblem(log, c, problem);
    return problemResponse(problem, c.get('requestId'));
  };
}

/** From status 500 up; the line of the request has the code of any other. */
export function logProblem(log: Log, c: Context<HonoEnv>, problem: Problem): void {
  if (problem.status < 500) return;
  log.error({ ...namesOf(c), code: problem.code, causes: causesOf(problem) }, problem.message);
}

/** By what the lines of one request are found. */
export function namesOf(c: Context<HonoEnv>): { readonly requestId: string; readonly checkoutIntentId?: number } {
  const checkoutIntentId = c.get('checkoutIntentId');
  return { requestId: c.get('requestId'), ...(checkoutIntentId !== undefined && { checkoutIntentId }) };
}

/** Names and codes only: the message of a library's error may quote a body, with a secret or personal data in it. */
function causesOf({ cause }: Error): string[] {
  if (!(cause instanceof Error)) return [];
  const name = cause instanceof Problem ? cause.message : cause.name;
  return ['code' in cause ? `${name} ${cause.code}` : name, ...causesOf(cause)];
}
