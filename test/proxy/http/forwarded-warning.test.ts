import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lacksTrustedProxy } from '../../../proxy/http/forwarded-warning.ts';
import { testConfig } from '../environment.ts';
import { setUp } from '../set-up.ts';

describe('lacksTrustedProxy', () => {
  const forgetful: Record<string, Readonly<Record<string, string>>> = {
    'no HOST': {},
    'HOST 127.0.0.2': { HOST: '127.0.0.2' },
    'HOST ::1': { HOST: '::1' },
    'HOST localhost': { HOST: 'localhost' },
    'a Unix socket': { HOST: '/run/helloasso-checkout/socket' },
  };
  for (const [what, environment] of Object.entries(forgetful)) {
    it(`is true for ${what}, a public page and no TRUSTED_PROXIES`, () => {
      assert.equal(lacksTrustedProxy(testConfig(environment)), true);
    });
  }

  const sound: Record<string, Readonly<Record<string, string>>> = {
    'a trusted address': { TRUSTED_PROXIES: '127.0.0.1' },
    'a trusted range': { TRUSTED_PROXIES: '2001:db8::/32' },
    'an open HOST': { HOST: '0.0.0.0' },
    'an open HOST of IPv6': { HOST: '::' },
    'pages of this machine alone': {
      ALLOWED_ORIGINS: 'http://localhost:8788,http://127.0.0.1:8788,http://[::1]:1,https://demo.localhost',
    },
  };
  for (const [what, environment] of Object.entries(sound)) {
    it(`is false for ${what}`, () => {
      assert.equal(lacksTrustedProxy(testConfig(environment)), false);
    });
  }
});

describe('a forwarded request', () => {
  const warningsIn = (logged: readonly string[]) => logged.filter((line) => line.includes('TRUSTED_PROXIES'));

  for (const header of ['x-forwarded-for', 'forwarded']) {
    it(`logs one warning without an address for requests with ${header} from an unlisted server`, async () => {
      const { ask, logged } = setUp({ environment: { TRUSTED_PROXIES: '10.0.0.1' } });
      await ask('/healthz');
      assert.deepEqual(warningsIn(logged), []);
      for (const path of ['/healthz', '/v1/offers', '/nowhere']) {
        await ask(path, { headers: { [header]: 'for=198.51.100.7' } }, '203.0.113.9');
      }
      assert.equal(warningsIn(logged).length, 1);
      assert.doesNotMatch(logged.join('\n'), /198\.51|203\.0|for=/);
    });
  }

  it('logs no warning for a trusted server, in any spelling of its address', async () => {
    const { ask, logged } = setUp({ environment: { TRUSTED_PROXIES: '10.0.0.1,fe80::/10' } });
    const headers = { 'x-forwarded-for': '198.51.100.7', forwarded: 'for=198.51.100.7' };
    for (const address of ['10.0.0.1', '::ffff:10.0.0.1', 'fe80::1%eth0']) await ask('/healthz', { headers }, address);
    assert.deepEqual(warningsIn(logged), []);
  });
});

describe('a request from a trusted server', () => {
  const environment = { TRUSTED_PROXIES: '10.0.0.1,10.0.0.2' };
  const warningsIn = (logged: readonly string[]) => logged.filter((line) => line.includes('without X-Forwarded-For'));

  for (const [what, headers] of [
    ['without X-Forwarded-For', {}],
    ['with Forwarded alone', { forwarded: 'for=198.51.100.7' }],
    ['with X-Forwarded-For of another trusted server', { 'x-forwarded-for': '10.0.0.2' }],
    ['with X-Forwarded-For: unknown', { 'x-forwarded-for': 'unknown' }],
  ] as const) {
    it(`${what} logs one warning`, async () => {
      const { ask, logged } = setUp({ environment });
      for (const path of ['/v1/offers', '/v1/checkouts/1']) await ask(path, { headers }, '10.0.0.1');
      assert.equal(warningsIn(logged).length, 1);
    });
  }

  it('logs none for a program on its own machine', async () => {
    const { ask, logged } = setUp({ environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    for (const address of ['127.0.0.1', '127.0.1.1', '::1'])
      await ask('/v1/offers', { headers: { 'x-forwarded-for': address } }, '127.0.0.1');
    assert.deepEqual(warningsIn(logged), []);
    await ask('/v1/offers', {}, '127.0.0.1');
    assert.equal(warningsIn(logged).length, 1);
  });

  it('logs none for a health probe, a forwarded address, or another client', async () => {
    const { ask, logged } = setUp({ environment });
    await ask('/healthz', {}, '10.0.0.1');
    await ask('/v1/offers', { headers: { 'x-forwarded-for': '198.51.100.7' } }, '10.0.0.1');
    await ask('/v1/offers', {}, '203.0.113.9');
    assert.deepEqual(warningsIn(logged), []);
  });
});

describe('/healthz', () => {
  for (const [socket, headers, clientAddress] of [
    ['203.0.113.9', {}, 'direct'],
    ['203.0.113.9', { 'x-forwarded-for': '198.51.100.7' }, 'untrusted'],
    ['203.0.113.9', { forwarded: 'for=198.51.100.7' }, 'untrusted'],
    ['::ffff:10.0.0.1', { 'x-forwarded-for': '198.51.100.7' }, 'forwarded'],
    ['10.0.0.1', { 'x-forwarded-for': '10.0.0.1' }, 'forwarded'],
    ['10.0.0.1', {}, 'without-address'],
    ['10.0.0.1', { 'x-forwarded-for': 'unknown' }, 'without-address'],
  ] as const) {
    it(`says ${clientAddress} of ${JSON.stringify(headers)} from ${socket}, and no address`, async () => {
      const { ask } = setUp({ environment: { TRUSTED_PROXIES: '10.0.0.1' } });
      const response = await ask('/healthz', { headers }, socket);
      assert.deepEqual(await response.json(), { status: 'ok', clientAddress });
    });
  }
});
