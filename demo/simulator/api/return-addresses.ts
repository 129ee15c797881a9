import type { Switches } from '../switches.ts';

type AddressField = 'backUrl' | 'errorUrl' | 'returnUrl';

/** Schemes that a browser would run or that lead nowhere public. */
const REFUSED_SCHEMES = ['http:', 'javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:'];

/** HelloAsso wants https; a custom scheme (`myapp://…`) also works. The sentence is ours. */
export function addressFault(field: AddressField, address: string, switches: Readonly<Switches>): string | undefined {
  const url = parse(address);
  const isAccepted =
    url && (!REFUSED_SCHEMES.includes(url.protocol) || (switches.allowHttpLoopback && isHttpLoopback(url)));
  return isAccepted ? undefined : `Le champ ${field} est invalide\u00a0: une adresse https est attendue`;
}

function parse(address: string): URL | null {
  const isWhole = /^[a-z][a-z\d+.-]*:\/\/[^/?#\s]/i.test(address) && !/\p{Surrogate}/u.test(address);
  return isWhole ? URL.parse(address) : null;
}

function isHttpLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\]|[a-z\d.-]+\.localhost)$/.test(hostname);
}

/**
 * An address of the client with HelloAsso's parameters after its own query, which stays as it was byte for byte. What
 * becomes of a fragment is not known; here it stays last.
 */
export function withParameters(address: string, parameters: Readonly<Record<string, string>>): string {
  const [beforeFragment = '', ...fragment] = address.split(/(?=#)/);
  const separator = !beforeFragment.includes('?') ? '?' : /[?&]$/.test(beforeFragment) ? '' : '&';
  return beforeFragment + separator + new URLSearchParams(parameters) + fragment.join('');
}

/** An address as a header can carry it: what is not ASCII is escaped, the rest untouched. */
export function asHeader(address: string): string {
  return address.replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
}
