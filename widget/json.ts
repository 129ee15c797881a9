/** What a page gives as an object or, in an attribute, as JSON. Nothing where it is empty or cannot be read. */
export function fromJson<T extends object>(given: T | string): T | undefined {
  if (typeof given === 'object') return given;
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}
