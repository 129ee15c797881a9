/**
 * HelloAsso's domain in each environment. The API is `api.` under it, payment pages are `www.` under it. Source: HelloAsso's
 * API overview (https://dev.helloasso.com/docs/api-overview).
 */
export const HELLOASSO_DOMAINS = {
  production: 'helloasso.com',
  sandbox: 'helloasso-sandbox.com',
} as const;

/** Whether a host name, as `URL` writes it, is one of HelloAsso's domains or below one, in any environment. */
export function isHelloAssoHost(hostname: string): boolean {
  return Object.values(HELLOASSO_DOMAINS).some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

/**
 * Whether a host is this machine: `localhost`, `*.localhost` (RFC 6761), `127.0.0.0/8`, `::1`. Takes host names as `URL` writes
 * them and addresses without brackets.
 */
export function isLoopback(hostname: string): boolean {
  return /^(([^.]+\.)*localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(hostname);
}
