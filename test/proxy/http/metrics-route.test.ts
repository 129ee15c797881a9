import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createProxy } from '../../../proxy/create-proxy.ts';
import { serve } from '../../../proxy/serve.ts';
import { testConfig } from '../environment.ts';
import { readMetrics } from '../read-metrics.ts';
import { assertProblem, setUp } from '../set-up.ts';

const TOKEN = 'token-of-the-metrics-test';
const WITH_TOKEN = { METRICS: 'true', METRICS_TOKEN: TOKEN };
/** A server in front that is not on this machine. */
const FRONT_ELSEWHERE = { METRICS: 'true', TRUSTED_PROXIES: '10.0.0.0/8' };
/** A proxy that no public page uses. */
const DEVELOPMENT = { METRICS: 'true', ALLOWED_ORIGINS: 'http://localhost:8788,http://127.0.0.1:8788' };

function askAs(environment: Readonly<Record<string, string>>) {
  const { ask, logged } = setUp({ environment });
  return {
    logged,
    get: (headers: Readonly<Record<string, string>> = {}, clientAddress?: string) =>
      ask('/metrics', { headers }, clientAddress),
    ask,
  };
}

describe('GET /metrics', () => {
  it('does not exist without METRICS, also for its token and from this machine', async () => {
    const { get } = askAs({ METRICS_TOKEN: TOKEN, TRUSTED_PROXIES: '10.0.0.0/8' });
    await assertProblem(await get({ authorization: `Bearer ${TOKEN}` }, '127.0.0.1'), 'not-found', 404);
  });

  it('answers the bearer of the token, in the text format', async () => {
    const { get } = askAs(WITH_TOKEN);
    const response = await get({ authorization: `Bearer ${TOKEN}` });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    readMetrics(await response.text());
  });

  for (const authorization of [
    undefined,
    'Bearer',
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN}0`,
    `Basic ${TOKEN}`,
    TOKEN,
  ]) {
    it(`is an unknown route for the authorization ${authorization}`, async () => {
      const { get, ask } = askAs(WITH_TOKEN);
      const refused = await get(authorization === undefined ? {} : { authorization });
      const unknown = await ask('/metrics-of-another');
      assert.deepEqual([...refused.headers], [...unknown.headers]);
      await assertProblem(refused, 'not-found', 404);
    });
  }

  it('is an unknown route for another method, so that nothing shows that it exists', async () => {
    const { ask } = askAs(WITH_TOKEN);
    await assertProblem(await ask('/metrics', { method: 'POST' }), 'not-found', 404);
  });

  for (const [name, environment] of Object.entries({ FRONT_ELSEWHERE, DEVELOPMENT })) {
    for (const address of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1']) {
      it(`answers ${address} without a token: ${name}`, async () => {
        assert.equal((await askAs(environment).get({}, address)).status, 200);
      });
    }

    for (const address of ['192.0.2.1', '10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', '']) {
      it(`does not answer the address “${address}” without a token: ${name}`, async () => {
        assert.equal((await askAs(environment).get({}, address)).status, 404);
      });
    }

    for (const header of [
      ...['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'X-Real-IP', 'Via'],
      ...['CF-Connecting-IP', 'True-Client-IP', 'Fastly-Client-IP', 'X-Client-IP', 'Fly-Client-IP'],
    ]) {
      it(`does not answer this machine with ${header}, whatever it says: ${name}`, async () => {
        const { get } = askAs(environment);
        for (const value of ['127.0.0.1', 'for=127.0.0.1', '']) {
          assert.equal((await get({ [header]: value }, '127.0.0.1')).status, 404);
        }
      });
    }
  }

  for (const [reason, environment] of [
    ['TRUSTED_PROXIES names it', { METRICS: 'true', TRUSTED_PROXIES: '127.0.0.0/8,::1' }],
    ['pages are public, so a server is in front, and TRUSTED_PROXIES does not name it', { METRICS: 'true' }],
    [
      'the page of the proxy is public, as above',
      { METRICS: 'true', ALLOWED_ORIGINS: '', PUBLIC_URL: 'https://pay.example.org' },
    ],
  ] as const) {
    it(`does not answer this machine without a token when ${reason}; the log says that nobody can read them`, async () => {
      const { get, logged } = askAs(environment);
      for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
        assert.equal((await get({}, address)).status, 404);
      assert.match(logged.join('\n'), /nobody can read \/metrics: set METRICS_TOKEN/);
    });
  }

  it('logs no line about unreadable metrics where a client can read them', async () => {
    for (const environment of [WITH_TOKEN, FRONT_ELSEWHERE, DEVELOPMENT]) {
      const { get, logged } = askAs(environment);
      await get();
      assert.doesNotMatch(logged.join('\n'), /nobody can read/);
    }
  });
});

describe('/metrics of a listening proxy', () => {
  async function listen(context: TestContext, environment: Readonly<Record<string, string>>): Promise<string> {
    const proxy = createProxy(testConfig(environment));
    const server = await serve(proxy, { host: '127.0.0.1', port: 0, setBy: 'PORT' });
    context.after(() => server.close());
    return `http://127.0.0.1:${server.port}/metrics`;
  }

  it('is for programs of this machine where a page of this machine alone may pay', async (context) => {
    const url = await listen(context, DEVELOPMENT);
    assert.equal((await fetch(url)).status, 200);
    assert.equal((await fetch(url, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status, 404);
  });

  it('is not for them behind a server that forwards without a trace', async (context) => {
    const url = await listen(context, { METRICS: 'true' });
    assert.equal((await fetch(url, { headers: { host: 'pay.example.org' } })).status, 404);
  });
});
