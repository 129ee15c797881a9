import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertProblem, created, GIFT, setUp } from '../set-up.ts';

const MINUTE_MS = 60_000;
/** Many payers behind one reverse proxy: each with an address of their own. */
const CROWD = { environment: { TRUSTED_PROXIES: '192.0.2.1' } };
const payer = (number: number) => ({ 'x-forwarded-for': `198.18.${Math.floor(number / 250)}.${number % 250}` });
const isToken = ({ url }: Request) => url.endsWith('/oauth2/token');

/** A proxy and the grants that it asked for, in order. */
function setUpGrants(options: Parameters<typeof setUp>[0] = {}) {
  const grants: string[] = [];
  const world = setUp({
    ...options,
    intercept: (request) => {
      if (isToken(request))
        void request
          .clone()
          .text()
          .then((text) => grants.push(new URLSearchParams(text).get('grant_type') ?? ''));
      return options.intercept?.(request);
    },
  });
  return { ...world, grants };
}

describe('the access token', () => {
  it('requests one token for concurrent and later checkouts', async () => {
    const { post, calls } = setUp();
    await Promise.all(Array.from({ length: 20 }, () => post(GIFT)));
    await post(GIFT);
    assert.equal(calls().filter((call) => call === 'POST /oauth2/token').length, 1);
  });

  it('reads a token that has arrived before it gives up, when the process was busy for all the time', async (context) => {
    const time = new AbortController();
    context.mock.method(AbortSignal, 'timeout', () => time.signal);
    const { post, calls } = setUp({
      intercept: (request) => {
        if (!isToken(request)) return undefined;
        return new Promise((resolve, reject) => {
          request.signal.addEventListener('abort', () => reject(new TypeError('fetch failed')));
          setImmediate(() => resolve(undefined)); // as when the next thing that is read is the response
          time.abort();
        });
      },
    });
    await post(GIFT);
    assert.deepEqual(calls(), ['POST /oauth2/token', 'POST /v5/organizations/asso-demo/checkout-intents']);
  });

  it('renews the token before it expires', async () => {
    const { post, calls, pass } = setUp();
    await created(await post(GIFT));
    pass(29.5 * 60_000);
    await created(await post(GIFT));
    assert.equal(calls().filter((call) => call === 'POST /oauth2/token').length, 2);
  });

  it('uses each refresh token once, for days', async () => {
    const { post, pass, grants } = setUpGrants(CROWD);
    for (let count = 0; count < 100; count += 1) {
      await created(await post(GIFT, payer(count)));
      pass(29.5 * MINUTE_MS);
    }
    assert.deepEqual(grants, ['client_credentials', ...Array<string>(99).fill('refresh_token')]);
  });

  it('falls back to client credentials when HelloAsso refuses the refresh token', async () => {
    const { post, pass, simulator, grants } = setUpGrants();
    await created(await post(GIFT));
    simulator.expireTokens({ refreshTokens: true });
    pass(29.5 * MINUTE_MS);
    await created(await post(GIFT));
    assert.deepEqual(grants, ['client_credentials', 'refresh_token', 'client_credentials']);
  });

  it('stays in use when its renewal fails, and is renewed by the same refresh token later', async () => {
    let isDown = false;
    const { post, pass, grants } = setUpGrants({
      intercept: (request) => (isDown && isToken(request) ? new Response(null, { status: 503 }) : undefined),
    });
    await created(await post(GIFT));
    isDown = true;
    pass(29.5 * MINUTE_MS);
    await created(await post(GIFT));
    pass(20_000);
    await created(await post(GIFT));
    isDown = false;
    pass(9_000);
    await created(await post(GIFT));
    assert.deepEqual(grants, ['client_credentials', 'refresh_token', 'refresh_token']);
    pass(1_001);
    await created(await post(GIFT));
    assert.deepEqual(grants, ['client_credentials', 'refresh_token', 'refresh_token', 'refresh_token']);
  });

  it('is used at once while it is valid and the token endpoint fails', async () => {
    let isBroken = false;
    const { post, pass, grants } = setUpGrants({
      intercept: (request) => {
        if (isBroken && isToken(request)) throw new TypeError('fetch failed');
        return undefined;
      },
    });
    await created(await post(GIFT));
    isBroken = true;
    pass(29.5 * MINUTE_MS);
    for (let count = 0; count < 5; count += 1) await created(await post(GIFT));
    assert.equal(grants.length, 2);
  });

  it('leaves enough calls after a broken connection to recover soon', async () => {
    let isBroken = true;
    const { post, pass, grants } = setUpGrants({
      intercept: (request) => {
        if (isBroken && isToken(request)) throw new TypeError('fetch failed');
        return undefined;
      },
    });
    for (let count = 0; count < 30; count += 1) {
      await assertProblem(await post(GIFT), 'helloasso-unavailable', 503);
      pass(1_000);
    }
    assert.ok(grants.length < 10, `${grants.length} calls in half a minute`);
    isBroken = false;
    pass(20_000);
    await created(await post(GIFT));
  });

  it('is not requested again before the endpoint’s Retry-After', async () => {
    const { post, pass, grants } = setUpGrants({
      intercept: (request) =>
        isToken(request) ? new Response(null, { status: 429, headers: { 'retry-after': '120' } }) : undefined,
    });
    await post(GIFT);
    pass(119_000);
    await assertProblem(await post(GIFT), 'helloasso-unavailable', 503);
    assert.equal(grants.length, 1);
    pass(2_000);
    await post(GIFT);
    assert.equal(grants.length, 2);
  });
});
