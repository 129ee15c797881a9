import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Finding } from '../../../proxy/doctor/finding.ts';
import { checkEnvironment } from '../../../proxy/doctor/settings.ts';
import { testConfig } from '../environment.ts';
import { NO_TERMINAL, onTerminal } from '../pseudo-terminal.ts';
import { isEvent } from '../set-up-receiver.ts';
import { chmod, type Damage, examine, OFFERS } from './set-up-doctor.ts';

type Expected = readonly (readonly [level: 'warning' | 'error' | 'skipped', check: string, message: RegExp])[];

const DON = OFFERS.don;
const answer = (status: number, headers: Record<string, string> = {}) =>
  ((_, response) => response.writeHead(status, headers).end('<p>')) satisfies Damage['front'];

/** One damage each, and all that the doctor then says that is not well. */
const DAMAGES: Readonly<Record<string, readonly [Damage, ...Expected]>> = {
  'a .env that others may read': [
    { files: chmod('.env', 0o604) },
    ['warning', 'files', /^\.env: every user of this machine may read it; .*chmod 600 \.env$/],
  ],
  'a .env that others may change': [
    { files: chmod('.env', 0o602) },
    ['error', 'files', /^\.env: every user of this machine may change it: chmod o-w \.env$/],
  ],
  'an offers file that others may change': [
    { files: chmod('offers.json', 0o666) },
    ['error', 'files', /^offers\.json: .* chmod o-w offers\.json$/],
  ],
  'a .env in another encoding': [
    { files: (folder) => writeFileSync(join(folder, '.env'), Buffer.from('\ufeffPORT=0', 'utf16le')) },
    ['error', 'variables', /^\.env: is written in UTF-16/],
    ['skipped', 'more', /^nothing else is checked/],
  ],
  'a variable and an offer that cannot be used': [
    { variables: () => ({ PORT: 'http' }), offers: { don: { ...DON, amountCents: 0.5 } } },
    ['error', 'offers', /^offers\.json:1:\d+: don\.amountCents: must be/],
    ['error', 'variables', /^\.env:\d+:6: PORT: must be a port number/],
    ['skipped', 'more', /^nothing else is checked/],
  ],
  'no offers file': [
    { variables: () => ({ OFFERS_FILE: 'none.json' }) },
    ['error', 'offers', /none\.json: there is no such file/],
    ['skipped', 'more', /^nothing else is checked/],
  ],
  'an origin that is written otherwise': [
    { variables: ({ site }) => ({ ALLOWED_ORIGINS: `${site}/` }) },
    ['warning', 'variables', /was read as http:/],
  ],
  'HTTPS_PROXY, and a Node without it': [
    {
      variables: () => ({ HTTPS_PROXY: 'http://marked-forward-path@127.0.0.1:2' }),
      nodeArgs: ['--import', 'data:text/javascript,import http from "node:http"; delete http.setGlobalProxyFromEnv'],
    },
    ['warning', 'node', /^HTTPS_PROXY has no effect: this needs Node 24/],
  ],
  'an offer that has closed': [
    { offers: { don: { ...DON, closesOn: '2024-12-31' } } },
    ['warning', 'offers', /^don: it closed on 2024-12-31/],
  ],
  'a tax year that is over': [
    { offers: { don: { ...DON, tax: { rate: 66, year: 2024 } } } },
    ['warning', 'offers', /^don: the figures of tax are for 2024/],
  ],
  'signed prices without a key': [
    { offers: { panier: { ...DON, amountCents: 'signed' } } },
    ['error', 'offers', /^panier: its prices are signed, and OFFER_KEYS is not set/],
  ],
  'HelloAsso under a name that nobody knows': [
    { variables: () => ({ HELLOASSO_API_URL: 'https://helloasso.invalid' }) },
    ['error', 'connection', /^helloasso\.invalid: DNS does not know this name|the DNS server .* does not answer$/],
    ['skipped', 'token', /^not requested/],
  ],
  'HelloAsso where nothing listens': [
    { variables: () => ({ HELLOASSO_API_URL: 'http://127.0.0.1:2' }) },
    ['error', 'connection', /^127\.0\.0\.1:2: nothing listens there$/],
    ['skipped', 'token', /^not requested/],
  ],
  'HelloAsso behind an authority that is not known': [
    { certificate: { days: 30, isKnown: false } },
    ['error', 'connection', /: its certificate comes from an authority that Node does not know: /],
    ['skipped', 'token', /^not requested/],
  ],
  'a certificate of HelloAsso that has expired': [
    { certificate: { days: -1 } },
    ['error', 'connection', /: its certificate has expired/],
    ['skipped', 'token', /^not requested/],
  ],
  'a certificate of another name': [
    { certificate: { days: 30, name: 'other.example' } },
    ['error', 'connection', /: its certificate is for another name$/],
    ['skipped', 'token', /^not requested/],
  ],
  'HTTPS_PROXY to HelloAsso, and nothing there': [
    { certificate: { days: 30 }, variables: () => ({ HTTPS_PROXY: 'http://127.0.0.1:2' }) },
    ['skipped', 'connection', /^HTTPS_PROXY leads to HelloAsso/],
    ['error', 'token', /^the token endpoint gave no usable response: nothing listens there; try again/],
    ['skipped', 'organization', /^not looked up/],
  ],
  'a wrong client secret': [
    { variables: () => ({ HELLOASSO_CLIENT_SECRET: 'other' }) },
    ['error', 'token', /^HelloAsso’s sandbox refuses HELLOASSO_CLIENT_ID and .* those of production$/],
    ['skipped', 'organization', /^not looked up/],
  ],
  'too many tokens': [
    { simulator: (helloasso) => helloasso.inject({ kind: 'status', status: 429, on: 'token' }) },
    ['error', 'token', /^the token endpoint answered 429; try again in some minutes$/],
    ['skipped', 'organization', /^not looked up/],
  ],
  'a token endpoint that drops the connection': [
    { simulator: (helloasso) => helloasso.inject({ kind: 'drop', on: 'token' }) },
    ['error', 'token', /: the connection was closed without an answer; /],
    ['skipped', 'organization', /^not looked up/],
  ],
  'a folder of the service that is not there': [
    { environment: { RUNTIME_DIRECTORY: '/nowhere' } },
    ['warning', 'token', /kept in memory only.*: let this user write/],
  ],
  'a clock ten minutes behind': [
    { clockMs: 600_000 },
    ['warning', 'clock', /^this machine is 10 min behind HelloAsso.*timedatectl set-ntp true/],
  ],
  'a clock an hour ahead': [
    { clockMs: -3_600_000 },
    ['warning', 'clock', /^this machine is 60 min ahead of HelloAsso/],
  ],
  'another organisation': [
    { variables: () => ({ HELLOASSO_ORGANIZATION: 'asso-autre' }) },
    ['error', 'organization', /^HelloAsso’s sandbox has no organisation asso-autre: /],
    ['error', 'privileges', /^nobody can pay asso-autre by this client/],
  ],
  'an organisation that may not collect': [
    { simulator: (helloasso) => helloasso.configure({ canCollect: false }) },
    ['error', 'organization', /^asso-demo may not collect payments: HelloAsso’s back office/],
  ],
  'an organisation of which HelloAsso says less': [
    { simulator: (helloasso) => helloasso.inject({ kind: 'damage', member: 'isCashInCompliant', on: 'api' }) },
    ['skipped', 'organization', /^asso-demo is there; HelloAsso does not show/],
  ],
  'a client without Checkout': [
    { simulator: (helloasso) => helloasso.configure({ privileges: ['AccessPublicData', 'AccessTransactions'] }) },
    ['error', 'privileges', /^nobody can pay asso-demo by this client: it lacks the privilege Checkout/],
  ],
  'a client without AccessTransactions': [
    { simulator: (helloasso) => helloasso.configure({ privileges: ['AccessPublicData', 'Checkout'] }) },
    ['error', 'privileges', /^AccessTransactions is missing: FORWARD_URL/],
  ],
  'a client without AccessTransactions, where no events are sent': [
    {
      simulator: (helloasso) => helloasso.configure({ privileges: ['AccessPublicData', 'Checkout'] }),
      variables: () => ({ FORWARD_URL: undefined, FORWARD_SECRET: undefined }),
    },
    ['warning', 'privileges', /^AccessTransactions is missing/],
    ['skipped', 'receiver', /^FORWARD_URL is not set/],
  ],
  'a client without AccessPublicData': [
    { simulator: (helloasso) => helloasso.configure({ privileges: ['AccessTransactions', 'Checkout'] }) },
    ['warning', 'organization', /^asso-demo cannot be looked up: this client lacks the privilege AccessPublicData/],
  ],
  'an API that refuses every token': [
    { simulator: (helloasso) => helloasso.inject({ kind: 'status', status: 401, on: 'api', calls: 9 }) },
    ['error', 'organization', /^HelloAsso answered 401; try again/],
  ],
  'a firewall in front of the API': [
    { simulator: (helloasso) => helloasso.inject({ kind: 'web-page', status: 403, on: 'api' }) },
    ['error', 'organization', /^a web page \(403\) in place of HelloAsso’s answer/],
  ],
  'an API that drops the connection': [
    { simulator: (helloasso) => helloasso.inject({ kind: 'drop', on: 'api' }) },
    ['error', 'organization', /^HelloAsso’s API: the connection was closed without an answer$/],
  ],
  'a server in front without the proxy behind it': [
    { front: answer(502) },
    ['error', 'proxy', /: the server in front answers 502: does helloasso-checkout serve run, on 127\.0\.0\.1:8787\?$/],
  ],
  'something else under PUBLIC_URL': [
    { front: answer(200) },
    ['error', 'proxy', /: something else than the proxy answers \(200\)/],
  ],
  'a PUBLIC_URL that redirects': [
    { front: answer(301, { location: 'https://pay.example.org/' }) },
    ['error', 'proxy', /: it redirects \(301\): PUBLIC_URL must be/],
  ],
  'a PUBLIC_URL where nothing listens': [
    { variables: () => ({ PUBLIC_URL: 'http://127.0.0.1:2' }) },
    ['error', 'proxy', /^http:\/\/127\.0\.0\.1:2: nothing listens there$/],
    ['warning', 'pages', / loads the script of http:\/\/127\.0\.0\.1:\d+, not of PUBLIC_URL$/],
  ],
  'no PUBLIC_URL': [{ variables: () => ({ PUBLIC_URL: undefined }) }, ['skipped', 'proxy', /^PUBLIC_URL is not set/]],
  'a server in front that is not trusted': [
    { variables: () => ({ TRUSTED_PROXIES: undefined }) },
    ['warning', 'client-addresses', /^TRUSTED_PROXIES lacks the server in front/],
  ],
  'a server in front that forwards no address': [
    { forwardedFor: undefined },
    ['warning', 'client-addresses', /^the server in front does not send X-Forwarded-For.*: configure it there$/],
  ],
  'a server in front that forwards no address, and is not trusted': [
    { forwardedFor: undefined, variables: () => ({ TRUSTED_PROXIES: undefined }), frontCertificate: { days: 90 } },
    [
      'warning',
      'client-addresses',
      /^the server in front does not send X-Forwarded-For.*add its address to TRUSTED_PROXIES$/,
    ],
  ],
  'a proxy of an older version': [
    { front: ({ url }, response) => url === '/healthz' && response.end('{"status":"ok"}') },
    ['warning', 'client-addresses', /^the running proxy is older/],
  ],
  'a certificate that ends soon': [
    { frontCertificate: { days: 5 } },
    ['warning', 'certificate', /is valid for \d more days: does its renewal work\?$/],
  ],
  'a running proxy with other offers': [
    { config: (config) => ({ ...config, offers: testConfig({}, { don: { ...DON, amountCents: 1000 } }).offers }) },
    ['warning', 'proxy', /^the running proxy has other offers than this folder: restart it$/],
  ],
  'a running proxy in production': [
    {
      config: (config) => ({
        ...config,
        helloasso: { ...config.helloasso, environment: 'production', isOverridden: false },
      }),
    },
    ['error', 'proxy', /^the running proxy is in another environment than these settings \(test\)/],
  ],
  'a proxy whose script is not built': [
    { front: (request, response) => request.url === '/helloasso-checkout.js' && answer(404)(request, response) },
    ['error', 'proxy', /helloasso-checkout\.js answers 404: is the script built/],
  ],
  'a site that is down': [
    { variables: () => ({ ALLOWED_ORIGINS: 'http://127.0.0.1:2' }) },
    ['error', 'pages', /^http:\/\/127\.0\.0\.1:2\/: nothing listens there$/],
  ],
  'a page without the script': [
    { page: answer(200) },
    ['warning', 'pages', / does not name helloasso-checkout\.js: .*\(--page http:\/\/127\.0\.0\.1:\d+\/…\)/],
  ],
  'a page with the script of another proxy': [
    {
      page: (_, response) =>
        response.end('<script async src=https://other.example/v0.1.0/helloasso-checkout.js></script>'),
    },
    ['warning', 'pages', / loads the script of https:\/\/other\.example, not of PUBLIC_URL$/],
  ],
  'a page behind a password': [{ page: answer(401) }, ['warning', 'pages', / answers 401: /]],
  'a site that leads to a site that is not listed': [
    {
      variables: ({ site }) => ({ ALLOWED_ORIGINS: site.replace('127.0.0.1', 'localhost') }),
      page: (request, response) =>
        request.headers.host?.startsWith('localhost') &&
        response
          .writeHead(301, { location: `http://${request.headers.host.replace('localhost', '127.0.0.1')}/` })
          .end(),
    },
    ['error', 'pages', / leads to http:\/\/127\.0\.0\.1:\d+, which is not in ALLOWED_ORIGINS/],
  ],
  'a page of a site that is not listed': [
    { args: () => ['--page', 'https://elsewhere.example/don'] },
    ['error', 'pages', /^https:\/\/elsewhere\.example\/don: https:\/\/elsewhere\.example is not in ALLOWED_ORIGINS/],
  ],
  'a receiver with another secret': [
    { receiver: answer(401) },
    ['error', 'receiver', /^it refuses a signed test event \(401\): give it the FORWARD_SECRET/],
  ],
  'a receiver that does not know the type': [
    { receiver: answer(422) },
    ['warning', 'receiver', /^it refuses the test event \(422\): let it answer 2xx/],
  ],
  'a receiver that fails': [{ receiver: answer(500) }, ['error', 'receiver', /^it answers 500 to a signed test event/]],
  'a receiver that redirects': [
    { receiver: answer(301, { location: '/' }) },
    ['error', 'receiver', /^it redirects \(301\): FORWARD_URL must be/],
  ],
  'a receiver that verifies nothing': [
    { receiver: answer(200) },
    ['error', 'receiver', /^it takes an event that FORWARD_SECRET has not signed/],
  ],
  'a receiver that is down': [
    { variables: () => ({ FORWARD_URL: 'http://127.0.0.1:2/marked-forward-path' }) },
    ['error', 'receiver', /^FORWARD_URL: nothing listens there$/],
  ],
};

const isNotOk = ({ level }: Finding) => level !== 'ok';

describe('helloasso-checkout doctor', { concurrency: 2 }, () => {
  it('finds all well where all is well', async (context) => {
    const { findings, status, exitStatus, stderr, calls, events, addresses } = await examine(context);
    assert.deepEqual(
      findings.map(({ level, check, message }) => `${level} ${check}: ${message}`),
      [
        'ok files: modes of .env, offers.json',
        'ok variables: all can be used',
        `ok node: ${process.versions.node}`,
        'ok offers: don',
        'ok environment: sandbox, with another HELLOASSO_API_URL than HelloAsso: no money moves',
        `ok connection: ${new URL(addresses.helloasso).host} answers`,
        'ok token: HelloAsso accepts client id and secret',
        'ok clock: as HelloAsso’s',
        'ok organization: asso-demo may collect payments',
        'ok privileges: Checkout, AccessTransactions',
        `ok proxy: it answers under ${addresses.proxy}`,
        'ok client-addresses: the server in front forwards them',
        'ok proxy: it has the offers of this folder',
        `ok pages: ${addresses.site}/ loads the script`,
        'ok receiver: it takes a signed test event (204)',
        'ok receiver: it refuses an event that a stranger has signed (401)',
      ],
    );
    assert.deepEqual([status, exitStatus, stderr], ['ok', 0, '']);
    assert.deepEqual(calls, [
      'POST /oauth2/token',
      'GET /v5/organizations/asso-demo',
      'GET /v5/organizations/asso-demo/checkout-intents/2147483647',
      'GET /v5/payments/2147483647',
    ]);
    for (const event of events) assert.ok(isEvent(JSON.parse(event)), 'by the schema');
    assert.deepEqual(
      events.map((event) => ({ ...(JSON.parse(event) as object), timestamp: '' })),
      [{ type: 'test', timestamp: '', data: { environment: 'sandbox', organization: 'asso-demo' } }],
    );
  });

  it('finds certificates valid, and a named page in place of the home page', async (context) => {
    const { findings } = await examine(context, {
      certificate: { days: 30 },
      frontCertificate: { days: 90 },
      page: ({ url }, response) => url === '/' && response.end('nothing'),
      args: ({ site }) => ['--page', `${site}/don?a=b`],
    });
    assert.deepEqual(findings.filter(isNotOk), []);
    const said = (check: string) => findings.filter((finding) => finding.check === check).map(({ message }) => message);
    assert.match(String(said('connection')), /answers, with a certificate that Node trusts$/);
    assert.match(String(said('certificate')), /is valid for 89|90 days$/);
    assert.match(String(said('pages')), /\/don\?a=b loads the script$/);
  });

  it('writes a line for each finding, in colours without NO_COLOR', { skip: NO_TERMINAL }, async (context) => {
    const { folder } = await examine(context, { files: chmod('.env', 0o604) });
    const said = async (env: Readonly<Record<string, string>>) =>
      (await onTerminal('doctor', { cwd: folder, env })).screen.replaceAll('\r\x1b[K', '\n').split(/\r?\n/);
    const coloured = await said({ TMPDIR: folder });
    assert.ok(
      coloured.some((line) => line.startsWith('\x1b[33m!\x1b[39m files: .env: every user')),
      JSON.stringify(coloured),
    );
    assert.ok(coloured.includes('\x1b[32m✓\x1b[39m variables: all can be used'), JSON.stringify(coloured));
    assert.ok(coloured.includes('… HelloAsso'), 'what it is doing');
    assert.equal(coloured.at(-2), '0 errors, 1 warning');
    const plain = await said({ TMPDIR: folder, NO_COLOR: '1' });
    assert.ok(plain.includes('✓ variables: all can be used'), JSON.stringify(plain));
  });

  for (const [what, [damage, ...expected]] of Object.entries(DAMAGES)) {
    it(`names ${what}, and nothing else`, async (context) => {
      const { findings, status, exitStatus, calls } = await examine(context, damage);
      const said = findings.filter(isNotOk);
      const text = JSON.stringify(said, undefined, 1);
      assert.deepEqual(
        said.map(({ level, check }) => [level, check]),
        expected.map(([level, check]) => [level, check]),
        text,
      );
      for (const [index, [, , message]] of expected.entries()) assert.match(said[index]?.message ?? '', message, text);
      const worst = ['error', 'warning', 'ok'].find(
        (level) => level === 'ok' || said.some((one) => one.level === level),
      );
      assert.deepEqual([status, exitStatus], [worst, { ok: 0, warning: 1, error: 2 }[worst ?? '']]);
      assert.ok(calls.filter((call) => call === 'POST /oauth2/token').length <= 1, 'one token');
      assert.deepEqual(
        calls.filter((call) => !call.startsWith('GET ') && call !== 'POST /oauth2/token'),
        [],
      );
    });
  }

  const MIXED: Readonly<
    Record<string, readonly [variables: Readonly<Record<string, string>>, offers: object, said: readonly RegExp[]]>
  > = {
    'the API of production, in the sandbox': [
      { HELLOASSO_API_URL: 'https://api.helloasso.com' },
      OFFERS,
      [/^HELLOASSO_API_URL leads to HelloAsso’s production, and HELLOASSO_ENVIRONMENT is sandbox/],
    ],
    'the API of the sandbox, in production': [
      {
        HELLOASSO_API_URL: 'https://api.helloasso-sandbox.com',
        HELLOASSO_ENVIRONMENT: 'production',
        ALLOWED_ORIGINS: 'https://www.example.org',
      },
      OFFERS,
      [/^HELLOASSO_API_URL leads to HelloAsso’s sandbox/],
    ],
    'a simulator and a page of this machine, in production': [
      { HELLOASSO_ENVIRONMENT: 'production' },
      OFFERS,
      [/^HELLOASSO_API_URL replaces HelloAsso in production/, /^ALLOWED_ORIGINS names this machine/],
    ],
    'a monthly form of production, in the sandbox': [
      {},
      { don: { ...DON, monthlyUrl: 'https://www.helloasso.com/associations/asso-demo/formulaires/1' } },
      [/^don: monthlyUrl leads to HelloAsso’s production/],
    ],
  };
  for (const [what, [variables, offers, said]] of Object.entries(MIXED)) {
    it(`names ${what}`, () => {
      const SIGNING_SECRET = Buffer.alloc(32, 1).toString('base64');
      const config = testConfig({ SIGNING_SECRET, ...variables }, offers);
      const findings = [...checkEnvironment({ config, pages: [] })];
      assert.equal(findings.length, said.length, JSON.stringify(findings));
      for (const [index, pattern] of said.entries()) assert.match(findings[index]?.message ?? '', pattern);
    });
  }
});
