import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { freePort } from '../free-port.ts';
import { ENVIRONMENT } from '../proxy/environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-package-'));
const installed = join(folder, 'node_modules', 'helloasso-checkout');

/** npm, as a newcomer calls it: without what the running npm has put into the environment. */
function npm(...args: readonly string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  return execFileSync('npm', args, { cwd: folder, encoding: 'utf8', env });
}

function runNode(code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder, encoding: 'utf8' });
}

function filesOf(root: string, ending: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(root, path));
}

describe('the package, installed in an empty folder', () => {
  before(() => {
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { encoding: 'utf8' });
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
    npm('install', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('depends on Lit alone', () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    assert.deepEqual(Object.keys(dependencies), ['lit']);
  });

  it('takes 30 MB of disk at most: no development dependency, and nothing to build', () => {
    const paths = readdirSync(join(folder, 'node_modules'), { recursive: true, encoding: 'utf8' });
    const bytes = paths.reduce((sum, path) => sum + statSync(join(folder, 'node_modules', path)).blocks * 512, 0);
    assert.ok(bytes <= 30_000_000, `${bytes} bytes`);
    const lock = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
    const packages = Object.entries<{ dev?: true; hasInstallScript?: true }>(lock.packages);
    assert.deepEqual(packages.map(([path]) => path.replace(/^node_modules\//, '')).sort(), [
      ...['@lit-labs/ssr-dom-shim', '@lit/reactive-element', '@types/trusted-types', 'helloasso-checkout'],
      ...['lit', 'lit-element', 'lit-html'],
    ]);
    for (const [path, { dev, hasInstallScript }] of packages) assert.ok(!dev && !hasInstallScript, path);
  });

  it('imports on a server, where there is no document', () => {
    const exported = runNode(`
      import 'helloasso-checkout/define';
      import * as elements from 'helloasso-checkout';
      import { createProxy, readConfig } from 'helloasso-checkout/proxy';
      import { createSimulator } from 'helloasso-checkout/simulator';
      console.log(typeof elements.HelloassoCheckout, typeof createProxy, typeof readConfig, typeof createSimulator);
    `);
    assert.equal(exported.trim(), 'function function function function');
  });

  it('type-checks in a strict project, with nothing of ours installed', () => {
    writeFileSync(
      join(folder, 'use.ts'),
      `import 'helloasso-checkout/define';
       const element = document.createElement('helloasso-checkout');
       document.querySelector('helloasso-checkout')?.reset();
       element.payer = { firstName: 'Ada' };
       element.messages = { 'submit-gift': ['Soutenir', 'Soutenir avec {0}'] };
       element.amountCents = 2050;
       // @ts-expect-error: what is for our own files is not in the declarations.
       element.loadPaymentFlow();
       element.proxy = 'https://pay.example.org';
       element.addEventListener('helloasso-redirect', (event) => { const url: URL = event.url; void url; });
       element.addEventListener('helloasso-submit', (event) => event.waitUntil(Promise.resolve()));
       document.createElement('helloasso-result').addEventListener('helloasso-outcome', (event) => event.outcome.reference);
       document.addEventListener('helloasso-submit', (event) => event.waitUntil(Promise.resolve()));
       window.addEventListener('helloasso-submit', (event) => event.waitUntil(Promise.resolve()));
       // @ts-expect-error: only the event of a form that is sent waits.
       window.addEventListener('helloasso-change', (event) => event.waitUntil(Promise.resolve()));
       // @ts-expect-error: a proxy is an address, not a number.
       element.proxy = 1;`,
    );
    const options = {
      strict: true,
      noEmit: true,
      target: 'ES2022',
      module: 'nodenext',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      types: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.ts'] }));
    execFileSync(resolve('node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
  });

  it('type-checks in a server’s project', () => {
    writeFileSync(
      join(folder, 'server.ts'),
      `import { createProxy, readConfig, type Config } from 'helloasso-checkout/proxy';
       import { createSimulator } from 'helloasso-checkout/simulator';
       const config: Config = readConfig(process.env);
       const simulator = createSimulator({ organization: 'asso' });
       const proxy = createProxy(config, { fetch: async (input, init) => simulator.fetch(new Request(input, init)) });
       export const answer: Promise<Response> = proxy.fetch(new Request('http://localhost/'), { clientAddress: '127.0.0.1' });`,
    );
    const options = {
      strict: true,
      noEmit: true,
      target: 'ES2022',
      module: 'nodenext',
      lib: ['ES2023'],
      types: ['node'],
      typeRoots: [resolve('node_modules/@types')],
    };
    writeFileSync(
      join(folder, 'tsconfig.server.json'),
      JSON.stringify({ compilerOptions: options, files: ['server.ts'] }),
    );
    execFileSync(resolve('node_modules/.bin/tsc'), ['-p', join(folder, 'tsconfig.server.json')], { encoding: 'utf8' });
  });

  it('makes first settings, whose offers an editor can check, and examines them', () => {
    const cli = join(installed, 'dist/cli.js');
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [cli, ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: { HELLOASSO_CLIENT_SECRET: 'x' },
      });
    const flags = {
      '--client-id': 'x',
      '--organization': 'asso-demo',
      '--site': 'https://www.example.org',
      '--proxy': 'https://pay.example.org',
    };
    const { stderr, status } = run('init', ...Object.entries(flags).flat());
    const { $schema = 'none' } = JSON.parse(readFileSync(join(folder, 'offers.json'), 'utf8')) as { $schema?: string };
    writeFileSync(join(folder, 'offers.json'), '{}'); // so that doctor stops before it calls anybody
    const { findings } = JSON.parse(run('doctor', '--json').stdout) as { findings: readonly { level: string }[] };
    for (const name of ['.env', 'offers.json']) rmSync(join(folder, name));
    assert.deepEqual([stderr, status], ['', 0]);
    assert.ok(existsSync(join(folder, $schema)), $schema);
    assert.deepEqual(
      findings.map(({ level }) => level),
      ['ok', 'error', 'ok', 'skipped'],
    );
  });

  it('serves offers and script with one command', async () => {
    writeFileSync(join(folder, 'offers.json'), readFileSync('offers.json'));
    const environment = { ...process.env, ...ENVIRONMENT, TRUSTED_PROXIES: '127.0.0.1', PORT: '0' };
    const child = spawn(process.execPath, [join(installed, 'dist/cli.js'), 'serve'], { cwd: folder, env: environment });
    try {
      const [line] = await once(child.stdout, 'data');
      const { port } = JSON.parse(String(line)) as { port: number };
      const script = await fetch(`http://127.0.0.1:${port}/helloasso-checkout.js`);
      assert.match(await script.text(), /helloasso-checkout/);
      const offers = await fetch(`http://127.0.0.1:${port}/v1/offers/don`);
      assert.equal(((await offers.json()) as { id: string }).id, 'don');
    } finally {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      assert.deepEqual(await exit, [0, null]);
    }
  });

  it('brings the configurator, a folder whose page names its files by relative addresses', () => {
    const configurator = join(installed, 'dist/configurateur');
    const page = readFileSync(join(configurator, 'index.html'), 'utf8');
    const named = [...page.matchAll(/(?:src|href)="([^"#?]+)"/g)].map(([, address = '']) => address);
    assert.deepEqual(named.sort(), ['configurateur.css', 'configurateur.js', 'leaf.svg']);
    for (const file of named) assert.ok(existsSync(join(configurator, file)), file);
  });

  it('brings the applications of frameworks as their authors write them, without what is locked', () => {
    const applications = join(installed, 'demo/frameworks');
    assert.ok(existsSync(join(applications, 'next/app/gift-form.tsx')));
    assert.deepEqual(filesOf(applications, 'package-lock.json'), []);
  });

  it('starts a simulator with one command', async () => {
    const port = await freePort();
    const command = join(folder, 'node_modules', '.bin', 'helloasso-simulator');
    const child = spawn(process.execPath, [command, '--port', String(port)], { cwd: folder });
    try {
      await once(child.stdout, 'data');
      const page = await fetch(`http://127.0.0.1:${port}/`);
      assert.match(await page.text(), /<html lang="fr">/);
    } finally {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      assert.deepEqual(await exit, [0, null]);
    }
  });

  it('shows a picture of at most 100 kB in its READMEs', () => {
    assert.ok(statSync(join(installed, 'demo/form.webp')).size <= 100_000);
  });

  it('says in one sentence each what is missing', () => {
    assert.throws(
      () =>
        execFileSync(process.execPath, [join(installed, 'dist/cli.js'), 'serve'], {
          cwd: folder,
          env: {},
          stdio: 'pipe',
        }),
      (error: { status: number; stderr: Buffer }) => {
        assert.equal(error.status, 1);
        assert.match(String(error.stderr), /HELLOASSO_CLIENT_ID: is missing; for example HELLOASSO_CLIENT_ID=/);
        assert.doesNotMatch(String(error.stderr), /\bat /);
        return true;
      },
    );
  });

  it('names no library in its declarations that it does not bring', () => {
    const declarations = filesOf(installed, '.d.ts');
    assert.ok(declarations.length > 0);
    for (const file of declarations) assert.doesNotMatch(readFileSync(file, 'utf8'), /\bzod\b|hono|pino/, file);
  });

  it('holds no secret of this machine in any file', () => {
    const secrets = Object.entries(process.env)
      .filter(([name, value]) => /SECRET|TOKEN|PASSWORD/.test(name) && (value ?? '').length >= 8)
      .map(([, value]) => value ?? '');
    for (const file of filesOf(installed, '')) {
      if (file.endsWith('dist') || !/\.[a-z]+$/.test(file)) continue;
      const text = readFileSync(file, 'utf8');
      assert.doesNotMatch(text, /client-secret-of-the-test/, file);
      assert.equal(
        secrets.some((secret) => text.includes(secret)),
        false,
        file,
      );
      assert.equal(text.includes(resolve('.')), false, `${file} names a folder of this machine`);
    }
  });

  it('names the licence of every package that its sources import, but those of the application', () => {
    const { peerDependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-NOTICES.md'), 'utf8');
    const noticed = [...notices.matchAll(/^## (\S+) [\d.]+$/gm)].map(([, name]) => name);
    const sources = [...filesOf('proxy', '.ts'), ...filesOf('demo/simulator', '.ts'), ...filesOf('widget', '.ts')];
    const imported = sources.flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type).* from '((?:@[\w-]+\/)?[\w-]+)/gm),
    ]);
    const names = [...new Set(imported.map(([, name]) => name))].filter((name) => name !== 'node');
    for (const name of ['hono', 'zod', 'lit', 'uqr']) assert.ok(names.includes(name), `${name} is found`);
    assert.deepEqual(names.filter((name) => !noticed.includes(name)).sort(), Object.keys(peerDependencies));
  });

  it('lists the same packages in a bill of materials that is valid CycloneDX', async () => {
    const text = readFileSync(join(installed, 'dist/sbom.cdx.json'), 'utf8');
    const { components } = JSON.parse(text) as { components: { name: string; version: string }[] };
    const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-NOTICES.md'), 'utf8');
    for (const { name, version } of components) assert.ok(notices.includes(`\n## ${name} ${version}\n`), name);
    assert.equal(components.length, notices.match(/^## /gm)?.length);
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    assert.equal(await validator.validate(text), null);
  });

  it('has nothing for are-the-types-wrong to say, as a package of modules alone', async () => {
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    const result = await checkPackage(
      createPackageFromTarballData(new Uint8Array(readFileSync(join(folder, tarball)))),
    );
    assert.ok(result.types, 'the package has types');
    const isOld = (kind: string) => kind === 'NoResolution' || kind === 'CJSResolvesToESM'; // before `exports` and `require(esm)`
    const problems = result.problems.filter(
      (problem) =>
        !(isOld(problem.kind) && 'resolutionKind' in problem && /^node(10|16-cjs)$/.test(problem.resolutionKind)),
    );
    assert.deepEqual(problems, []);
  });

  it('holds every file that its documents link to', () => {
    const documents = [...filesOf(installed, '.md'), join(installed, 'llms.txt')].filter(
      (file) => !file.includes('THIRD-PARTY'),
    );
    assert.ok(documents.length > 20);
    for (const file of documents) {
      const links = readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g);
      for (const [, path = ''] of links) assert.ok(existsSync(join(dirname(file), path)), `${file} links to ${path}`);
    }
  });

  it('passes publint in strict mode without a message', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg ?? {})),
      [],
    );
  });
});
