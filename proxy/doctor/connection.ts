import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';

const TIMEOUT_MS = 10_000;

/** Connects to the host of an address, and closes the connection. Resolves to the end of its certificate, if it has one. */
export function connectTo({ protocol, hostname, port }: URL): Promise<Date | undefined> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isTls = protocol === 'https:';
  const socket = isTls
    ? connectTls({ host, port: Number(port || 443), servername: /^[\d.]+$|:/.test(host) ? '' : host })
    : connectPlain({ host, port: Number(port || 80) });
  return new Promise<Date | undefined>((resolve, reject) => {
    socket.setTimeout(TIMEOUT_MS, () => reject(new DOMException('no answer', 'TimeoutError')));
    socket.once('error', reject);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      resolve('getPeerCertificate' in socket ? new Date(socket.getPeerCertificate().valid_to) : undefined);
    });
  }).finally(() => socket.destroy());
}

/** A `GET` that ends after ten seconds. */
export function get(address: URL | string, redirect: 'follow' | 'manual'): Promise<Response> {
  const headers = { 'user-agent': 'helloasso-checkout doctor' };
  return fetch(address, { redirect, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/** Why there is no connection, in words for the operator: never the message of an error, which may quote an address. */
export function reasonOfFailure(cause: unknown): string {
  if (!(cause instanceof Error)) return 'the connection failed';
  if (cause.name === 'TimeoutError') return 'there was no answer in time; does a firewall stop the connection?';
  const reason = 'code' in cause ? REASONS.get(cause.code) : undefined;
  if (reason !== undefined) return reason;
  if (cause.cause instanceof Error) return reasonOfFailure(cause.cause);
  return 'code' in cause ? `the connection failed (${cause.code})` : 'the connection failed';
}

const UNKNOWN_ISSUER =
  'its certificate comes from an authority that Node does not know: the server must send its whole chain; the authority of a firewall that opens connections goes into NODE_EXTRA_CA_CERTS';

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['ENOTFOUND', 'DNS does not know this name'],
  ['EAI_AGAIN', 'the DNS server of this machine does not answer'],
  ['ECONNREFUSED', 'nothing listens there'],
  ['ECONNRESET', 'the connection was closed without an answer'],
  ['UND_ERR_SOCKET', 'the connection was closed without an answer'],
  ['EHOSTUNREACH', 'no route leads there'],
  ['ENETUNREACH', 'no route leads there'],
  ['ETIMEDOUT', 'there was no answer in time; does a firewall stop the connection?'],
  ['ERR_PROXY_TUNNEL', 'HTTPS_PROXY does not lead there'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired: renew it, or, if it has not, set the clock of this machine'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet: is the clock of this machine right?'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', UNKNOWN_ISSUER],
  ['SELF_SIGNED_CERT_IN_CHAIN', UNKNOWN_ISSUER],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNKNOWN_ISSUER],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNKNOWN_ISSUER],
]);
