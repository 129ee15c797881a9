// nginx and Caddy in front of a proxy, with the very files of proxy/deploy: only names, ports and the site around them are the test's.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';

const SERVERS = { nginx: ['nginx', '-v'], caddy: ['caddy', 'version'] } as const;

/** A way of putting a server in front, and its file in proxy/deploy. */
export interface Way {
  readonly server: keyof typeof SERVERS;
  readonly file: string;
  /** Of the proxy on the server's host. */
  readonly path: '' | '/pay';
}

export const WAYS: readonly Way[] = [
  { server: 'nginx', file: 'nginx-host.conf', path: '' },
  { server: 'nginx', file: 'nginx-path.conf', path: '/pay' },
  { server: 'caddy', file: 'Caddyfile-host', path: '' },
  { server: 'caddy', file: 'Caddyfile-path', path: '/pay' },
];

/** Why a test is skipped, if it is: a server that is not installed is a failure where `CI` is set. */
export function whySkipped({ server }: Way): string | false {
  const [command, ...args] = SERVERS[server];
  return process.env.CI || spawnSync(command, args).status === 0 ? false : `${server} is not installed`;
}

export function readDeployFile(file: string): string {
  return readFileSync(join('proxy/deploy', file), 'utf8');
}

/** Starts the server on `port`, in front of a proxy on `proxyPort`, which need not run yet. The site around it compresses what it can, and allows small bodies alone. */
export async function startFront(
  context: TestContext,
  way: Way,
  { port, proxyPort }: Record<'port' | 'proxyPort', number>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-front-'));
  const file = replaced(readDeployFile(way.file), '127.0.0.1:8787', `127.0.0.1:${proxyPort}`);
  const own = (name: string) => join(folder, name);
  mkdirSync(own('bodies'));
  writeFileSync(own('file'), way.path ? file : onLoopback(way, file, port));
  const [command, ...args] = SERVERS[way.server][0] === 'nginx' ? nginx(own, way, port) : caddy(own, way, port);
  const child = spawn(command ?? '', args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
  });
  let log = '';
  child.stderr.on('data', (text) => {
    log += text;
  });
  context.after(async () => {
    const exit = once(child, 'exit');
    if (child.exitCode === null && child.kill()) await exit; // nginx ends its workers, which SIGKILL would leave
    rmSync(folder, { recursive: true, force: true });
  });
  const origin = `http://127.0.0.1:${port}`;
  const workers = () => log.split('start worker process ').length;
  while (!log.includes(way.server === 'nginx' ? 'start worker' : 'serving initial configuration')) {
    assert.equal(child.exitCode, null, log);
    await setTimeout(10, undefined, { signal: context.signal });
  }
  return {
    url: `${origin}${way.path}`,
    /** Waits for a line of the server's log. */
    logged: async (pattern: RegExp) => {
      while (!pattern.test(log)) await setTimeout(10, undefined, { signal: context.signal });
    },
    /** Has nginx read its file again, once `change` has changed it. Connections in progress stay with what they began with. */
    reload: async (change: (file: string) => string) => {
      const before = workers();
      writeFileSync(own('file'), change(readFileSync(own('file'), 'utf8')));
      child.kill('SIGHUP');
      while (workers() === before) await setTimeout(10, undefined, { signal: context.signal });
    },
    /** From now on the server cannot write a body to disk: it would answer 500. */
    forbidBodiesOnDisk: () => rmSync(own('bodies'), { recursive: true }),
  };
}

function replaced(text: string, from: string, to: string): string {
  assert.ok(text.includes(from), from);
  return text.replace(from, to);
}

/** A file for a host of its own, on a port of this machine. */
function onLoopback({ server }: Way, file: string, port: number): string {
  if (server === 'caddy') return replaced(file, '\npay.example.org {', `\nhttp://127.0.0.1:${port} {`);
  return replaced(replaced(file, 'listen [::]:80;', ''), 'listen 80;', `listen 127.0.0.1:${port};`);
}

function nginx(own: (name: string) => string, { path }: Way, port: number): readonly string[] {
  const site = `server { listen 127.0.0.1:${port}; location / { return 200 "site"; } include ${own('file')}; }`;
  const folders = ['proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${own(name)};`).join(' ');
  writeFileSync(
    own('nginx.conf'),
    `daemon off; pid ${own('pid')}; error_log stderr notice; ${process.getuid?.() === 0 ? 'user root;' : ''} events {}
http {
  access_log ${own('access.log')}; client_body_temp_path ${own('bodies')}; client_max_body_size 1k; ${folders}
  gzip on; gzip_proxied any; gzip_min_length 1; gzip_types *;
  ${path ? site : `include ${own('file')};`}
}`,
  );
  return ['nginx', '-e', 'stderr', '-c', own('nginx.conf')];
}

function caddy(own: (name: string) => string, { path }: Way, port: number): readonly string[] {
  const site = `http://127.0.0.1:${port} {\n\tencode gzip\n\timport ${own('file')}\n\trespond "site"\n}\n`;
  const options = '{\n\tadmin off\n\tauto_https off\n\tdebug\n}\n';
  writeFileSync(own('Caddyfile'), `${options}${path ? site : `import ${own('file')}\n`}`);
  return ['caddy', 'run', '--adapter', 'caddyfile', '--config', own('Caddyfile')];
}
