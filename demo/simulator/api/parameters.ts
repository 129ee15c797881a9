import type { Context } from 'hono';

/** The id that ends a path; NaN, which is no id, when it is not a whole number. */
export function readId(c: Context): number {
  const id = c.req.param('id') ?? '';
  return /^\d{1,10}$/.test(id) ? Number(id) : Number.NaN;
}

export function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}
