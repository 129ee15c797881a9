import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';

/** Messages by field, named as in the request. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** The response to a body that fails model validation: fields that are missing, of another type or too long. */
export function validationProblem(c: Context, errors: FieldErrors): Response {
  const traceId = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
  return c.json(
    {
      type: 'https://tools.ietf.org/html/rfc9110#section-15.5.1',
      title: 'One or more validation errors occurred.',
      status: 400,
      errors,
      extensions: { traceId },
    },
    400,
  );
}

/** The response to a well-formed body that breaks a rule. `ArgumentInvalid` is the only publicly known code. */
export function businessProblem(c: Context, messages: readonly string[]): Response {
  return c.json({ errors: messages.map((message) => ({ code: 'ArgumentInvalid', message })) }, 400);
}

/** The response to a refund that is impossible: the shape and `Code : ` are HelloAsso's; which number means what is not published. */
export function refundProblem(c: Context, status: 400 | 409, number: number, message: string): Response {
  return c.json({ errors: [{ code: 'Error', message: `Code : ${number} - ${message}` }] }, status);
}
