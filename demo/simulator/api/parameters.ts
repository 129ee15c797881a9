import type { Context } from 'hono';

/** Reads the path parameter `id`. Returns NaN, which is no id, if it is not a whole number. */
export function readId(c: Context): number {
  const id = c.req.param('id') ?? '';
  return /^\d{1,10}$/.test(id) ? Number(id) : Number.NaN;
}

export function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}
