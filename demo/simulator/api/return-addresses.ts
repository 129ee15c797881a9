import type { Switches } from '../switches.ts';

type AddressField = 'backUrl' | 'errorUrl' | 'returnUrl';

/** `http:`, and schemes that a browser would execute or open locally. */
const REJECTED_SCHEMES = ['http:', 'javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:'];

/** Returns an error unless the address is https or has a custom scheme (`myapp://…`). The message is invented. */
export function addressError(field: AddressField, address: string, switches: Readonly<Switches>): string | undefined {
  const url = parse(address);
  const isAccepted =
    url && (!REJECTED_SCHEMES.includes(url.protocol) || (switches.allowHttpLoopback && isHttpLoopback(url)));
  return isAccepted ? undefined : `Le champ ${field} est invalide\u00a0: une adresse https est attendue`;
}

function parse(address: string): URL | null {
  const isWhole = /^[a-z][a-z\d+.-]*:\/\/[^/?#\s]/i.test(address) && !/\p{Surrogate}/u.test(address);
  return isWhole ? URL.parse(address) : null;
}

/** Repeated here on purpose: a fake must judge independently of the proxy's own check. */
function isHttpLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\]|[a-z\d.-]+\.localhost)$/.test(hostname);
}

/**
 * Appends HelloAsso's parameters to an address of the client. Its own query stays the same, byte for byte. What HelloAsso does
 * with a fragment is not known; here it stays last.
 */
export function withParameters(address: string, parameters: Readonly<Record<string, string>>): string {
  const [beforeFragment = '', ...fragment] = address.split(/(?=#)/);
  const separator = !beforeFragment.includes('?') ? '?' : /[?&]$/.test(beforeFragment) ? '' : '&';
  return beforeFragment + separator + new URLSearchParams(parameters) + fragment.join('');
}

/** Percent-encodes what a header cannot contain; the rest of the address stays the same. */
export function asHeader(address: string): string {
  return address.replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
}
