import { isHelloAssoHost } from '../contract/trusted-hosts.ts';

/** Where HelloAsso's API is. */
export interface ApiAddress {
  /** Origin of API and token endpoint, without `/v5`. */
  readonly apiOrigin: string;
  /** Whether `HELLOASSO_API_URL` replaced HelloAsso's own origin. */
  readonly isOverridden: boolean;
}

/**
 * An address in a response of HelloAsso, as parsed, when it is one of its own pages, so that a payer may be sent there. The text itself
 * is never passed on: another reader might understand it otherwise.
 */
export function helloAssoAddress(text: string, { apiOrigin, isOverridden }: ApiAddress): string | undefined {
  const url = URL.parse(text);
  if (!url) return undefined;
  const isSimulator = isOverridden && url.origin === apiOrigin;
  return isSimulator || (url.protocol === 'https:' && isHelloAssoHost(url.hostname)) ? url.href : undefined;
}
