import { RETURN_PATH } from '../contract/limits.ts';
import { Problem } from '../problem.ts';
import { isPersonal } from './personal-parameters.ts';

/** The three addresses that HelloAsso sends the payer back to. */
export interface ReturnAddresses {
  readonly returnUrl: string;
  readonly errorUrl: string;
  readonly backUrl: string;
}

/** Ours, and those that HelloAsso appends: left in place they would be read again on return. */
const OWN_PARAMETERS = new Set([
  'helloasso-checkout',
  'helloasso-step',
  'checkoutIntentId',
  'code',
  'orderId',
  'error',
]);

/** HelloAsso publishes no maximum; below 2,000 characters, with room for the parameters it appends, no integrator saw a refusal. */
const MAX_ADDRESS_LENGTH = 1900;

/**
 * Turns the path of the payer's page into the page's address on `origin`, without fragment, without parameters of earlier
 * returns and without those that speak of the payer; the others stay byte for byte. A full URL never comes from the page.
 * @throws Problem `return-path-invalid` for anything that leads, or could lead, elsewhere.
 */
export function pageAddress(origin: string, returnPath: string): string {
  const isPath = /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(returnPath);
  if (!isPath || returnPath.length > RETURN_PATH.max) throw invalid();
  const url = URL.parse(returnPath, origin);
  // A page whose path starts with two slashes could not ask again: to a browser they are another host.
  if (url?.origin !== origin || url.pathname.startsWith('//')) throw invalid();
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && isKept(pair));
  return origin + url.pathname + (kept.length > 0 ? `?${kept.join('&')}` : '');
}

/** Adds the return token, and the step for the ways back that are no attempt to pay. */
export function returnAddresses(page: string, returnToken: string): ReturnAddresses {
  const returnUrl = `${page}${page.includes('?') ? '&' : '?'}helloasso-checkout=${returnToken}`;
  const addresses = {
    returnUrl,
    errorUrl: `${returnUrl}&helloasso-step=error`,
    backUrl: `${returnUrl}&helloasso-step=back`,
  };
  if (addresses.errorUrl.length > MAX_ADDRESS_LENGTH) throw invalid();
  return addresses;
}

function isKept(pair: string): boolean {
  const [name = '', value = ''] = new URLSearchParams(pair).entries().next().value ?? [];
  return !OWN_PARAMETERS.has(name) && !isPersonal(name, value);
}

function invalid(): Problem {
  return new Problem('return-path-invalid', 'returnPath is not a path of the page’s own origin');
}
