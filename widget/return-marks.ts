/** The parameter, the key of `history.state` and the key of `sessionStorage`. */
export const KEY = 'helloasso-checkout';

/**
 * Whether someone may be coming back from HelloAsso: by its redirect, by a reload after it, or by a way of their own, with
 * something typed that waits for them.
 */
export function mayBeReturning(): boolean {
  try {
    return location.search.includes(`${KEY}=`) || history.state?.[KEY] || sessionStorage[KEY]?.includes('"draft"');
  } catch {
    return false; // no storage, and nothing in the address
  }
}
