import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readConfig } from '../../../proxy/config/config.ts';
import type { EnvFile } from '../../../proxy/config/env-file.ts';
import { ENVIRONMENT, testConfig } from '../environment.ts';
import { RECEIVER } from '../set-up.ts';

const SECRET = Buffer.alloc(32, 7).toString('base64');
const PRODUCTION = {
  ...ENVIRONMENT,
  HELLOASSO_API_URL: '',
  HELLOASSO_ENVIRONMENT: 'production',
  ALLOWED_ORIGINS: 'https://www.example.org',
  SIGNING_SECRET: SECRET,
};

function faultsOf(environment: Readonly<Record<string, string>>, offers = '{"don":{}}'): string {
  try {
    readConfig(environment, () => offers);
  } catch (error) {
    assert.ok(error instanceof TypeError);
    return error.message;
  }
  return assert.fail('nothing was refused');
}

describe('readConfig', () => {
  it('has a default for everything except credentials, organisation and origins', () => {
    const { helloasso, host, port, logLevel } = testConfig({
      HELLOASSO_API_URL: '',
      ALLOWED_ORIGINS: 'https://a.example',
    });
    assert.deepEqual(helloasso, {
      clientId: ENVIRONMENT.HELLOASSO_CLIENT_ID,
      clientSecret: ENVIRONMENT.HELLOASSO_CLIENT_SECRET,
      organization: { slug: 'asso-demo', formerSlugs: [] },
      environment: 'sandbox',
      apiOrigin: 'https://api.helloasso-sandbox.com',
      isOverridden: false,
    });
    assert.deepEqual({ host, port, logLevel }, { host: '127.0.0.1', port: 8787, logLevel: 'info' });
  });

  it('uses the live API in production', () => {
    assert.equal(readConfig(PRODUCTION).helloasso.apiOrigin, 'https://api.helloasso.com');
  });

  it('treats an empty variable as absent', () => {
    assert.equal(testConfig({ PORT: '', LOG_LEVEL: ' ' }).port, 8787);
    assert.match(faultsOf({ ...ENVIRONMENT, HELLOASSO_CLIENT_ID: ' ' }), /HELLOASSO_CLIENT_ID: is missing/);
  });

  it('lists every error of environment and offers file at once', () => {
    const message = faultsOf({ HELLOASSO_ENVIRONMENT: 'staging', PORT: 'http' });
    for (const name of [
      'HELLOASSO_CLIENT_ID: is missing',
      'HELLOASSO_CLIENT_SECRET: is missing',
      'HELLOASSO_ORGANIZATION: is missing',
      'HELLOASSO_ENVIRONMENT: must be sandbox or production',
      'ALLOWED_ORIGINS: is missing',
      'PORT: must be a port number',
      'offers.json:1:2: don.kind:',
      'offers.json:1:2: don.amountCents:',
    ]) {
      assert.ok(message.includes(name), `${name} is not in ${message}`);
    }
  });

  it('counts nothing without METRICS, also with a token', () => {
    assert.equal(testConfig({ METRICS_TOKEN: 'a'.repeat(16) }).metrics, undefined);
    assert.equal(testConfig({ METRICS: 'false' }).metrics, undefined);
    assert.deepEqual(testConfig({ METRICS: 'true' }).metrics, { token: undefined });
    assert.deepEqual(testConfig({ METRICS: 'true', METRICS_TOKEN: SECRET }).metrics, { token: SECRET });
  });

  it('has no page of its own without PUBLIC_URL', () => {
    assert.equal(testConfig().payPage, undefined);
  });

  it('reads the page of its own, whose origin may create checkouts, as the only one if need be', () => {
    const { payPage, allowedOrigins, warnings } = testConfig({
      ALLOWED_ORIGINS: '',
      PUBLIC_URL: 'https://PAY.example.org:443/paiement/',
      SITE_URL: 'https://www.example.org',
      ORGANIZATION_NAME: ' Les Amis du Jardin ',
      PAY_FRAME_ORIGINS: 'https://Sites.google.com/',
    });
    assert.deepEqual(payPage, {
      publicUrl: 'https://pay.example.org/paiement',
      siteUrl: 'https://www.example.org/',
      organizationName: 'Les Amis du Jardin',
      frameOrigins: ['https://sites.google.com'],
    });
    assert.deepEqual(allowedOrigins, ['https://pay.example.org']);
    assert.deepEqual(warnings, ['PAY_FRAME_ORIGINS: https://Sites.google.com/ was read as https://sites.google.com']);
    const both = testConfig({ ALLOWED_ORIGINS: 'https://a.example', PUBLIC_URL: 'https://a.example/pay' });
    assert.deepEqual(both.allowedOrigins, ['https://a.example']);
  });

  it('reports the missing signing secret of production beside another error', () => {
    assert.match(faultsOf({ ...PRODUCTION, SIGNING_SECRET: '', PORT: 'http' }), /SIGNING_SECRET: is required/);
  });

  it('shows no value of an invalid variable', () => {
    const message = faultsOf({
      ...ENVIRONMENT,
      HELLOASSO_ORGANIZATION: 'MARKED organisation',
      HELLOASSO_API_URL: 'MARKED',
      ALLOWED_ORIGINS: 'MARKED',
      SIGNING_SECRET: 'MARKED!',
      OFFER_KEYS: 'MARKED!',
      TRUSTED_PROXIES: 'MARKED',
      PORT: 'MARKED',
      LOG_LEVEL: 'MARKED',
      METRICS: 'MARKED',
      METRICS_TOKEN: 'MARKED',
    });
    assert.doesNotMatch(message, /MARKED/);
    for (const name of [
      'ORGANIZATION',
      'API_URL',
      'ORIGINS',
      'SECRET',
      'KEYS',
      'PROXIES',
      'PORT',
      'LEVEL',
      'METRICS',
      'TOKEN',
    ]) {
      assert.match(message, new RegExp(`${name}(, number 1)?: `));
    }
  });

  const refused: Record<string, readonly [Readonly<Record<string, string>>, RegExp]> = {
    'production without a signing secret': [{ ...PRODUCTION, SIGNING_SECRET: '' }, /SIGNING_SECRET: is required/],
    'a signing secret of 31 bytes': [
      { ...PRODUCTION, SIGNING_SECRET: Buffer.alloc(31).toString('base64') },
      /SIGNING_SECRET, number 1: must have at least 32 bytes/,
    ],
    'a key for offers that signs outcomes too': [
      { ...ENVIRONMENT, SIGNING_SECRET: SECRET, OFFER_KEYS: SECRET },
      /OFFER_KEYS: must not be one of SIGNING_SECRET/,
    ],
    'a word that is neither true nor false': [{ ...ENVIRONMENT, METRICS: 'yes' }, /METRICS: must be true or false/],
    'a token for metrics of 15 characters': [
      { ...ENVIRONMENT, METRICS_TOKEN: 'a'.repeat(15) },
      /METRICS_TOKEN: must have 16 characters or more/,
    ],
    'a token for metrics that no header can contain': [
      { ...ENVIRONMENT, METRICS_TOKEN: `${'a'.repeat(16)} ü` },
      /METRICS_TOKEN: must have 16 characters or more: letters, digits/,
    ],
    'an organisation without a slug': [{ ...ENVIRONMENT, HELLOASSO_ORGANIZATION: ',' }, /must be the slug/],
    'signature keys without a key': [{ ...ENVIRONMENT, NOTIFICATION_SIGNATURE_KEYS: ',' }, /KEYS: names no key/],
    'a key for offers of 31 bytes': [
      { ...ENVIRONMENT, OFFER_KEYS: Buffer.alloc(31).toString('base64') },
      /OFFER_KEYS, number 1: must have at least 32 bytes/,
    ],
    'a former slug that is none': [{ ...ENVIRONMENT, HELLOASSO_ORGANIZATION: 'asso,Ancien Nom' }, /must be the slug/],
    'plain http to an address that is not this machine': [
      { ...ENVIRONMENT, HELLOASSO_API_URL: 'http://192.0.2.1' },
      /HELLOASSO_API_URL: may be plain http on loopback only/,
    ],
    'an API address with a path': [
      { ...ENVIRONMENT, HELLOASSO_API_URL: 'https://a.example/v5' },
      /HELLOASSO_API_URL: must be an origin/,
    ],
    'an origin with a path': [
      { ...ENVIRONMENT, ALLOWED_ORIGINS: 'https://b.example, https://A.example/don' },
      /ALLOWED_ORIGINS, number 2: must be an origin: write https:\/\/a\.example in place/,
    ],
    'an origin with a password, without writing it': [
      { ...ENVIRONMENT, ALLOWED_ORIGINS: 'https://robot:secret@a.example' },
      /^(?!.*secret)[\s\S]*must be an origin: write https:\/\/a\.example in place/,
    ],
    'an origin without https://': [
      { ...ENVIRONMENT, ALLOWED_ORIGINS: 'a.example' },
      /number 1: must be an origin: https/,
    ],
    'a public address that is no address': [
      { ...ENVIRONMENT, PUBLIC_URL: 'pay.example.org' },
      /PUBLIC_URL: must be an address/,
    ],
    'a public address with a query': [
      { ...ENVIRONMENT, PUBLIC_URL: 'https://a.example/?x=1' },
      /PUBLIC_URL: must be an address/,
    ],
    'a public address with a password': [
      { ...ENVIRONMENT, PUBLIC_URL: 'https://a:b@a.example' },
      /PUBLIC_URL: must be an address/,
    ],
    'a public address in plain http': [
      { ...ENVIRONMENT, PUBLIC_URL: 'http://a.example' },
      /PUBLIC_URL: may be plain http on loopback only/,
    ],
    'a public address on loopback, with HelloAsso itself': [
      {
        ...ENVIRONMENT,
        HELLOASSO_API_URL: '',
        ALLOWED_ORIGINS: 'https://a.example',
        PUBLIC_URL: 'http://localhost:8787',
      },
      /PUBLIC_URL: must be https: HelloAsso refuses/,
    ],
    'a site that is a script': [
      { ...ENVIRONMENT, PUBLIC_URL: 'https://a.example', SITE_URL: 'javascript:alert(1)' },
      /SITE_URL: must be an address/,
    ],
    'a site without the page that links to it': [
      { ...ENVIRONMENT, SITE_URL: 'https://www.example.org/' },
      /PUBLIC_URL: is needed with SITE_URL/,
    ],
    'a frame’s origin with a path': [
      { ...ENVIRONMENT, PUBLIC_URL: 'https://a.example', PAY_FRAME_ORIGINS: 'https://a.example/x' },
      /PAY_FRAME_ORIGINS, number 1: must be an origin: write https:\/\/a\.example/,
    ],
    'a name that is no name': [
      { ...ENVIRONMENT, PUBLIC_URL: 'https://a.example', ORGANIZATION_NAME: 'a'.repeat(121) },
      /ORGANIZATION_NAME: must have 120 characters at most/,
    ],
    'every origin at once': [{ ...ENVIRONMENT, ALLOWED_ORIGINS: '*' }, /ALLOWED_ORIGINS, number 1: must be an origin/],
    'every subdomain at once': [
      { ...ENVIRONMENT, ALLOWED_ORIGINS: 'https://*.a.example' },
      /ALLOWED_ORIGINS, number 1: must be an origin.* without \*/,
    ],
    'the null origin': [{ ...ENVIRONMENT, ALLOWED_ORIGINS: 'null' }, /ALLOWED_ORIGINS, number 1: must be an origin/],
    'a client secret in quotes': [
      { ...ENVIRONMENT, HELLOASSO_CLIENT_SECRET: '"simulator-secret"' },
      /HELLOASSO_CLIENT_SECRET: must be the text that HelloAsso shows, without quotes/,
    ],
    'a client id with a space inside': [{ ...ENVIRONMENT, HELLOASSO_CLIENT_ID: 'a b' }, /HELLOASSO_CLIENT_ID: must be/],
    'a client id with an invisible character': [
      { ...ENVIRONMENT, HELLOASSO_CLIENT_ID: 'a\u200bb' },
      /HELLOASSO_CLIENT_ID: must be the text/,
    ],
    'a port that is none': [
      { ...ENVIRONMENT, PORT: '65536' },
      /PORT: must be a port number, 0 to 65535; for example PORT=/,
    ],
    'a Redis without redis://': [
      { ...ENVIRONMENT, REDIS_URL: 'redis.example.org:6379' },
      /REDIS_URL: must be redis:\/\/ or rediss:\/\/ .*; for example REDIS_URL=rediss:/,
    ],
    'a Redis without a host': [{ ...ENVIRONMENT, REDIS_URL: 'redis:///0' }, /REDIS_URL: must be/],
    'a Redis whose password is not encoded': [
      { ...ENVIRONMENT, REDIS_URL: 'redis://:a/b@localhost' },
      /REDIS_URL: must/,
    ],
    'options for a Redis': [{ ...ENVIRONMENT, REDIS_URL: 'redis://localhost?family=6' }, /REDIS_URL: must be/],
    'no instance': [{ ...ENVIRONMENT, INSTANCES: '0' }, /INSTANCES: must be a whole number, 1 to 8; for example/],
    'more instances than HelloAsso has calls for': [{ ...ENVIRONMENT, INSTANCES: '9' }, /INSTANCES: must be/],
    'a part of an instance': [{ ...ENVIRONMENT, INSTANCES: '2.5' }, /INSTANCES: must be/],
    'a proxy to the internet that is not http': [
      { ...ENVIRONMENT, HTTPS_PROXY: 'socks5://127.0.0.1:1080' },
      /HTTPS_PROXY: must be the http address of a proxy/,
    ],
    'a plain http page on loopback when HelloAsso itself is asked': [
      { ...ENVIRONMENT, HELLOASSO_API_URL: '' },
      /ALLOWED_ORIGINS: must be https/,
    ],
    'a plain http page that is not on loopback': [
      { ...ENVIRONMENT, ALLOWED_ORIGINS: 'http://www.example.org' },
      /ALLOWED_ORIGINS: must be https/,
    ],
    'a receiver that is not http': [
      { ...ENVIRONMENT, FORWARD_URL: 'ftp://localhost/' },
      /FORWARD_URL: must be an address/,
    ],
    'a receiver with a password in its address': [
      { ...ENVIRONMENT, FORWARD_URL: 'https://robot:secret@example.org/' },
      /FORWARD_URL: must not contain a user name/,
    ],
    'a receiver without a secret': [
      { ...ENVIRONMENT, FORWARD_URL: 'https://example.org/' },
      /FORWARD_SECRET: is needed with FORWARD_URL/,
    ],
    'a secret of a receiver that is not base64': [
      { ...ENVIRONMENT, FORWARD_URL: 'https://example.org/', FORWARD_SECRET: `whsec_${'A'.repeat(33)}` },
      /FORWARD_SECRET: must be whsec_/,
    ],
    'a list of secrets of a receiver of which one is too short': [
      {
        ...ENVIRONMENT,
        FORWARD_URL: 'https://example.org/',
        FORWARD_SECRET: `${RECEIVER.FORWARD_SECRET},whsec_${Buffer.alloc(23).toString('base64')}`,
      },
      /FORWARD_SECRET: must be whsec_/,
    ],
    'secrets of a receiver without a secret': [
      { ...ENVIRONMENT, FORWARD_URL: 'https://example.org/', FORWARD_SECRET: ',' },
      /FORWARD_SECRET: names no secret/,
    ],
    'a trusted proxy that is no address': [
      { ...ENVIRONMENT, TRUSTED_PROXIES: '10.0.0.0/33' },
      /TRUSTED_PROXIES: must be addresses/,
    ],
  };
  for (const [what, [environment, fault]] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      assert.match(faultsOf(environment, '{}'), fault);
    });
  }

  for (const network of [
    '10.0.0.0/',
    '::/',
    '10.0.0.0/8/9',
    '10.0.0.0/0x8',
    '10.0.0.0/1e1',
    '/8',
    'proxy.example.org',
  ]) {
    it(`refuses ${network} in TRUSTED_PROXIES`, () => {
      assert.match(faultsOf({ ...ENVIRONMENT, TRUSTED_PROXIES: network }), /TRUSTED_PROXIES: must be addresses/);
    });
  }

  it('reports an offers file that is missing', () => {
    assert.throws(
      () => readConfig({ ...ENVIRONMENT, OFFERS_FILE: '/nowhere.json' }),
      /OFFERS_FILE: \/nowhere\.json: there is no such file/,
    );
  });

  it('gives an example of every variable that has an error', () => {
    const names = [
      ...Object.keys({ ...PRODUCTION, ...RECEIVER }),
      'OFFER_KEYS',
      'PORT',
      'LOG_LEVEL',
      'TRUSTED_PROXIES',
    ];
    const [, ...lines] = faultsOf(Object.fromEntries(names.map((name) => [name, '"']))).split('\n');
    assert.ok(lines.length >= names.length);
    for (const line of lines) assert.match(line, /; for example /);
  });

  it('drops white space around each value, the newline of a mounted secret and a byte order mark', () => {
    const { helloasso } = readConfig({
      ...ENVIRONMENT,
      HELLOASSO_CLIENT_ID: undefined,
      '\ufeffHELLOASSO_CLIENT_ID': ' client-id ',
      HELLOASSO_CLIENT_SECRET: '\ufeffclient-secret\r\n',
    });
    assert.equal(helloasso.clientId, 'client-id');
    assert.equal(helloasso.clientSecret, 'client-secret');
  });

  it('leaves out quotes around a value that cannot contain any, and warns of it', () => {
    const { port, logLevel, signingSecrets, warnings } = testConfig({
      PORT: '"0"',
      LOG_LEVEL: '""',
      SIGNING_SECRET: `'${SECRET}'`,
    });
    assert.deepEqual({ port, logLevel, count: signingSecrets.length }, { port: 0, logLevel: 'info', count: 1 });
    assert.deepEqual(
      warnings,
      ['PORT', 'SIGNING_SECRET', 'LOG_LEVEL'].map((name) => `${name}: the quotes around the value were left out`),
    );
  });

  it('reads origins in capitals, with their default port, accents or a slash at the end as browsers write them, and warns', () => {
    const { helloasso, allowedOrigins, warnings } = testConfig({
      HELLOASSO_API_URL: 'HTTP://127.0.0.1:8789/',
      ALLOWED_ORIGINS: 'HTTPS://WWW.Example.org:443, https://café.example ,https://a.example:8443/,https://b.example',
    });
    assert.equal(helloasso.apiOrigin, 'http://127.0.0.1:8789');
    assert.deepEqual(allowedOrigins, [
      'https://www.example.org',
      'https://xn--caf-dma.example',
      'https://a.example:8443',
      'https://b.example',
    ]);
    assert.deepEqual(warnings, [
      'HELLOASSO_API_URL: HTTP://127.0.0.1:8789/ was read as http://127.0.0.1:8789',
      'ALLOWED_ORIGINS: HTTPS://WWW.Example.org:443 was read as https://www.example.org',
      'ALLOWED_ORIGINS: https://café.example was read as https://xn--caf-dma.example',
      'ALLOWED_ORIGINS: https://a.example:8443/ was read as https://a.example:8443',
    ]);
  });

  it('warns of nothing when all is written as it is read', () => {
    assert.deepEqual(testConfig().warnings, []);
  });

  it('reads what several instances share', () => {
    const { redisUrl, instances } = testConfig();
    assert.deepEqual({ redisUrl, instances }, { redisUrl: undefined, instances: undefined });
    for (const url of ['redis://localhost', 'rediss://user:p%40ss@redis.example.org:6380/2', 'redis://[::1]:6379/'])
      assert.equal(testConfig({ REDIS_URL: url }).redisUrl, url);
    assert.equal(testConfig({ INSTANCES: '8' }).instances, 8);
  });

  it('reads HTTPS_PROXY and NO_PROXY, in small letters first, also without http://', () => {
    assert.equal(testConfig().httpsProxy, undefined);
    assert.deepEqual(testConfig({ HTTPS_PROXY: 'http://a.example:3128' }).httpsProxy, {
      url: 'http://a.example:3128',
      noProxy: undefined,
    });
    assert.deepEqual(
      testConfig({ https_proxy: 'b.example:3128', HTTPS_PROXY: 'http://a.example', NO_PROXY: 'c.example' }).httpsProxy,
      { url: 'http://b.example:3128', noProxy: 'c.example' },
    );
  });

  describe('with a file of variables', () => {
    const FILE: EnvFile = {
      variables: { HELLOASSO_CLIENT_ID: 'from-file', PORT: 'http', LOG_LEVEL: 'loud', HOST: 'cut' },
      places: new Map([
        ['HELLOASSO_CLIENT_ID', '.env:1:21'],
        ['PORT', '.env:2:6'],
        ['LOG_LEVEL', '.env:3:11'],
        ['HOST', '.env:4:6'],
      ]),
      cut: new Set(['HOST']),
      warnings: ['.env: a warning'],
    };

    it('names file, line and column of its errors, and not of what the environment overrides', () => {
      assert.throws(
        () => readConfig({ ...ENVIRONMENT, LOG_LEVEL: 'silence' }, undefined, FILE),
        (error) => {
          const [, ...lines] = String(error).split('\n');
          assert.deepEqual(
            lines.map((line) => line.trim().replace(/ .*/, '')),
            ['.env:4:6:', '.env:2:6:', 'LOG_LEVEL:'],
          );
          assert.match(String(error), /HOST: everything from # on was read as a comment/);
          return true;
        },
      );
    });

    it('takes its values where the environment has none, and its warnings', () => {
      const { HELLOASSO_CLIENT_ID, ...environment } = ENVIRONMENT;
      const { helloasso, warnings } = readConfig(
        { ...environment, PORT: '0', LOG_LEVEL: '', HOST: '127.0.0.1' },
        undefined,
        FILE,
      );
      assert.equal(helloasso.clientId, 'from-file');
      assert.deepEqual(warnings, ['.env: a warning']);
    });
  });

  for (const origin of ['http://localhost:8788', 'http://asso.localhost', 'http://127.9.8.7:1', 'http://[::1]']) {
    it(`accepts the plain http page ${origin} with the simulator`, () => {
      const { allowedOrigins } = testConfig({ ALLOWED_ORIGINS: origin });
      assert.deepEqual(allowedOrigins, [origin]);
    });
  }

  for (const origin of ['http://localhost.example.org', 'http://127.0.0.1.example.org', 'http://0.0.0.0']) {
    it(`refuses the plain http page ${origin}, which is not on this machine`, () => {
      assert.match(faultsOf({ ...ENVIRONMENT, ALLOWED_ORIGINS: origin }), /ALLOWED_ORIGINS: must be https/);
    });
  }

  it('refuses a log level that would change nothing', () => {
    assert.match(faultsOf({ ...ENVIRONMENT, LOG_LEVEL: 'debug' }), /LOG_LEVEL: must be info, warn, error or silent/);
  });

  it('reads former slugs after the current one', () => {
    const { helloasso } = testConfig({ HELLOASSO_ORGANIZATION: 'asso, ancien-nom' });
    assert.deepEqual(helloasso.organization, { slug: 'asso', formerSlugs: ['ancien-nom'] });
  });

  it('reads two signing secrets that a comma separates', () => {
    assert.equal(testConfig({ SIGNING_SECRET: `${SECRET}, ${SECRET}` }).signingSecrets.length, 2);
  });
});
