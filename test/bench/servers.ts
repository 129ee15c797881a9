import { fileURLToPath } from 'node:url';
import type { Child } from './child.ts';

/** The built proxy, as arguments of Node. */
export const PROXY = [fileURLToPath(new URL('../../dist/cli.js', import.meta.url)), 'serve'];

/** What a server needs to know; it writes its log as it would for an operator. */
export function environment({ origin }: Pick<Child, 'origin'>): Record<string, string> {
  return {
    HELLOASSO_API_URL: origin,
    HELLOASSO_CLIENT_ID: 'simulator-client',
    HELLOASSO_CLIENT_SECRET: 'simulator-secret',
    HELLOASSO_ORGANIZATION: 'asso-demo',
    ALLOWED_ORIGINS: 'https://www.example.org',
    OFFERS_FILE: fileURLToPath(new URL('../../offers.json', import.meta.url)),
    PORT: '0',
    TRUSTED_PROXIES: '127.0.0.1',
  };
}

/** Longer than the proxy takes to give the memory of a load back. */
export const CALM_MS = 25_000;
