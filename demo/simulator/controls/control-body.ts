import type { Context } from 'hono';
import { ControlError } from './control-error.ts';

/** Reads the body of a control request: JSON, or a form of the panel. An empty body is an empty object. */
export async function readControlBody(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (isForm(c)) return fromForm(new URLSearchParams(text));
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(400, 'The body is not JSON.');
  }
}

/** Whether the request comes from a form of the panel, which expects a page or a redirect. */
export function isForm(c: Context): boolean {
  return c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
}

/** Converts the text of form fields: numbers, booleans, null (an empty field) and lists (`name[]`). */
function fromForm(form: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) =>
      name.endsWith('[]')
        ? [name.slice(0, -2), form.getAll(name).filter((text) => text !== '')]
        : [name, fromText(form.get(name) ?? '')],
    ),
  );
}

function fromText(text: string): unknown {
  if (text === '') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}
