import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { assertProblem, created, GIFT, setUp } from '../set-up.ts';

/** Answers the first call to a path in some other way than the simulator. */
function once(path: string, answer: () => Response): (request: Request) => Response | undefined {
  let isDue = true;
  return ({ method, url }) => {
    if (!isDue || method !== 'POST' || !url.endsWith(path)) return undefined;
    isDue = false;
    return answer();
  };
}

function always(path: string, answer: () => Response): (request: Request) => Response | undefined {
  return ({ url }) => (url.endsWith(path) ? answer() : undefined);
}

const INTENTS = '/checkout-intents';
const status =
  (code: number, body: BodyInit | null = null) =>
  () =>
    new Response(body, { status: code });
const json = (body: unknown) => () => Response.json(body);
const broken = () => {
  throw new TypeError('fetch failed');
};

describe('HelloAssoClient', () => {
  const outlived: Record<string, () => Response> = {
    'an expired token': status(401),
    'a bad gateway': status(502),
    'a short outage (503)': status(503),
    'a gateway timeout': status(504),
    'a 429 with a short Retry-After': () => new Response(null, { status: 429, headers: { 'retry-after': '0' } }),
    'a broken connection': broken,
  };
  for (const [what, answer] of Object.entries(outlived)) {
    it(`${what} is solved by one repeat`, async () => {
      const { post, intents } = setUp({ intercept: once(INTENTS, answer) });
      await created(await post(GIFT));
      assert.equal((await intents()).length, 2);
    });
  }

  const named: Record<string, readonly [() => Response, string, number, number]> = {
    'a repeated bad gateway': [status(502), 'helloasso-unavailable', 503, 2],
    'an internal error of HelloAsso': [status(500), 'helloasso-unavailable', 503, 1],
    'a 429 with a long Retry-After': [
      () => new Response(null, { status: 429, headers: { 'retry-after': '60' } }),
      'helloasso-unavailable',
      503,
      1,
    ],
    'a 429 without Retry-After': [status(429), 'helloasso-unavailable', 503, 1],
    'a refusal of a field': [status(400, '{"errors":{"totalAmount":["…"]}}'), 'helloasso-refused', 502, 1],
    'a missing privilege': [status(403), 'helloasso-credentials', 502, 1],
    'an unknown organisation': [status(404), 'helloasso-credentials', 502, 1],
    'an organisation that may not collect': [status(409), 'organisation-cannot-collect', 503, 1],
    'a web page with 403': [status(403, '<!DOCTYPE html>'), 'helloasso-unavailable', 503, 1],
    'a web page with 404': [status(404, '<!DOCTYPE html>'), 'helloasso-unavailable', 503, 1],
    'a web page with 409': [status(409, '<!DOCTYPE html>'), 'helloasso-unavailable', 503, 1],
    'an empty response': [status(200), 'helloasso-unavailable', 503, 1],
    'a page instead of JSON': [status(200, '<html>'), 'helloasso-unavailable', 503, 1],
    'a response of an unknown shape': [json({ id: 'x' }), 'helloasso-unavailable', 503, 1],
    'a redirectUrl on another host': [
      json({ id: 1, redirectUrl: 'https://helloasso.com.evil.example/' }),
      'helloasso-unavailable',
      503,
      1,
    ],
    'a redirectUrl without https': [
      json({ id: 1, redirectUrl: 'http://www.helloasso.com/' }),
      'helloasso-unavailable',
      503,
      1,
    ],
  };
  for (const [what, [answer, code, expectedStatus, calls]] of Object.entries(named)) {
    it(`${what} is ${code}`, async () => {
      const { post, intents } = setUp({ intercept: always(INTENTS, answer) });
      await assertProblem(await post(GIFT), code, expectedStatus);
      assert.equal((await intents()).length, calls);
    });
  }

  for (const [what, redirectUrl] of Object.entries({
    'spaces around it': '  https://www.helloasso-sandbox.com/associations/a/checkout/1 ',
    'a line break in it': 'https://www.helloasso-sandbox.com/associations/a/\ncheckout/1',
    backslashes: 'https:\\\\www.helloasso-sandbox.com\\associations/a/checkout/1',
    capitals: 'HTTPS://WWW.HELLOASSO-SANDBOX.COM/associations/a/checkout/1',
  })) {
    it(`answers a redirectUrl with ${what} as the parsed address`, async () => {
      const { post } = setUp({ intercept: always(INTENTS, json({ id: '7', redirectUrl })) });
      const checkout = await created(await post(GIFT));
      assert.equal(checkout.redirectUrl, 'https://www.helloasso-sandbox.com/associations/a/checkout/1');
      assert.equal(checkout.checkoutIntentId, 7);
    });
  }

  it('a web page with 404 does not make a checkout unknown', async () => {
    let isBlocked = false;
    const { post, read, logged } = setUp({
      intercept: ({ method }) => (isBlocked && method === 'GET' ? status(404, '<html>')() : undefined),
    });
    const { checkoutIntentId, stateToken } = await created(await post(GIFT));
    isBlocked = true;
    await assertProblem(await read(checkoutIntentId, stateToken), 'helloasso-unavailable', 503);
    assert.match(logged.join(), /a web page \(404\)/);
  });

  it('the answer about another intent is helloasso-unavailable', async () => {
    const { post, read } = setUp({ intercept: ({ method }) => (method === 'GET' ? json({ id: 5 })() : undefined) });
    const { checkoutIntentId, stateToken } = await created(await post(GIFT));
    await assertProblem(await read(checkoutIntentId, stateToken), 'helloasso-unavailable', 503);
  });

  it('logs neither a secret nor the payer', async () => {
    const secret = 'MARKED-secret';
    const payer = { firstName: 'MARKED', lastName: 'Durand', email: 'marked@example.org' };
    const answers = [
      status(400, '{"errors":[{"code":"ArgumentInvalid","message":"MARKED est invalide"}]}'),
      json({ id: 'x', redirectUrl: 'MARKED' }),
    ];
    for (const answer of answers) {
      const { post, logged } = setUp({
        environment: { HELLOASSO_CLIENT_SECRET: secret },
        intercept: always(INTENTS, answer),
      });
      await post({ ...GIFT, payer });
      assert.ok(logged.length > 0);
      assert.doesNotMatch(logged.join('\n'), /marked/i);
    }
    const badTokens = [
      json({ access_token: 'MARKED', token_type: 'bearer', expires_in: 'never' }),
      json({ access_token: 'MARKED\n1', token_type: 'bearer' }),
      status(200, '{"access_token":MARKED'),
      status(400, '{"error":"MARKED is not a word"}'),
    ];
    for (const answer of badTokens) {
      const { post, logged } = setUp({ intercept: always('/oauth2/token', answer) });
      await post(GIFT);
      assert.ok(logged.length > 0);
      assert.doesNotMatch(logged.join('\n'), /marked/i);
    }
  });

  it('an endless response body is helloasso-unavailable', async () => {
    const endless = () => {
      const chunk = new Uint8Array(100_000);
      return new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }));
    };
    const { post } = setUp({ intercept: always(INTENTS, endless) });
    await assertProblem(await post(GIFT), 'helloasso-unavailable', 503);
  });

  it('/readyz is 503 after a redirectUrl on another host', async () => {
    const { post, ask } = setUp({ intercept: once(INTENTS, json({ id: 1, redirectUrl: 'https://evil.example/' })) });
    await post(GIFT);
    assert.equal((await ask('/readyz')).status, 503);
  });

  it('/readyz is 200 again ten seconds after a failure, without a payer, and 503 after the next one', async () => {
    const { post, ask, pass, calls } = setUp({ intercept: always(INTENTS, status(500)) });
    await post(GIFT);
    pass(9_999);
    assert.equal((await ask('/readyz')).status, 503);
    const made = calls().length;
    pass(1);
    assert.equal((await ask('/readyz')).status, 200);
    assert.equal(calls().length, made);
    await post(GIFT);
    assert.equal((await ask('/readyz')).status, 503);
  });

  it('/readyz stays 503 while a call after a failure has no response yet', async () => {
    let isHanging = false;
    const { post, ask, calls } = setUp({
      intercept: ({ url }) => {
        if (!url.endsWith(INTENTS)) return undefined;
        return isHanging ? new Promise(() => {}) : new Response(null, { status: 500 });
      },
    });
    await post(GIFT);
    isHanging = true;
    void post(GIFT);
    while (calls().filter((call) => call.endsWith(INTENTS)).length < 2) await setImmediate();
    assert.equal((await ask('/readyz')).status, 503);
  });

  it('/readyz is 503 until the next call succeeds, /healthz stays 200', async () => {
    const { post, ask } = setUp({ intercept: once(INTENTS, status(500)) });
    assert.equal((await ask('/readyz')).status, 200);
    await post(GIFT);
    assert.equal((await ask('/readyz')).status, 503);
    assert.equal((await ask('/healthz')).status, 200);
    await post(GIFT);
    assert.equal((await ask('/readyz')).status, 200);
  });
});
