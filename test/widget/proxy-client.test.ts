import { expect } from '@open-wc/testing';
import { CheckoutError } from '../../widget/errors.ts';
import { requestProxy } from '../../widget/proxy-client.ts';
import './set-up.ts';

interface Answer {
  readonly id: string;
}

type FetchCall = readonly [url: string, init: RequestInit | undefined];

/** Sends one request, answered by `respond`. */
async function request(respond: () => Response | Promise<Response>, proxy = 'https://pay.example.org') {
  const { fetch } = window;
  const calls: FetchCall[] = [];
  window.fetch = async (input, init) => {
    calls.push([String(input), init]);
    return respond();
  };
  const result = await requestProxy<Answer>(proxy, '/v1/offers/don', 'id').then(
    (answer) => ({ answer, error: undefined }),
    (error: CheckoutError) => ({ answer: undefined, error }),
  );
  window.fetch = fetch;
  return { ...result, calls };
}

describe('requestProxy', () => {
  it('requestProxy returns an answer that has the required key', async () => {
    const { answer } = await request(() => Response.json({ id: 'don', more: 1 }));
    expect(answer).to.deep.equal({ id: 'don', more: 1 });
  });

  it('requestProxy sends credentials to its own origin at most, follows no redirect, and sets a timeout', async () => {
    const { calls } = await request(() => Response.json({ id: 'don' }));
    const [[url, init] = []] = calls;
    expect(url).to.equal('https://pay.example.org/v1/offers/don');
    expect([init?.credentials ?? 'same-origin', init?.redirect]).to.deep.equal(['same-origin', 'error']);
    expect(init?.signal instanceof AbortSignal).to.equal(true);
  });

  it('requestProxy removes the slashes at the end of the proxy’s address', async () => {
    const { calls } = await request(() => Response.json({ id: 'don' }), 'https://pay.example.org/pay//');
    expect(calls[0]?.[0]).to.equal('https://pay.example.org/pay/v1/offers/don');
  });

  for (const [what, body] of [
    ['lacks the required key', '{"stateToken":"a.b.c"}'],
    ['has an empty required key', '{"id":"","stateToken":"a.b.c"}'],
    ['is HTML', '<!doctype html>'],
    ['is empty', ''],
  ] as const) {
    it(`requestProxy rejects with malformed-answer, without its members, when a 200 answer ${what}`, async () => {
      const { error } = await request(() => new Response(body));
      expect(error).to.be.instanceOf(CheckoutError);
      expect(error?.code).to.equal('malformed-answer');
      expect(error?.details).to.deep.equal({ retryAfterS: 0 });
    });
  }

  it('requestProxy rejects with malformed-answer when a 2xx answer only has a problem code', async () => {
    const { error } = await request(() => Response.json({ code: 'busy' }));
    expect(error?.code).to.equal('malformed-answer');
  });

  it('requestProxy rejects with the code of a problem, its members, and Retry-After in seconds', async () => {
    const problem = { code: 'rate-limited', errors: [{ pointer: '/payer/email', code: 'invalid' }] };
    const init = { status: 429, headers: { 'Retry-After': '90' } };
    const { error } = await request(() => Response.json(problem, init));
    expect(error?.code).to.equal('rate-limited');
    expect(error?.details.errors).to.deep.equal(problem.errors);
    expect(error?.details.retryAfterS).to.equal(90);
  });

  it('requestProxy rejects with the code of a problem even when it has the required key', async () => {
    const { error } = await request(() => Response.json({ code: 'internal', id: 'don' }, { status: 500 }));
    expect(error?.code).to.equal('internal');
  });

  it('requestProxy rejects with malformed-answer when an error answer is not a problem', async () => {
    const { error } = await request(() => new Response('<title>Bad gateway</title>', { status: 502 }));
    expect(error?.code).to.equal('malformed-answer');
  });

  it('requestProxy rejects with timeout when its timeout ends the request', async () => {
    const { error } = await request(() => Promise.reject(new DOMException('Too late', 'TimeoutError')));
    expect(error?.code).to.equal('timeout');
  });

  it('requestProxy rejects with unreachable when the network fails, and offline when the device has none', async () => {
    const fail = () => Promise.reject(new TypeError('Failed to fetch'));
    expect((await request(fail)).error?.code).to.equal('unreachable');
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
    const { error } = await request(fail);
    Reflect.deleteProperty(navigator, 'onLine');
    expect(error?.code).to.equal('offline');
  });

  it('requestProxy rejects with proxy-missing, and sends nothing, without an address or on a page in http', async () => {
    const missing = await request(() => Response.json({ id: 'don' }), '');
    expect([missing.error?.code, missing.calls]).to.deep.equal(['proxy-missing', []]);
    Object.defineProperty(window, 'isSecureContext', { configurable: true, value: false });
    const insecure = await request(() => Response.json({ id: 'don' }));
    Reflect.deleteProperty(window, 'isSecureContext');
    expect([insecure.error?.code, insecure.calls]).to.deep.equal(['proxy-missing', []]);
  });
});
