// The built package in runtimes that are too large to install for every test: Bun, and the lowest Node of package.json.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { tryServer } from '../../server-process.ts';

describe('a payment by the built package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-runtimes-'));
  const bun = join(folder, 'node_modules/bun/bin/bun.exe'); // its name on every system
  const node = join(folder, 'node_modules/node/bin/node');
  before(() => {
    for (const name of ['package.json', 'package-lock.json'])
      copyFileSync(join('test/demo/servers/runtimes', name), join(folder, name));
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
    execFileSync('npm', ['ci'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is made on Bun by the example', (context) => tryServer(context, [bun, 'demo/servers/bun.js'], '/pay'));
  it('is made on Bun by the command', (context) => tryServer(context, [bun, 'dist/cli.js', 'serve'], ''));

  it('is tried with the lowest Node of package.json', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    assert.equal(engines.node, version.replace(/^v(\d+\.\d+)\.0$/, '>=$1'));
  });
  for (const name of ['node', 'express', 'fastify', 'hono']) {
    it(`is made on the lowest Node by the example ${name}`, (context) =>
      tryServer(context, [node, `demo/servers/${name}.js`], '/pay'));
  }
  it('is made on the lowest Node by the command', (context) => tryServer(context, [node, 'dist/cli.js', 'serve'], ''));
});
