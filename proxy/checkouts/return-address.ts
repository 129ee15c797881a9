import { RETURN_PATH } from '../contract/limits.ts';
import { isNamedLikeHelloasso, OWN_PREFIX } from '../contract/own-parameters.ts';
import { STEP_PARAMETER, TOKEN_PARAMETER } from '../contract/return-parameters.ts';
import type { ReturnAddresses } from '../helloasso/intent-request.ts';
import { Problem } from '../problem.ts';
import { isPersonal } from './personal-parameters.ts';

/** HelloAsso publishes no maximum. No integrator reports a refusal below 2,000 characters, the appended parameters included. */
const MAX_ADDRESS_LENGTH = 1900;

/**
 * Turns the path of the payer's page into its address on `origin`, without fragment, without parameters of earlier returns and
 * without personal ones; the other parameters stay byte for byte. Those named like HelloAsso's get a prefix before their name, which
 * the browser removes after the return. The page never sends a full URL.
 * @throws Problem `return-path-invalid` for a path that leads, or could lead, to another origin.
 */
export function pageAddress(origin: string, returnPath: string): string {
  const isPath = /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(returnPath);
  if (!isPath || returnPath.length > RETURN_PATH.max) throw invalid();
  const url = URL.parse(returnPath, origin);
  // A path that starts with two slashes is another host to a browser.
  if (url?.origin !== origin || url.pathname.startsWith('//')) throw invalid();
  const query = url.search && keptOf(url.search.slice(1));
  return origin + url.pathname + (query && `?${query}`);
}

/** Adds the return token, and the step for a return without an attempt to pay. */
export function returnAddresses(page: string, returnToken: string): ReturnAddresses {
  const returnUrl = `${page}${page.includes('?') ? '&' : '?'}${TOKEN_PARAMETER}=${returnToken}`;
  const addresses = {
    returnUrl,
    errorUrl: `${returnUrl}&${STEP_PARAMETER}=error`,
    backUrl: `${returnUrl}&${STEP_PARAMETER}=back`,
  };
  if (addresses.errorUrl.length > MAX_ADDRESS_LENGTH) throw invalid();
  return addresses;
}

/** What travels of a query. */
function keptOf(query: string): string {
  const pairs = query.split('&').map((text) => {
    const [name = '', value = ''] = new URLSearchParams(text).entries().next().value ?? [];
    return { text, name, value };
  });
  const allNames = new Set(pairs.map(({ name }) => name));
  return pairs
    .filter(({ name, value }) => !isOurs(name) && !isPersonal(name, value, allNames))
    .map(({ text, name }) => (isNamedLikeHelloasso(name) ? OWN_PREFIX + text : text))
    .join('&');
}

/** A parameter of an earlier return: if kept, it would be read again on the next one. */
function isOurs(name: string): boolean {
  return name === TOKEN_PARAMETER || name === STEP_PARAMETER || name.startsWith(OWN_PREFIX);
}

function invalid(): Problem {
  return new Problem('return-path-invalid', 'returnPath is not a path of the page’s own origin');
}
