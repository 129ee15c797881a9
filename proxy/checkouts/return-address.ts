import { RETURN_PATH } from '../contract/limits.ts';
import { HELLOASSO_PARAMETERS, STEP_PARAMETER, TOKEN_PARAMETER } from '../contract/return-parameters.ts';
import type { ReturnAddresses } from '../helloasso/intent-request.ts';
import { Problem } from '../problem.ts';
import { isPersonal } from './personal-parameters.ts';

/** Parameters of an earlier return: if kept, they would be read again on the next one. */
const RETURN_PARAMETERS: ReadonlySet<string> = new Set([TOKEN_PARAMETER, STEP_PARAMETER, ...HELLOASSO_PARAMETERS]);

/** HelloAsso publishes no maximum. No integrator reports a refusal below 2,000 characters, the appended parameters included. */
const MAX_ADDRESS_LENGTH = 1900;

/**
 * Turns the path of the payer's page into its address on `origin`, without fragment, without parameters of earlier returns and
 * without personal ones; the other parameters stay byte for byte. The page never sends a full URL.
 * @throws Problem `return-path-invalid` for a path that leads, or could lead, to another origin.
 */
export function pageAddress(origin: string, returnPath: string): string {
  const isPath = /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(returnPath);
  if (!isPath || returnPath.length > RETURN_PATH.max) throw invalid();
  const url = URL.parse(returnPath, origin);
  // A path that starts with two slashes is another host to a browser.
  if (url?.origin !== origin || url.pathname.startsWith('//')) throw invalid();
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && isKept(pair));
  return origin + url.pathname + (kept.length > 0 ? `?${kept.join('&')}` : '');
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

function isKept(pair: string): boolean {
  const [name = '', value = ''] = new URLSearchParams(pair).entries().next().value ?? [];
  return !RETURN_PARAMETERS.has(name) && !isPersonal(name, value);
}

function invalid(): Problem {
  return new Problem('return-path-invalid', 'returnPath is not a path of the page’s own origin');
}
