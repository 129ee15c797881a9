import { isHelloAssoHost } from '../contract/trusted-hosts.ts';

/** Where HelloAsso's API is. */
export interface ApiAddress {
  /** Origin of API and token endpoint, without `/v5`. */
  readonly apiOrigin: string;
  /** Whether `HELLOASSO_API_URL` replaced HelloAsso's own origin. */
  readonly isOverridden: boolean;
}

/** Whether an address in a response of HelloAsso is one of its own pages, so that a payer may be sent there. */
export function isHelloAssoAddress(text: string, { apiOrigin, isOverridden }: ApiAddress): boolean {
  const url = URL.parse(text);
  if (!url) return false;
  if (isOverridden && url.origin === apiOrigin) return true;
  return url.protocol === 'https:' && isHelloAssoHost(url.hostname);
}
