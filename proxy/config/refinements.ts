import type { z } from 'zod';

/** Lets a rule about several members of an object speak although another member is faulty, so that all faults are told at once. */
export function areSound(...names: readonly string[]): (payload: z.core.ParsePayload) => boolean {
  return ({ value, issues }) =>
    typeof value === 'object' &&
    value !== null &&
    !issues.some(({ code, path = [] }) =>
      path.length === 0 ? code === 'invalid_type' : names.includes(String(path[0])),
    );
}
