/** What browsers read of documents alone. The script leaves them out: with them it needs a second round trip. */
const DOCUMENT_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'X-DNS-Prefetch-Control': 'off',
  'X-Download-Options': 'noopen',
  'X-Frame-Options': 'DENY',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'X-XSS-Protection': '0',
};

export const DOCUMENT_HEADER_NAMES = Object.keys(DOCUMENT_HEADERS);

/**
 * On every response, unless a route sets another value. As Hono's `secureHeaders`, which sets them after the response, when that costs six
 * percent of all that a checkout takes. No `Strict-Transport-Security`: the server in front decides, as it would force https on
 * every subdomain.
 */
export const DEFAULT_HEADERS = Object.entries({
  ...DOCUMENT_HEADERS,
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
});
