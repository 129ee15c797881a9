/**
 * The payload of a JWT, not verified: its middle part, base64url of UTF-8 JSON.
 * @throws where the text is no JWT.
 */
export function jwtPayload(jwt: string): unknown {
  const base64 = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
