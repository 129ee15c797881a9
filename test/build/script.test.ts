import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { CARRIED_OFFERS, type CarriedOffers } from '../../proxy/contract/carried-offers.ts';
import { createProxy } from '../../proxy/create-proxy.ts';
import { startChild } from '../bench/child.ts';
import { PROXY, environment as serverEnvironment } from '../bench/servers.ts';
import { testConfig } from '../proxy/environment.ts';
import { version } from './package-json.ts';

const SCRIPT = 'dist/script';
const ENTRY = 'helloasso-checkout.js';
/** Of the entry in brotli, with its offers. */
const MAX_BYTES = 14_000;
/** What a server sends on a new connection before the first acknowledgement: ten segments (RFC 6928). */
const FIRST_FLIGHT = 10 * 1460;

const TEST_MODE = {};
const LIVE_MODE = {
  HELLOASSO_ENVIRONMENT: 'production',
  HELLOASSO_API_URL: '',
  ALLOWED_ORIGINS: 'https://www.example.org',
  SIGNING_SECRET: Buffer.alloc(32, 1).toString('base64'),
};

/** Bytes of every file of the script in brotli, as the proxy serves it. */
function sizes(): Record<string, number> {
  const files = readdirSync(SCRIPT, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'));
  const size = (path: string) => brotliCompressSync(readFileSync(join(SCRIPT, path))).length;
  return Object.fromEntries(files.sort().map((path) => [path.replace(`v${version}`, 'v{version}'), size(path)]));
}

const proxy = createProxy(testConfig());

function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return proxy.fetch(new Request(`https://pay.example.org${path}`, { headers }), { clientAddress: '192.0.2.1' });
}

describe('the script', () => {
  it('weighs what is recorded: after a change on purpose, record the new numbers', () => {
    assert.deepEqual(sizes(), JSON.parse(readFileSync('test/build/script-size.json', 'utf8')));
  });

  for (const [mode, environment] of Object.entries({ test: TEST_MODE, live: LIVE_MODE })) {
    it(`has an entry of at most 14,000 bytes with this repository’s offers in ${mode} mode, which fits the first flight of a connection`, async () => {
      let now = Date.parse('2026-11-29T12:00:00Z');
      const proxy = createProxy(testConfig(environment), { now: () => now });
      const request = () => new Request(`https://pay.example.org/${ENTRY}`, { headers: { 'accept-encoding': 'br' } });
      for (let day = 0; day < 30; day += 1, now += 86_461_234) {
        const response = await proxy.fetch(request(), { clientAddress: '192.0.2.1' });
        const script = Buffer.from(await response.arrayBuffer());
        assert.ok(script.length <= MAX_BYTES, `${script.length} bytes`);
        assert.match(brotliDecompressSync(script).toString(), /Adhésion annuelle/);
      }
    });
  }

  it('carries fifty offers too', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `Stage d’été numéro ${index + 1}`);
    const offers = Object.fromEntries(
      names.map((itemName, index) => [`stage-${index + 1}`, { kind: 'payment', itemName, amountCents: 9_000 + index }]),
    );
    const proxy = createProxy(testConfig({}, offers));
    const response = await proxy.fetch(new Request(`https://pay.example.org/${ENTRY}`), { clientAddress: '192.0.2.1' });
    const script = await response.text();
    for (const name of names) assert.ok(script.includes(`"${name}"`), name);
  });

  it('begins with the comment by which Chromium compiles all of it while it loads', async () => {
    const response = await proxy.fetch(new Request(`https://pay.example.org/${ENTRY}`), { clientAddress: '192.0.2.1' });
    assert.match(await response.text(), /^\/\/# allFunctionsCalledOnLoad\n/);
  });

  it('has one place for offers', () => {
    assert.equal(readFileSync(join(SCRIPT, ENTRY), 'utf8').split(CARRIED_OFFERS).length, 2);
  });

  it('has no file that chunks import but the one that is loaded together with them', () => {
    const code = Object.keys(sizes()).map((path) =>
      readFileSync(join(SCRIPT, path.replace('{version}', version)), 'utf8'),
    );
    const imported = code.flatMap((text) => [...text.matchAll(/from\s*["'`]([^"'`]+)/g)].map(([, path]) => path));
    assert.deepEqual([...new Set(imported)], ['./shared.js']);
    assert.ok(code.some((text) => text.includes(`./v${version}/shared.js`)));
  });

  it('has no `for … in`, which pages with an extended Object.prototype change', () => {
    for (const path of Object.keys(sizes())) {
      assert.doesNotMatch(
        readFileSync(join(SCRIPT, path.replace('{version}', version)), 'utf8'),
        /for\s*\((?:var|let|const) \w+ in /,
        path,
      );
    }
  });

  it('brings no schema library, and no secret’s name', () => {
    for (const path of readdirSync(SCRIPT, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.js'),
    )) {
      assert.doesNotMatch(readFileSync(join(SCRIPT, path), 'utf8'), /\bzod\b|ZodError|CLIENT_SECRET|SIGNING_SECRET/);
    }
  });
});

describe('the script route', () => {
  it('serves the entry with its offers to any page for a minute', async () => {
    const response = await ask(`/${ENTRY}`, { origin: 'https://anywhere.example' });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(response.headers.get('cache-control'), 'public, max-age=60');
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('cross-origin-resource-policy'), 'cross-origin');
    const [before = '', after = ''] = readFileSync(join(SCRIPT, ENTRY), 'utf8').split(`\`${CARRIED_OFFERS}\``);
    const script = await response.text();
    assert.ok(script.startsWith(before) && script.endsWith(after));
    const carried: CarriedOffers = JSON.parse(new Function(`return ${script.slice(before.length, -after.length)}`)());
    assert.deepEqual(
      carried.offers.map(({ id }) => id),
      ['don', 'adhesion', 'billet'],
    );
  });

  it('sends headers that fit the first flight of a connection beside an entry of 14,000 bytes', async (context) => {
    const server = await startChild(PROXY, serverEnvironment({ origin: 'http://127.0.0.1:9' }));
    context.after(() => server.stop());
    const headers = { 'accept-encoding': 'gzip, deflate, br', origin: 'https://www.example.org' };
    const [response]: IncomingMessage[] = await once(get(`${server.origin}/${ENTRY}`, { headers }), 'response');
    response?.resume();
    const { httpVersion, statusCode, statusMessage, rawHeaders = [] } = response ?? {};
    const pairs = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
    const head = `HTTP/${httpVersion} ${statusCode} ${statusMessage}\r\n${pairs}\r\n`;
    assert.match(head, /^HTTP\/1\.1 200 OK\r\n.*\r\ncontent-encoding: br\r\n/s);
    assert.ok(head.length + MAX_BYTES <= FIRST_FLIGHT, `${head.length} bytes of headers`);
  });

  it('sends the script without what browsers read of documents alone, and everything else with it', async () => {
    const { headers } = await ask(`/${ENTRY}`);
    for (const name of ['content-security-policy', 'cross-origin-opener-policy', 'x-frame-options']) {
      assert.equal(headers.get(name), null, name);
      assert.notEqual((await ask('/v1/offers')).headers.get(name), null, name);
      assert.notEqual((await ask(`/v${version}/nothing.js`)).headers.get(name), null, name);
    }
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
  });

  it('answers 304 until the script is written anew, at once where an offer has changed', async () => {
    let now = Date.parse('2026-11-29T22:00:00Z');
    const proxy = createProxy(
      testConfig({}, { don: { kind: 'gift', itemName: 'Don', amountCents: 500, closesOn: '2026-11-29' } }),
      {
        now: () => now,
      },
    );
    const request = (etag = '') =>
      proxy.fetch(new Request(`https://pay.example.org/${ENTRY}`, { headers: { 'if-none-match': etag } }), {
        clientAddress: '192.0.2.1',
      });
    const etag = (await request()).headers.get('etag') ?? '';
    now += 59_000;
    assert.equal((await request(etag)).status, 304);
    now += 121_000;
    assert.equal((await request(etag)).status, 304, 'the new one is written behind it');
    while ((await request(etag)).status === 304) await new Promise((resolve) => setTimeout(resolve, 20));
    now += 3_600_000;
    const closed = await request(etag);
    assert.equal(closed.status, 200);
    assert.match(await closed.text(), /closed/);
  });

  it('serves every file under its version for good', async () => {
    for (const path of Object.keys(sizes()).map((file) => file.replace('v{version}/', ''))) {
      const response = await ask(`/v${version}/${path}`);
      assert.equal(response.status, 200, path);
      assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
      if (path === ENTRY) assert.equal(await response.text(), readFileSync(join(SCRIPT, ENTRY), 'utf8'));
    }
  });

  it('compresses the entry by the client’s Accept-Encoding, and answers 304 to the ETag of that encoding', async () => {
    const gzip = await ask(`/${ENTRY}`, { 'accept-encoding': 'gzip' });
    assert.equal(gzip.headers.get('content-encoding'), 'gzip');
    assert.match(gzip.headers.get('vary') ?? '', /Accept-Encoding/);
    const brotli = await ask(`/${ENTRY}`, { 'accept-encoding': 'gzip, deflate, br' });
    assert.equal(brotli.headers.get('content-encoding'), 'br');
    const known = await ask(`/${ENTRY}`, {
      'accept-encoding': 'gzip',
      'if-none-match': gzip.headers.get('etag') ?? '',
    });
    assert.equal(known.status, 304);
    for (const name of ['cache-control', 'cross-origin-resource-policy', 'access-control-allow-origin']) {
      assert.equal(known.headers.get(name), gzip.headers.get(name), name);
    }
    const refusing = await ask(`/${ENTRY}`, { 'accept-encoding': 'gzip;q=0, identity' });
    assert.equal(refusing.headers.get('content-encoding'), null);
  });

  for (const path of [
    '/v9.9.9/helloasso-checkout.js',
    `/v${version}/../../package.json`,
    `/v${version}/%2e%2e%2fpackage.json`,
    '/v1',
  ]) {
    it(`has nothing at ${path}`, async () => {
      const response = await ask(path);
      assert.equal(response.status, 404);
      assert.equal(response.headers.get('cache-control'), 'no-store');
    });
  }
});
