import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { readConfig } from '../../proxy/config/config.ts';
import { readEnvFile } from '../../proxy/config/env-file.ts';
import { embed } from '../../proxy/embed.ts';
import { BARE_ENVIRONMENT } from '../bare-environment.ts';
import { NO_TERMINAL, onTerminal } from './pseudo-terminal.ts';

const ID = '0a1b2c3d4e5f';
const SECRET = 'marked#Secret/+=';
const FLAGS = {
  '--client-id': ID,
  '--organization': 'https://www.helloasso-sandbox.com/associations/asso-demo',
  '--site': 'https://www.example.org/don',
  '--proxy': 'https://pay.example.org/',
};

describe('helloasso-checkout init', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-init-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);
  const argsOf = (flags: Readonly<Record<string, string | undefined>>) =>
    Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  /** What the proxy reads of the files. */
  const config = () => readConfig({}, () => readFileSync(file('offers.json'), 'utf8'), readEnvFile(file('.env')));

  /** The command without a terminal. */
  async function run(args: readonly string[], { env = {}, input = '' } = {}) {
    const child = spawn(process.execPath, [resolve('proxy/cli.ts'), 'init', ...args], {
      cwd: folder,
      env: { ...BARE_ENVIRONMENT, LC_ALL: 'C', ...env },
    });
    child.stdin.end(input);
    const [stdout, stderr, status] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve) => child.once('close', resolve)),
    ]);
    return { stdout, stderr, status };
  }

  it('writes by flags what the proxy can use, for this user alone, and prints the HTML of embed', async () => {
    const { stdout, stderr, status } = await run([...argsOf(FLAGS), '--client-secret-stdin'], { input: `${SECRET}\n` });
    assert.deepEqual([stderr, status], ['', 0]);
    assert.equal(statSync(file('.env')).mode & 0o777, 0o600);
    const { helloasso, allowedOrigins, payPage, signingSecrets, offers, warnings } = config();
    assert.deepEqual(
      [helloasso.clientId, helloasso.clientSecret, helloasso.organization.slug, helloasso.environment],
      [ID, SECRET, 'asso-demo', 'sandbox'],
    );
    assert.deepEqual(allowedOrigins, ['https://www.example.org', 'https://pay.example.org']);
    assert.equal(payPage?.publicUrl, 'https://pay.example.org');
    assert.equal(signingSecrets[0]?.length, 32);
    assert.deepEqual([...offers.keys()], ['don']);
    assert.deepEqual(warnings, []);
    const variables = { PUBLIC_URL: 'https://pay.example.org', OFFERS_FILE: file('offers.json') };
    const [html = 'none'] = /(?<=# HTML for your page\n\n)<script.*\n.*/.exec(embed(['don'], variables, false)) ?? [];
    assert.ok(stdout.includes(`\n${html}\n`), stdout);
    assert.match(stdout, /^Environment: HelloAsso’s sandbox\./m);
    assert.ok(!stdout.includes(SECRET));
  });

  it('makes another SIGNING_SECRET each time', async () => {
    const secrets = [];
    for (let time = 0; time < 2; time += 1) {
      assert.equal((await run(argsOf(FLAGS), { env: { HELLOASSO_CLIENT_SECRET: SECRET } })).status, 0);
      secrets.push(Buffer.from(config().signingSecrets[0] ?? []).toString('hex'));
      rmSync(file('.env'));
    }
    assert.notEqual(secrets[0], secrets[1]);
  });

  const ANSWERS: readonly (readonly [flags: Partial<typeof FLAGS>, variables: Readonly<Record<string, string>>])[] = [
    [{ '--organization': 'asso-demo' }, { HELLOASSO_ORGANIZATION: 'asso-demo', HELLOASSO_ENVIRONMENT: 'sandbox' }],
    [
      { '--organization': 'www.helloasso.com/associations/asso-demo/formulaires/1' },
      { HELLOASSO_ORGANIZATION: 'asso-demo', HELLOASSO_ENVIRONMENT: 'production' },
    ],
    [
      { '--organization': 'https://admin.helloasso-sandbox.com/asso-demo/accueil' },
      { HELLOASSO_ORGANIZATION: 'asso-demo', HELLOASSO_ENVIRONMENT: 'sandbox' },
    ],
    [
      { '--site': 'WWW.example.org/don?a=b, https://example.org' },
      { ALLOWED_ORIGINS: 'https://www.example.org,https://example.org' },
    ],
    [{ '--proxy': 'www.example.org/pay-proxy/' }, { PUBLIC_URL: 'https://www.example.org/pay-proxy' }],
  ];
  for (const [flags, expected] of ANSWERS) {
    it(`reads ${argsOf(flags).join(' ')} as ${Object.values(expected).join(', ')}`, async () => {
      const { stderr } = await run(argsOf({ ...FLAGS, ...flags }), { env: { HELLOASSO_CLIENT_SECRET: SECRET } });
      assert.equal(stderr, '');
      assert.partialDeepStrictEqual(readEnvFile(file('.env'))?.variables, expected);
      config();
    });
  }

  const REFUSED: Readonly<
    Record<string, readonly [flags: Readonly<Record<string, string | undefined>>, message: RegExp]>
  > = {
    'no answer': [
      Object.fromEntries(Object.keys(FLAGS).map((name) => [name, undefined])),
      /^There is no terminal to ask on\. Missing: --client-id, --organization, --site, --proxy$/m,
    ],
    'one answer too few': [{ '--site': undefined }, /^There is no terminal to ask on\. Missing: --site$/m],
    'quotes around the id': [{ '--client-id': '"x"' }, /^--client-id: This must be the text that HelloAsso shows/],
    'a page elsewhere': [
      { '--organization': 'https://helloasso.com.example/associations/x' },
      /^--organization: This must/,
    ],
    'a page of HelloAsso that is no organisation’s': [
      { '--organization': 'https://www.helloasso.com/e/x' },
      /^--organization: This must/,
    ],
    'a site without https': [{ '--site': 'http://www.example.org' }, /^--site: This must be an https address/],
    'a site with *': [{ '--site': 'https://*.example.org' }, /^--site: This must be an https address/],
    'this machine as the site': [{ '--site': 'https://localhost' }, /^--site: This must be an https address/],
    'a proxy’s offer': [{ '--proxy': 'https://pay.example.org/pay/don' }, /^--proxy: This must be an https address/],
    'another language': [{ '--lang': 'de' }, /^--lang: fr or en$/m],
    'an unknown option': [{ '--colour': 'red' }, /^Unknown option '--colour'/],
    'the secret as an option': [
      { '--client-secret': SECRET },
      /^--client-secret does not exist: other users .* \(ps\)/,
    ],
  };
  for (const [what, [flags, message]] of Object.entries(REFUSED)) {
    it(`refuses ${what} with status 2, and writes nothing`, async () => {
      const args = argsOf({ ...FLAGS, ...flags });
      const { stdout, stderr, status } = await run(args, { env: { HELLOASSO_CLIENT_SECRET: SECRET } });
      assert.deepEqual([stdout, status, readdirSync(folder)], ['', 2, []]);
      assert.match(stderr, message);
      assert.match(stderr, /^helloasso-checkout init --help explains the command\.$/m);
      assert.ok(!stderr.includes(SECRET));
    });
  }

  it('names the ways to give the secret where there is none', async () => {
    const without = await run(argsOf(FLAGS));
    const empty = await run([...argsOf(FLAGS), '--client-secret-stdin'], { input: '\n' });
    for (const { stderr, status } of [without, empty]) {
      assert.equal(status, 2);
      assert.match(stderr, /Missing: the client secret \(HELLOASSO_CLIENT_SECRET, or --client-secret-stdin\)$/m);
    }
  });

  it('overwrites neither .env nor what it links to', async () => {
    writeFileSync(file('.env'), 'mine');
    const there = await run(argsOf(FLAGS), { env: { HELLOASSO_CLIENT_SECRET: SECRET } });
    assert.deepEqual([there.status, readFileSync(file('.env'), 'utf8'), readdirSync(folder)], [1, 'mine', ['.env']]);
    assert.match(there.stderr, /^\.env exists already, and is never overwritten/);
    rmSync(file('.env'));
    symlinkSync('elsewhere', file('.env'));
    const link = await run(argsOf(FLAGS), { env: { HELLOASSO_CLIENT_SECRET: SECRET } });
    assert.deepEqual([link.status, link.stderr], [1, '.env: exists already\n']);
    assert.ok(!readdirSync(folder).includes('elsewhere'));
  });

  it('keeps an offers file that is there, and shows its first offer', async () => {
    const mine = '{ "adhesion": { "kind": "membership", "itemName": "Adhésion", "amountCents": 3000 } }';
    writeFileSync(file('offers.json'), mine);
    const { stdout } = await run(argsOf(FLAGS), { env: { HELLOASSO_CLIENT_SECRET: SECRET } });
    assert.equal(readFileSync(file('offers.json'), 'utf8'), mine);
    assert.match(
      stdout,
      /offers\.json was there already[\s\S]* offer="adhesion"><a href="https:\/\/pay\.example\.org\/pay\/adhesion">/,
    );
  });

  it('asks nothing where the offers file cannot be used', async () => {
    writeFileSync(file('offers.json'), '{ "adhesion": 1 }');
    const { stderr, status } = await run([], { env: { LC_ALL: 'fr_FR.UTF-8' } });
    assert.equal(status, 1);
    assert.match(stderr, /^offers\.json existe déjà et n’est pas utilisable\u00a0:\noffers\.json:1:3: adhesion: /);
  });

  describe('on a terminal', { skip: NO_TERMINAL }, () => {
    async function converse(
      keys: readonly (readonly [after: RegExp, text: string])[],
      { args = '', env = {} } = {},
    ): Promise<{ status: number | null; screen: string }> {
      const variables = { LC_ALL: 'fr_FR.UTF-8', ...env };
      const { status, screen } = await onTerminal(`init ${args}`, { cwd: folder, env: variables, keys });
      return { status, screen: stripVTControlCharacters(screen).replaceAll('\r', '') };
    }

    const IN_FRENCH = [
      [/1\/5.*Identifiant client[\s\S]*> $/, '"x"\r'],
      [/sans guillemets[\s\S]*> $/, `${ID}\r`],
      [/2\/5.*Secret client[\s\S]*> $/, `${SECRET}\r`],
      [/3\/5.*Adresse de la page[\s\S]*> $/, 'https://www.helloasso.com/associations/asso-demo\r'],
      [/4\/5.*Adresse de votre site[\s\S]*> $/, 'www.example.org\r'],
      [/5\/5.*Adresse publique[\s\S]*> $/, 'pay.example.org\r'],
    ] as const;

    it('asks five questions in French, shows no secret, and asks again what cannot be used', async () => {
      const { status, screen } = await converse(IN_FRENCH);
      assert.equal(status, 0, screen);
      const { clientSecret, environment } = config().helloasso;
      assert.deepEqual([clientSecret, environment], [SECRET, 'production']);
      assert.ok(screen.includes(ID), 'other answers are shown');
      assert.ok(!screen.includes('marked'), screen);
      assert.match(screen, /Les paiements sont réels\.\n\nHTML pour votre page\u00a0:\n\n<script /);
    });

    it('asks in English by --lang, and not what is known', async () => {
      const { status, screen } = await converse([[/4\/5 {2}Address of your site[\s\S]*> $/, 'https://example.org\r']], {
        args: `--lang en ${argsOf({ ...FLAGS, '--site': undefined }).join(' ')}`,
        env: { HELLOASSO_CLIENT_SECRET: SECRET },
      });
      assert.equal(status, 0, screen);
      assert.doesNotMatch(screen, /1\/5|2\/5|3\/5|5\/5/);
    });

    it('writes nothing after Ctrl-C', async () => {
      const { status, screen } = await converse([...IN_FRENCH.slice(0, 3), [/3\/5[\s\S]*> $/, '\x03']]);
      assert.equal(status, 1);
      assert.match(screen, /\nArrêt\u00a0: rien n’a été écrit\./);
      assert.deepEqual(readdirSync(folder), []);
    });
  });
});
