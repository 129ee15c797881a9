/**
 * Whether an address that the proxy names may be opened: HelloAsso's own, or a simulator's on this very machine when the
 * page is on it too.
 */
export function isTrustedUrl(text: string, pageHostname: string): boolean {
  try {
    const { protocol, hostname } = new URL(text);
    if (protocol === 'https:' && /^(.+\.)?helloasso(-sandbox)?\.com$/.test(hostname)) return true;
    return /^https?:$/.test(protocol) && isLoopback(hostname) && isLoopback(pageHostname);
  } catch {
    return false; // not an address
  }
}

/** Whether a host name is this very machine's. */
export function isLoopback(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
