import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { startChild } from '../bench/child.ts';
import { environment, PROXY } from '../bench/servers.ts';
import { ENVIRONMENT } from '../proxy/environment.ts';

/** Of `serve` when this limit was set. */
const BYTES = 711_031;
const MAX_GROWTH = 1.05;

/** The files of the script: content that `serve` sends, not code that it runs. */
const CONTENT = 'chunk-script-files.js';

/** A built file and every file that it imports when it starts. What is imported at run time does not count. */
function filesLoadedBy(file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const text = readFileSync(join('dist', file), 'utf8');
  for (const [, imported = ''] of text.matchAll(/^import\s[^;]*?["']\.\/([^"']+)["'];?$/gm))
    filesLoadedBy(imported, loaded);
  return loaded;
}

describe('the command', () => {
  it('loads no more than 5 % more code for `serve` than when the limit was set', () => {
    const files = filesLoadedBy('cli.js');
    assert.ok(files.has('chunk-serve.js') && files.has(CONTENT), 'the imports are found');
    for (const file of files) {
      assert.doesNotMatch(
        readFileSync(join('dist', file), 'utf8'),
        /renderUnicodeCompact|helloasso-form\+jwt|version=0\.0\.4|createInterface|isCashInCompliant|enableOfflineQueue/,
        `embed, the payment page, the metrics, init, doctor or the client for Redis, in ${file}`,
      );
    }
    const code = [...files].filter((file) => file !== CONTENT);
    const bytes = code.reduce((sum, file) => sum + readFileSync(join('dist', file)).length, 0);
    assert.ok(bytes <= BYTES * MAX_GROWTH, `${bytes} bytes in ${code.join(', ')}`);
  });

  it('counts, and gives the metrics, where they are wanted', async (context) => {
    const token = 'token-of-the-metrics-test';
    const settings = { ...environment({ origin: 'http://127.0.0.1:9' }), METRICS: 'true', METRICS_TOKEN: token };
    const server = await startChild(PROXY, settings);
    context.after(() => server.stop());
    await (await fetch(`${server.origin}/healthz`)).text();
    const response = await fetch(`${server.origin}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    assert.match(await response.text(), /requests_total\{method="GET",route="\/healthz",status="200",code=""\} 1\n/);
  });

  it('runs without the compiler of V8 whose memory does not go back to the system, and with the one above it', async (context) => {
    const env = { PATH: process.env.PATH, ...environment({ origin: 'http://127.0.0.1:9' }) };
    const server = spawn(process.execPath, ['--trace-opt', ...PROXY], {
      cwd: tmpdir(), // where no `.env` of a developer's changes what is tested
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    context.after(() => server.kill());
    let printed = '';
    server.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    const exit = once(server, 'exit').then(() => assert.fail('it ended'));
    while (!/"port":\d+\D/.test(printed)) await Promise.race([once(server.stdout, 'data'), exit]);
    const [start = '', port] = /^.*"port":(\d+)/s.exec(printed) ?? [];
    for (let count = 0; count < 3_000; count += 1) await (await fetch(`http://127.0.0.1:${port}/healthz`)).text();
    const compiled = printed.slice(start.length);
    assert.match(compiled, /target TURBOFAN/);
    assert.doesNotMatch(compiled, /target MAGLEV/);
  });

  it('brings a client for Redis that writes no command to the standard error, whatever DEBUG is', () => {
    for (const file of ['dist/chunk-redis-state.js', 'dist/redis/redis.js']) {
      const text = readFileSync(file, 'utf8');
      assert.match(text, /enableOfflineQueue/, file);
      assert.doesNotMatch(text, /env\.DEBUG/, file);
    }
  });

  it('draws the payment page without Lit', () => {
    const files = filesLoadedBy('chunk-pay-page.js');
    for (const file of files)
      assert.doesNotMatch(readFileSync(join('dist', file), 'utf8'), /litHtmlVersions|LitElement/, file);
  });
});

describe('the library', () => {
  it('reads no file but its own, from its import to the script that it sends', () => {
    const folder = resolve('dist/library');
    const code = `import { createProxy, readConfig } from ${JSON.stringify(join(folder, 'proxy.js'))};
const proxy = createProxy(readConfig(${JSON.stringify(ENVIRONMENT)}, () => ${JSON.stringify(readFileSync('offers.json', 'utf8'))}));
const { status } = await proxy.fetch(new Request('http://localhost/helloasso-checkout.js'));
process.stdout.write(String(status));`;
    const args = ['--permission', `--allow-fs-read=${folder}/*`, '--input-type=module', '--eval', code];
    assert.equal(execFileSync(process.execPath, args, { encoding: 'utf8' }), '200');
  });

  it('computes no path', () => {
    for (const file of readdirSync('dist/library')) {
      if (file === CONTENT) continue;
      const text = readFileSync(join('dist/library', file), 'utf8');
      assert.doesNotMatch(text, /import\.meta|createRequire|__dirname|__filename/, file);
    }
  });
});
