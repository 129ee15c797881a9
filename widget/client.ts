import type { ProblemBody } from '../proxy/contract/problem.ts';
import { CheckoutError } from './errors.ts';
import { fromJson } from './json.ts';

const TIMEOUT_MS = 20_000;

/**
 * Asks the proxy. `proof` is the member without which a 2xx answer is not the proxy's. A question whose element has left the
 * page runs on, and whoever asked ignores the answer: what it does at the proxy is done either way.
 */
export async function askProxy<Answer>(
  proxy: string,
  path: string,
  proof: keyof Answer & string,
  init?: RequestInit,
): Promise<Answer> {
  if (!proxy || !isSecureContext) throw new CheckoutError('proxy-missing', 'Set `proxy`, on a page in https.');
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const url = proxy.replace(/\/+$/, '') + path;
    const response = await fetch(url, { ...init, credentials: 'omit', redirect: 'error', signal });
    const body = fromJson<Partial<Answer & ProblemBody>>(await response.text());
    if (response.ok && body?.[proof]) return body as Answer;
    const retryAfterS = Number(response.headers.get('Retry-After'));
    throw new CheckoutError((!response.ok && body?.code) || 'malformed-answer', url, {
      ...(!response.ok && body), // a problem says nothing secret; another answer may
      retryAfterS,
    });
  } catch (cause) {
    throw CheckoutError.from(cause);
  }
}
