import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { BARE_ENVIRONMENT } from '../bare-environment.ts';
import { version } from '../build/package-json.ts';
import { ENVIRONMENT } from './environment.ts';
import { NO_TERMINAL, onTerminal } from './pseudo-terminal.ts';

describe('the start of the server', () => {
  for (const [TRUSTED_PROXIES, count] of [
    ['', 1],
    ['127.0.0.1', 0],
  ] as const) {
    it(`logs ${count} warnings with TRUSTED_PROXIES=${TRUSTED_PROXIES}`, async (context) => {
      const env = { ...process.env, ...ENVIRONMENT, TRUSTED_PROXIES, PORT: '0' };
      const child = spawn(process.execPath, ['proxy/cli.ts', 'serve'], { env });
      context.after(() => child.kill('SIGKILL'));
      const lines: string[] = [];
      for await (const line of createInterface(child.stdout)) {
        lines.push(line);
        if (line.includes('"listening"')) child.kill('SIGTERM'); // it finishes its start before it ends
      }
      const warnings = lines.filter((line) => line.includes('"level":40'));
      assert.equal(warnings.length, count);
      for (const warning of warnings) assert.match(warning, /TRUSTED_PROXIES is empty/);
    });
  }
});

describe('the file .env', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-cli-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const ALL = { ...ENVIRONMENT, OFFERS_FILE: resolve('offers.json'), TRUSTED_PROXIES: '127.0.0.1', PORT: '0' };
  const linesOf = (variables: object) => Object.entries(variables).map(([name, value]) => `${name}=${value}`);

  /** Runs the command in a folder with this file, without other variables, until it listens or ends. Returns its output. */
  const run = async (bytes: string | Buffer, mode = 0o600): Promise<string> => {
    writeFileSync(join(folder, '.env'), bytes);
    chmodSync(join(folder, '.env'), mode);
    const child = spawn(process.execPath, [resolve('proxy/cli.ts'), 'serve'], {
      cwd: folder,
      env: BARE_ENVIRONMENT,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('"listening"')) child.kill('SIGTERM');
      });
    }
    await new Promise((resolve) => child.once('close', resolve));
    return output;
  };

  it('starts with a byte order mark and CRLF', async () => {
    const output = await run(`\ufeff${linesOf(ALL).join('\r\n')}\r\n`);
    assert.match(output, /"listening"/);
    assert.doesNotMatch(output, /"level":40/);
  });

  it('logs a warning for a file that every user may read, and for an origin that is written otherwise', async () => {
    const lines = linesOf({ ...ALL, ALLOWED_ORIGINS: 'HTTPS://www.example.org/' }).join('\n');
    const output = await run(lines, 0o644);
    assert.match(output, /"level":40.*"msg":"\.env: every user of this machine may read it/);
    assert.match(output, /"level":40.*HTTPS:\/\/www\.example\.org\/ was read as https:\/\/www\.example\.org"/);
    assert.match(output, /"listening"/);
  });

  it('lists every error of file and offers at once with its place, and without a secret', async () => {
    writeFileSync(
      join(folder, 'offers.json'),
      '{\n  "don": { "kind": "gift", "itemName": "Don", "amountCents": 20.5, }\n}',
    );
    const output = await run(
      [
        'HELLOASSO_CLIENT_ID="\'MARKED\'"',
        'HELLOASSO_CLIENT_SECRET=MARKED#MARKED',
        'ALLOWED_ORIGINS=https://www.example.org/don',
        'SIGNING_SECRET=MARKED!',
        'PORT=http',
      ].join('\n'),
    );
    assert.deepEqual(
      output.split('\n').map((line) => line.replace(/; for example .*/, '')),
      [
        'The configuration is not usable:',
        '  .env:2:25: HELLOASSO_CLIENT_SECRET: everything from # on was read as a comment: put single quotes around the value, or a space before a comment',
        '  .env:1:21: HELLOASSO_CLIENT_ID: must be the text that HelloAsso shows, without quotes (docker run --env-file keeps them), spaces or accents',
        '  HELLOASSO_ORGANIZATION: is missing',
        '  .env:3:17: ALLOWED_ORIGINS, number 1: must be an origin: write https://www.example.org in place of the whole address',
        '  .env:5:6: PORT: must be a port number, 0 to 65535',
        '  .env:4:16: SIGNING_SECRET, number 1: must be 32 random bytes or more in base64',
        '  offers.json:2:47: don.amountCents: must be a whole number of cents, { min, max, suggestions }, or "signed"',
        '  offers.json:2:66: don: the comma before } is one too many; remove it',
        '',
      ],
    );
    assert.doesNotMatch(output, /MARKED/);
  });

  it('names UTF-8 for a file in another encoding', async () => {
    assert.equal(await run(Buffer.from('\ufeffPORT=0', 'utf16le')), '.env: is written in UTF-16; save it as UTF-8\n');
  });
});

describe('every command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-usage-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const cli = resolve('proxy/cli.ts');
  /** In a folder without files and an environment without variables. */
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [cli, ...args], { cwd: folder, env: BARE_ENVIRONMENT, encoding: 'utf8' });

  for (const command of ['init', 'doctor', 'serve', 'embed', 'reconcile']) {
    it(`${command} explains itself, has a version, and tells a wrong call from a failure`, () => {
      const help = run(command, '--help', '--wrong');
      assert.deepEqual([help.status, help.stderr], [0, '']);
      assert.ok(
        help.stdout.startsWith(`Usage: helloasso-checkout ${command} `) ||
          help.stdout.startsWith(`Usage: helloasso-checkout ${command}\n`),
      );
      assert.ok(
        help.stdout.split('\n').every((line) => line.length <= 100),
        help.stdout,
      );
      assert.deepEqual([run(command, '--version').stdout, run(command, '--version').status], [`${version}\n`, 0]);

      const wrong = run(command, '--wrong');
      assert.deepEqual([wrong.status, wrong.stdout], [2, '']);
      assert.match(
        wrong.stderr,
        new RegExp(`^Unknown option '--wrong'.*\nhelloasso-checkout ${command} --help explains the command\\.\n$`),
      );
    });
  }

  it('has its line in the overview', () => {
    for (const args of [['--help'], ['help']]) {
      const { status, stdout } = run(...args);
      assert.equal(status, 0);
      assert.deepEqual(stdout.match(/^ {2}[a-z]+(?= {3})/gm), [
        '  init',
        '  doctor',
        '  serve',
        '  embed',
        '  reconcile',
      ]);
    }
    assert.equal(run('--version').stdout, `${version}\n`);
  });

  it('is known, or the call is wrong', () => {
    for (const [args, message] of [
      [[], /^Name a command\.\n\nUsage: /],
      [['start'], /^There is no such command\.\n\nUsage: /],
      [['constructor'], /^There is no such command\.\n\nUsage: /],
      [['serve', 'now'], /^Unexpected argument 'now'/],
      [['reconcile'], /^--since needs a duration such as 90m, 48h or 7d\.$/m],
    ] as const) {
      const { status, stderr, stdout } = run(...args);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr, message);
    }
  });

  it('ends with status 1 where the configuration cannot be used', () => {
    for (const args of [['serve'], ['reconcile', '--since', '1d']]) {
      const { status, stderr } = run(...args);
      assert.equal(status, 1);
      assert.match(stderr, /^The configuration is not usable:$/m);
    }
  });
});

describe('the log', { skip: NO_TERMINAL }, () => {
  /** What `serve` writes on a pseudo-terminal until it listens. */
  const serve = async (variables: Readonly<Record<string, string>>): Promise<string> => {
    const env = { ...ENVIRONMENT, PORT: '0', ...variables };
    const { status, screen } = await onTerminal('serve', { env, keys: [[/TRUSTED_PROXIES is empty[^\n]*\n/, '\x03']] });
    assert.equal(status, 0);
    return screen.replaceAll('\x1b[K', '');
  };

  it('can be read on a terminal, in colours', async () => {
    const screen = await serve({});
    assert.match(stripVTControlCharacters(screen), /^\r?\d\d:\d\d:\d\d info {2}listening host=127\.0\.0\.1 port=\d+ /);
    assert.ok(screen.includes('\x1b[33mwarn \x1b[39m only a server on this machine'), JSON.stringify(screen));
    assert.doesNotMatch(screen, /"level"/);
  });

  it('has no colours where NO_COLOR is set', async () => {
    const screen = await serve({ NO_COLOR: '1' });
    assert.match(screen, /\d\d:\d\d:\d\d warn {2}only a server on this machine/);
    assert.ok(!screen.includes('\x1b'), JSON.stringify(screen));
  });
});
