// What a payer's browser asks of a proxy, from the script to the verified outcome. It proves that a runtime, a framework or a bundler runs
// the whole proxy.
import assert from 'node:assert/strict';

/** One proxy, wherever it runs. Its environment: `PUBLIC_URL` is `url`, `ALLOWED_ORIGINS` contains `origin`, HelloAsso is the simulator. */
export interface TriedProxy {
  /** Without a slash at the end. */
  readonly url: string;
  /** Of a page with the form. */
  readonly origin: string;
  readonly ask: (request: Request) => Promise<Response>;
}

/** Makes eight requests, one of them bad, and a payment of 20 € for the offer `don`. */
export async function makeEightRequests({ url, origin, ask }: TriedProxy): Promise<void> {
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    ask(new Request(`${url}${path}`, { headers: { origin, ...headers } }));
  const post = (body: object) =>
    ask(
      new Request(`${url}/v1/checkouts`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );

  const script = await get('/helloasso-checkout.js');
  assert.equal(script.status, 200);
  assert.match(await script.text(), /Don à l’association/, 'the script brings the offers');

  const { version } = (await import('../package.json', { with: { type: 'json' } })).default;
  const chunk = await get(`/v${version}/payment.js`);
  assert.equal(chunk.status, 200);
  assert.match(chunk.headers.get('cache-control') ?? '', /immutable/);

  const offer = await get('/v1/offers/don');
  assert.equal(((await offer.json()) as { id: string }).id, 'don');

  const preflight = await ask(
    new Request(`${url}/v1/checkouts`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    }),
  );
  assert.equal(preflight.headers.get('access-control-allow-origin'), origin);

  const refused = await post({ offer: 'don', amountCents: 1, returnPath: '/' });
  assert.equal(refused.status, 422);
  assert.equal(refused.headers.get('content-type'), 'application/problem+json');

  const created = await post({ offer: 'don', amountCents: 2000, returnPath: '/merci' });
  assert.equal(created.status, 201, await created.clone().text());
  const { checkoutIntentId, redirectUrl } = (await created.json()) as { checkoutIntentId: number; redirectUrl: string };

  const body = new URLSearchParams({ action: 'pay' });
  const paid = await fetch(redirectUrl, { method: 'POST', body, redirect: 'manual' });
  const back = new URL(paid.headers.get('location') ?? '');
  assert.equal(back.origin, origin);
  const token = back.searchParams.get('helloasso-checkout');
  const outcome = await get(`/v1/checkouts/${checkoutIntentId}`, { authorization: `State ${token}` });
  assert.equal(((await outcome.json()) as { outcome: string }).outcome, 'paid');

  const page = await get('/pay/don');
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<form[^>]*method="post"/i);
}
