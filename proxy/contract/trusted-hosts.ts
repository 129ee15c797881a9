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
