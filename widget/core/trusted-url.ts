import { isLoopback } from '../../proxy/contract/loopback.ts';
import { isHelloAssoHost } from '../../proxy/contract/trusted-hosts.ts';

/**
 * Whether the page may open an address that the proxy names: HelloAsso's own, or a simulator's on this machine when the page is
 * on it too.
 */
export function isTrustedUrl(text: string, pageHostname: string): boolean {
  try {
    const { protocol, hostname } = new URL(text);
    if (protocol === 'https:' && isHelloAssoHost(hostname)) return true;
    return /^https?:$/.test(protocol) && isLoopback(hostname) && isLoopback(pageHostname);
  } catch {
    return false; // not an address
  }
}
