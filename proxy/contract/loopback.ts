/**
 * Whether a host is this machine: `localhost`, `*.localhost` (RFC 6761), `127.0.0.0/8`, `::1`. Takes host names as `URL` writes
 * them and addresses without brackets.
 */
export function isLoopback(hostname: string): boolean {
  return /^(([^.]+\.)*localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(hostname);
}
