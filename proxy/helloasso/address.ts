import type { Config } from '../config/config.ts';

const DOMAINS = ['helloasso.com', 'helloasso-sandbox.com'];

/** Whether an address that HelloAsso answered is one of its own pages, and so fit to send a payer to. */
export function isHelloAssoAddress(text: string, { apiOrigin, isOverridden }: Config['helloasso']): boolean {
  const url = URL.parse(text);
  if (!url) return false;
  if (isOverridden && url.origin === apiOrigin) return true;
  return (
    url.protocol === 'https:' &&
    DOMAINS.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`))
  );
}
