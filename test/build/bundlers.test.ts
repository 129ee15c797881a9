// A proxy inside a bundle, alone in an empty folder: it has the files of the script in it, and takes a payment.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import webpack from 'webpack';
import { type Stack, startStack } from '../../demo/stack.ts';
import type { createProxy } from '../../proxy/create-proxy.ts';
import { makeEightRequests } from '../eight-requests.ts';

const LIBRARY = resolve('dist/library/proxy.js');
const ORIGIN = 'http://localhost:8788';
const URL_OF_PROXY = 'http://localhost:8787';

type Bundle = (entry: string, folder: string) => Promise<void>;

const BUNDLERS: Readonly<Record<string, Bundle>> = {
  async esbuild(entry, folder) {
    const { warnings } = await build({
      entryPoints: [entry],
      outfile: join(folder, 'server.mjs'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
    });
    assert.deepEqual(warnings, []);
  },
  async webpack(entry, folder) {
    const compiler = webpack({
      entry,
      mode: 'production',
      target: 'node22',
      experiments: { outputModule: true },
      output: { path: folder, filename: 'server.mjs', library: { type: 'module' } },
    });
    const stats = await promisify(compiler.run.bind(compiler))();
    const { errors, warnings } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
    assert.deepEqual([errors, warnings], [[], []]);
    await promisify(compiler.close.bind(compiler))();
  },
};

describe('a server with createProxy in it, bundled by', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-bundlers-'));
  const entry = join(folder, 'entry.mjs');
  let stack: Stack;
  before(async () => {
    stack = await startStack({ environment: {}, ports: { proxy: 0, site: 0, simulator: 0 } });
    writeFileSync(
      entry,
      `import { createProxy, readConfig } from ${JSON.stringify(LIBRARY)};
export const start = (environment, offers) => createProxy(readConfig(environment, () => offers));`,
    );
  });
  after(() => {
    stack?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, bundle] of Object.entries(BUNDLERS)) {
    it(`${name} answers every request of a payment`, async () => {
      const own = join(folder, name);
      await bundle(entry, own);
      const { start } = (await import(join(own, 'server.mjs'))) as {
        start(environment: object, offers: string): ReturnType<typeof createProxy>;
      };
      const environment = {
        HELLOASSO_API_URL: stack.simulated?.url,
        HELLOASSO_CLIENT_ID: 'simulator-client',
        HELLOASSO_CLIENT_SECRET: 'simulator-secret',
        HELLOASSO_ORGANIZATION: 'asso-demo',
        ALLOWED_ORIGINS: ORIGIN,
        PUBLIC_URL: URL_OF_PROXY,
      };
      const proxy = start(environment, readFileSync('offers.json', 'utf8'));
      await makeEightRequests({ url: URL_OF_PROXY, origin: ORIGIN, ask: (request) => proxy.fetch(request) });
    });
  }
});
