import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export interface Child {
  readonly origin: string;
  /** Memory that the process holds now. */
  residentMb(): number;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill(); // only when the bench fails
});

/** Starts Node with these arguments, and waits until it prints where it listens: `"port":1234`, or a loopback address. */
export async function startChild(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Child> {
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(new URL('servers/', import.meta.url)), // where no `.env` of a developer's changes what is measured
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const exit = once(child, 'exit').then(() => running.delete(child));
  const port = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (printed.length > 10_000) return; // read all the same: a full pipe would hold up the server
      printed += chunk;
      const port = /(?:"port":|http:\/\/127\.0\.0\.1:)(\d+)/.exec(printed)?.[1];
      if (port) resolve(port);
    });
    child.once('exit', () => reject(new Error(`node ${args.join(' ')} ended before it listened`)));
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    residentMb: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)])) / 1024,
    async stop() {
      child.kill();
      await exit;
    },
  };
}
