// The element in a bundled application of a framework: properties and handlers arrive, and a payment goes through. The applications
// that are projects of their own are tried in test/demo/frameworks.
import assert from 'node:assert/strict';
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from 'vite';
import { type PageServer, servePages } from './page-server.ts';
import { payInApplication } from './pay-in-application.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

const ELEMENTS = resolve('dist/elements');

/** The folders of applications for which this project has all packages. */
const NAMES = globSync('demo/frameworks/*/index.html')
  .map(dirname)
  .filter((folder) => !existsSync(join(folder, 'package.json')))
  .map((folder) => basename(folder));

describe('an application made with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-frameworks-'));
  let demo: Demo;
  let pages: PageServer;
  before(async () => {
    pages = await servePages();
    demo = await startDemo(pages.origin);
  });
  after(async () => {
    await demo?.close();
    pages?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Builds one folder of `demo/frameworks` as its author would, against the built package, and serves it. */
  async function buildApplication(name: string): Promise<string> {
    const outDir = join(folder, name);
    const root = resolve('demo/frameworks', name);
    const shared = {
      configFile: false,
      root,
      base: `/${name}/`,
      logLevel: 'warn',
      define: { PROXY_URL: JSON.stringify(demo.stack.proxyUrl) },
      resolve: { alias: { 'helloasso-checkout/define': join(ELEMENTS, 'define.js') } },
    } as const;
    await build({ ...shared, build: { outDir, emptyOutDir: true } });
    const server = join(root, 'server.tsx');
    let drawn = '';
    if (existsSync(server)) {
      const serverDir = join(folder, `${name}-server`);
      await build({ ...shared, ssr: { noExternal: true }, build: { outDir: serverDir, ssr: server } });
      drawn = ((await import(join(serverDir, 'server.js'))) as { render(): string }).render();
      assert.match(
        drawn,
        /<helloasso-checkout proxy="[^"]+" offer="don"><a href="[^"]+\/pay\/don">Donner<\/a><\/helloasso-checkout>/,
      );
    }
    for (const path of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
      if (/\.(js|html)$/.test(path))
        pages.files.set(`/${name}/${path}`, readFileSync(join(outDir, path), 'utf8').replace('<!--page-->', drawn));
    }
    return `${pages.origin}/${name}/index.html`;
  }

  for (const name of NAMES) {
    it(`${name} sets properties, receives events, and shows the verified outcome`, async () => {
      await payInApplication(demo, await buildApplication(name));
    });
  }
});
