// The projects of `demo/frameworks`, as their authors work with them: installed, type-checked, built, served, and paid in.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { promisify, stripVTControlCharacters } from 'node:util';
import { makeEightRequests } from '../../eight-requests.ts';
import { freePort } from '../../free-port.ts';
import { payInApplication } from '../../scenarios/pay-in-application.ts';
import { type Demo, startDemo } from '../../scenarios/set-up-demo.ts';

const HOST = '127.0.0.1';

/** An installation, a check and a build, on a busy machine. */
const TIMEOUT_MS = 300_000;

/** How an application is served by npm; Nuxt reads host and port from the environment. */
const SERVE: Readonly<Record<string, (port: string) => readonly string[]>> = {
  next: (port) => ['start', '--', '--hostname', HOST, '--port', port],
  nuxt: () => ['start'],
  'react-18': (port) => ['run', 'preview', '--', '--host', HOST, '--port', port],
  svelte: (port) => ['run', 'preview', '--', '--host', HOST, '--port', port],
};

/** The applications whose pages a server draws. */
const DRAWN_BY_SERVER: readonly string[] = ['next', 'nuxt'];

/** The path under which an application has a proxy of its own. */
const PROXIES: Readonly<Record<string, string>> = { next: 'pay' };

/** In a line of a build, in words or as a code of Vite; not that it took long, which is the fault of a busy machine. */
const WARNING = /^(?!.*\[PLUGIN_TIMINGS\]).*(\b[Ww]arn|\bWARN|\[[A-Z]+_[A-Z_]+\])/m;

/** Lines with an error that the compiler must report, where a comment cannot expect it. */
const REFUSED = {
  angular: {
    file: 'src/gift-page.ts',
    code: ['$event.outcome.outcome', '$event.detail'],
    error: /gift-page\.ts:\d+:\d+ - error TS2339: Property 'detail' does not exist on type 'HelloassoOutcomeEvent'/,
  },
} as const;

const PROJECTS = globSync('demo/frameworks/*/package.json').map((path) => basename(dirname(path)));

describe('a project made with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-applications-'));
  let demo: Demo;
  let port: string;
  let environment: NodeJS.ProcessEnv;

  before(async () => {
    port = String(await freePort());
    demo = await startDemo(`http://${HOST}:${port}`);
    const { proxyUrl } = demo.stack;
    environment = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))),
      ...{ NEXT_PUBLIC_PROXY_URL: proxyUrl, NUXT_PUBLIC_PROXY_URL: proxyUrl, VITE_PROXY_URL: proxyUrl },
      ...{
        HELLOASSO_API_URL: demo.stack.simulated?.url,
        HELLOASSO_CLIENT_ID: 'simulator-client',
        HELLOASSO_CLIENT_SECRET: 'simulator-secret',
        HELLOASSO_ORGANIZATION: 'asso-demo',
        ALLOWED_ORIGINS: `http://${HOST}:${port}`,
        PUBLIC_URL: `http://${HOST}:${port}/pay`,
        OFFERS_FILE: resolve('offers.json'),
      },
      ...{ NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1', HOST, PORT: port },
    };
    await npm('.', 'pack', '--silent', '--ignore-scripts', '--pack-destination', folder);
  });
  after(async () => {
    await demo?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const name of PROJECTS) {
    const project = join(folder, name);
    const serve = SERVE[name];

    it(`${name} ${serve ? 'is built, and paid in' : 'is type-checked'}`, { timeout: TIMEOUT_MS }, async () => {
      const [tarball = ''] = globSync(join(folder, '*.tgz'));
      cpSync(join('demo/frameworks', name), project, {
        recursive: true,
        filter: (path) => basename(path) !== 'node_modules',
      });
      await npm(project, 'ci', '--prefer-offline');
      await npm(project, 'install', '--no-save', '--prefer-offline', tarball);
      await npm(project, 'run', 'check');
      if (serve) {
        await npm(project, 'run', 'build');
        await visit(project, serve(port));
      }
    });
  }

  for (const [name, { file, code, error }] of Object.entries(REFUSED)) {
    it(`${name} is not type-checked with a wrong handler`, async () => {
      const path = join(folder, name, file);
      const text = readFileSync(path, 'utf8');
      assert.ok(text.includes(code[0]));
      writeFileSync(path, text.replace(code[0], code[1]));
      await assert.rejects(npm(join(folder, name), 'run', 'check'), error);
    });
  }

  /** Serves what is built, and pays in it. */
  async function visit(project: string, command: readonly string[]): Promise<void> {
    const url = `http://${HOST}:${port}/`;
    const server = spawn('npm', command, { cwd: project, env: environment, stdio: 'ignore', detached: true });
    const exit = once(server, 'exit');
    try {
      let response: Response | undefined;
      while (!response) {
        assert.equal(server.exitCode, null, `npm ${command.join(' ')} has ended`);
        response = await fetch(url).catch(() => undefined);
        if (!response) await setTimeout(50);
      }
      if (DRAWN_BY_SERVER.includes(basename(project))) {
        const { proxyUrl } = demo.stack;
        const drawn = `<helloasso-checkout proxy="${proxyUrl}" offer="don"><a href="${proxyUrl}/pay/don">Donner</a></helloasso-checkout>`;
        assert.ok((await response.text()).includes(drawn));
      }
      await payInApplication(demo, url);
      const path = PROXIES[basename(project)];
      if (path) await makeEightRequests({ url: url + path, origin: url.slice(0, -1), ask: fetch });
    } finally {
      if (server.pid && server.exitCode === null) process.kill(-server.pid); // npm, and what it has started
      await exit;
    }
  }

  /** @throws Error with all output of npm; a build may not even warn. */
  async function npm(cwd: string, ...command: readonly string[]): Promise<void> {
    const options = { cwd, env: environment, maxBuffer: Number.POSITIVE_INFINITY };
    const failed = (output: { stdout?: string; stderr?: string }) =>
      new Error(stripVTControlCharacters(`npm ${command.join(' ')}\n${output.stdout}\n${output.stderr}`));
    const output = await promisify(execFile)('npm', command, options).catch((error) => Promise.reject(failed(error)));
    if (command.includes('build') && WARNING.test(stripVTControlCharacters(output.stdout + output.stderr))) {
      throw failed(output);
    }
  }
});
