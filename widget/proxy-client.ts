import type { ProblemBody } from '../proxy/contract/problem.ts';
import { fromJson } from './core/json.ts';
import { CheckoutError } from './errors.ts';

const TIMEOUT_MS = 20_000;

/**
 * Sends one request to the proxy. An answer without the member `requiredKey` is not the proxy's. No caller can abort it: what it
 * causes at the proxy happens either way, and a caller that has left the page ignores the answer.
 * @throws CheckoutError `proxy-missing`, `offline`, `unreachable`, `timeout`, `malformed-answer`, or the proxy's own code.
 */
export async function requestProxy<Answer>(
  proxy: string,
  path: string,
  requiredKey: keyof Answer & string,
  init?: RequestInit,
): Promise<Answer> {
  if (!proxy || !isSecureContext) throw new CheckoutError('proxy-missing', 'Set `proxy`, on https.');
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const url = proxy.replace(/\/+$/, '') + path;
    const response = await fetch(url, { ...init, redirect: 'error', signal });
    const body = fromJson<Partial<Answer & ProblemBody>>(await response.text());
    if (response.ok && body?.[requiredKey]) return body as Answer;
    const retryAfterS = Number(response.headers.get('Retry-After'));
    throw new CheckoutError((!response.ok && body?.code) || 'malformed-answer', url, {
      ...(!response.ok && body), // a problem contains no secret; another answer may
      retryAfterS,
    });
  } catch (cause) {
    throw CheckoutError.from(cause);
  }
}
