import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const START_MS = 20_000;

/** Why a test that needs these programs is skipped; `false` where they are installed, and where `CI` is set: there it fails. */
export function whyNot(programs: Readonly<Record<string, string>>): string | false {
  const missing = Object.entries(programs).filter(([name]) => spawnSync(name, ['-v']).error);
  if (missing.length === 0 || process.env.CI) return false;
  return `no ${missing.map(([name]) => name).join(', no ')}: \`sudo apt-get install --yes ${missing.map(([, debian]) => debian).join(' ')}\``;
}

export const REDIS = { 'redis-server': 'redis-server' };

/** A Redis of its own, which stores nothing on disk. */
export interface TestRedis {
  readonly port: number;
  start(): Promise<void>;
  /** Ends it at once, with all that it has stored. */
  kill(): Promise<void>;
  /** Sends a command, such as `FLUSHALL`; the raw answer. */
  command(text: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts a Redis on a free port of this machine. */
export async function startRedis(options: readonly string[] = [], port?: number): Promise<TestRedis> {
  const place = port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-redis-'));
  let server: ChildProcess | undefined;
  const command = async (text: string) => {
    const socket = connect(place, '127.0.0.1').setEncoding('utf8');
    try {
      await once(socket, 'connect');
      socket.write(`${text}\r\n`);
      const [answer] = (await once(socket, 'data')) as [string];
      return answer;
    } finally {
      socket.destroy();
    }
  };
  const redis: TestRedis = {
    port: place,
    async start() {
      const all = ['--port', String(place), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
      const child = spawn('redis-server', [...all, ...options], { stdio: 'ignore' });
      server = child;
      await until(child, async () => /^(\+PONG|-NOAUTH)/.test(await command('PING')));
    },
    async kill() {
      if (server) await end(server);
      server = undefined;
    },
    command,
    async close() {
      await redis.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}

/** Waits for a server that has been started. */
export async function until(child: ChildProcess, isReady: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + START_MS;
  while (!(await isReady().catch(() => false))) {
    assert.ok(child.exitCode === null && Date.now() < giveUp, `${child.spawnargs[0]} has not started`);
    await setTimeout(20);
  }
}

/** Ends a process that a test has started. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
