import type { Context } from 'hono';
import { ControlError } from './control-error.ts';

/** What a control was given, from JSON or from a form of the panel. */
export async function controlBody(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (isForm(c)) return fromForm(new URLSearchParams(text));
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(400, 'The body is not JSON.');
  }
}

/** Whether the panel is asking, and wants a page. */
export function isForm(c: Context): boolean {
  return c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
}

/** Forms know only text: this gives numbers, truth, nothing (an empty field) and lists (`name[]`) back. */
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
