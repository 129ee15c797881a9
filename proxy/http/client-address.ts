import { type BlockList, isIP, isIPv6 } from 'node:net';
import type { Context } from 'hono';
import type { Config } from '../config/config.ts';
import type { HonoEnv } from './hono-env.ts';

/** The address of the client of a request. */
export function clientOf(c: Context<HonoEnv>, { trustedProxies }: Pick<Config, 'trustedProxies'>): string {
  return clientAddress(c.env.clientAddress, c.req.header('x-forwarded-for'), trustedProxies);
}

/**
 * The address of the client: the rightmost hop of `X-Forwarded-For` that is not one of our own reverse proxies. Hops further left
 * are client-supplied: not trusted.
 */
export function clientAddress(socketAddress: string, forwardedFor: string | undefined, trusted: BlockList): string {
  let client = plain(socketAddress);
  for (const hop of (forwardedFor ?? '').split(',').reverse()) {
    const address = plain(hop.trim());
    if (!isTrusted(client, trusted) || isIP(address) === 0) break;
    client = address;
  }
  return client;
}

/**
 * How a request came here, for `/healthz`: from a client itself (`direct`), through one of our reverse proxies that said from whom
 * (`forwarded`) or not (`without-address`), or through a server that is not one of them (`untrusted`). It says no address. That of a
 * reverse proxy itself counts: the command `doctor` may run there.
 */
export type Forwarding = 'direct' | 'forwarded' | 'without-address' | 'untrusted';

/** Reports, from the socket and the headers of a request, how it came here. */
export function forwardingOf(socketAddress: string, headers: Headers, trusted: BlockList): Forwarding {
  const hops = headers.get('x-forwarded-for');
  if (!isTrusted(plain(socketAddress), trusted)) {
    return hops === null && !headers.has('forwarded') ? 'direct' : 'untrusted';
  }
  return hops?.split(',').some((hop) => isIP(plain(hop.trim())) !== 0) ? 'forwarded' : 'without-address';
}

/** What rate limits count: an IPv4 address, or the /64 of one IPv6 subscriber. Takes an address as `clientAddress` writes it. */
export function networkOf(address: string): string {
  return isIPv6(address) ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;
}

/** The /48 of an IPv6 address: what one client may own. An IPv4 address has none. */
export function widerNetworkOf(address: string): string | undefined {
  return isIPv6(address) ? `${groupsOf(address).slice(0, 3).join(':')}::/48` : undefined;
}

/** Whether an address is that of one of our own reverse proxies. */
export function isTrusted(address: string, trusted: BlockList): boolean {
  return isIP(address) !== 0 && trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** An address in one spelling: without port, brackets and zone, and IPv4 as IPv4 (dual-stack sockets write it as IPv6). */
function plain(text: string): string {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  if (!isIPv6(bare)) return bare;
  const usual = new URL(`http://[${bare.split('%')[0]}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(usual) ?? [];
  if (!high || !low) return usual;
  return [high, low].flatMap((pair) => [Number.parseInt(pair, 16) >> 8, Number.parseInt(pair, 16) & 255]).join('.');
}

function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}
