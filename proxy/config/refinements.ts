import type { z } from 'zod';

/** For `when` of a refinement: runs it when these members are valid, although others are not, so that all errors are reported at once. */
export function whenValid(...names: readonly string[]): (payload: z.core.ParsePayload) => boolean {
  return ({ value, issues }) =>
    typeof value === 'object' &&
    value !== null &&
    !issues.some(({ code, path = [] }) =>
      path.length === 0 ? code === 'invalid_type' : names.includes(String(path[0])),
    );
}
