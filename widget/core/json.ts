/** An object that a page gives as itself or, in an attribute, as JSON. `undefined` where it is empty or not JSON. */
export function fromJson<T extends object>(given: T | string): T | undefined {
  if (typeof given === 'object') return given;
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}
