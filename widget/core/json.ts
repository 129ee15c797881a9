/** An object that a page gives as itself or, in an attribute, as JSON. `undefined` where it is empty or not JSON. */
export function fromJson<T extends object>(given: T | string): T | undefined {
  if (typeof given === 'object') return given;
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}

/**
 * The payload of a JWT, not verified: its middle part, base64url of UTF-8 JSON.
 * @throws where the text is no JWT.
 */
export function jwtPayload(jwt: string): unknown {
  const base64 = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
