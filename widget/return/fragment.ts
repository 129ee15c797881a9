/**
 * The fragment of the page, which is the route of a hash router. It never travels to HelloAsso: this tab keeps it while the payer is
 * away, with the path of the page.
 */

/** What hash routers make of an empty fragment. */
const EMPTY_FRAGMENT = /^#?!?\/?$/;

const MAX_FRAGMENT_LENGTH = 200;

/** What the fragment of a sign-in, or of a link with a secret, looks like. A route that looks so is lost, not the payment. */
const SECRETS = [
  /token|secret|passw|session|jwt|nonce/i,
  /(code|state|key|auth|sig|signature|hash|sid|otp)=/i,
  // a value of more than 16 characters
  /=[^&]{17}/,
  // three parts with points between them, as a JWT has
  /[\w-]\.[\w-]+\.[\w-]/,
  // letters and digits mixed, and a UUID
  /(?=[a-z_]*\d)(?=\d*[a-z_])\w{16}/i,
  /[\da-f]{8}-[\da-f]{4}-/i,
];

/** Path and fragment of the page, unless the fragment is empty or could contain a secret. */
export function pageToKeep(): string | undefined {
  const { pathname, hash } = location;
  return EMPTY_FRAGMENT.test(hash) || containsSecret(hash) ? undefined : pathname + hash;
}

/** Whether a fragment could contain a token or another secret. */
export function containsSecret(fragment: string): boolean {
  try {
    const text = decodeURIComponent(fragment);
    return text.length > MAX_FRAGMENT_LENGTH || SECRETS.some((secret) => secret.test(text));
  } catch {
    return true; // it cannot be read
  }
}

/**
 * Puts the fragment of a kept page back, where the browser is on its path without a fragment. A router that has drawn the page
 * already receives `hashchange`. The history entry keeps its state.
 */
export function restoreFragment(page = ''): void {
  const url = new URL(location.href);
  const start = page.indexOf('#');
  if (start < 0 || page.slice(0, start) !== url.pathname || !EMPTY_FRAGMENT.test(url.hash)) return;
  url.hash = page.slice(start);
  const { state } = history;
  location.replace(url);
  history.replaceState(state, '');
}
