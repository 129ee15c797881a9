#!/usr/bin/env node
import './require-node.js';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { composeReconciliation } from './compose.ts';
import { type Config, readConfig, readPresent } from './config/config.ts';
import { readEnvFile } from './config/env-file.ts';
import { createProxy } from './create-proxy.ts';
import { reconcile, type Summary } from './events/reconcile.ts';
import { fileTokenCallStore, type TokenCallStore } from './helloasso/token-call-store.ts';
import { lacksTrustedProxy } from './http/forwarded-warning.ts';
import { useHttpsProxy } from './https-proxy.ts';
import { IdleMemory } from './idle-memory.ts';
import type { Log } from './log.ts';
import { openLog } from './open-log.ts';
import { type Handler, serve } from './serve.ts';

const USAGE = `Usage: helloasso-checkout <command>

  serve                              runs the proxy
  reconcile --since 48h [--dry-run]  sends the events of every payment changed in that time again, under the same ids
                                     (m, h or d: minutes, hours or days)
  embed [offer] [--proxy https://pay.example.org] [--pinned] [--qr file.svg]
                                     prints what a page needs to show an offer: HTML, link, content policy and QR code
                                     (--proxy: your proxy’s public address, in place of PUBLIC_URL; --pinned: HTML for
                                     this version alone, by its hashes; --qr: writes the QR code to a new file)

Settings are environment variables, or a file .env in the current folder; .env.example explains all of them.
`;

/** The widget waits no longer. A creation may take 17 s from its turn: five for a token, twelve for the intent. */
const DRAIN_MS = 20_000;
/** For the last lines of the log, if its reader does not read. */
const LAST_LINES_MS = 1_000;

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main([command, ...args]: readonly string[]): Promise<void> {
  switch (args.includes('--help') ? 'help' : command) {
    case 'serve':
      parseArgs({ args, options: {} });
      return runServer(configured());
    case 'reconcile':
      return runReconciliation(args);
    case 'embed': {
      const { embed } = await import('./embed.ts');
      const { present } = readPresent({ ...readEnvFile('.env')?.variables, ...process.env });
      process.stdout.write(embed(args, present, process.stdout.isTTY));
      return;
    }
    case 'help':
    case '--help':
      process.stdout.write(USAGE);
      return;
    default:
      throw new Error(USAGE.trimEnd());
  }
}

async function runServer(config: Config): Promise<void> {
  const log = openLog(process.stdout, config.logLevel);
  if (config.httpsProxy) useHttpsProxy(config.httpsProxy, log);
  const proxy = createProxy(config, { log, tokenCalls: openTokenCallStore(config, log) });
  const memory = new IdleMemory();
  const counted: Handler = {
    fetch(request, socket) {
      memory.count();
      return proxy.fetch(request, socket);
    },
  };
  const server = await serve(counted, { host: config.host, port: config.port, setBy: 'PORT' });
  let isEnding = false;
  const end = async (signal: NodeJS.Signals) => {
    if (isEnding) process.exit(1);
    isEnding = true;
    log.info({ signal }, 'ending when the requests in progress are answered; a second signal ends at once');
    proxy.drain();
    await server.drain(DRAIN_MS);
    setTimeout(() => process.exit(), LAST_LINES_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  const { environment, apiOrigin, isOverridden } = config.helloasso;
  log.info({ host: config.host, port: server.port, environment, ...(isOverridden && { apiOrigin }) }, 'listening');
  if (lacksTrustedProxy(config)) {
    log.warn(
      {},
      'only a server on this machine can reach this address, and TRUSTED_PROXIES is empty: add that server’s address, or all payers share one rate limit',
    );
  }
}

/** Writes one line to standard output, and progress to a terminal. Exit status 0 when every event was accepted. */
async function runReconciliation(args: readonly string[]): Promise<void> {
  const options = { since: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const windowMs = readWindow(values.since);
  const config = configured();
  if (!config.forward && !values['dry-run']) {
    throw new Error('FORWARD_URL is not set: there is no receiver. With --dry-run, the payments are only counted.');
  }
  const log = openLog(process.stderr, config.logLevel);
  if (config.httpsProxy) useHttpsProxy(config.httpsProxy, log);
  const summary = await reconcile({
    ...composeReconciliation(config, {
      ...{ now: Date.now, elapsed: () => performance.now(), log },
      tokenCalls: openTokenCallStore(config, log),
    }),
    since: Date.now() - windowMs,
    isDryRun: values['dry-run'],
    pause,
    onProgress: (soFar) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${describe(soFar)}`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  process.stdout.write(`reconcile: ${describe(summary)}${values['dry-run'] ? ' (dry run: nothing was sent)' : ''}\n`);
  process.exitCode = summary.failed === 0 ? 0 : 1;
}

function describe({ read, ours, sent, failed }: Summary): string {
  return `${read} payments read, ${ours} ours, ${sent} events sent, ${failed} failed`;
}

function readWindow(text = ''): number {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (!count || !unit) throw new Error('--since needs a duration such as 90m, 48h or 7d.');
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/** In the folder that systemd gives to the service, else in the folder of temporary files. */
function openTokenCallStore({ helloasso }: Config, log: Log): TokenCallStore {
  const [folder] = (process.env.RUNTIME_DIRECTORY ?? '').split(':');
  return fileTokenCallStore(folder || tmpdir(), helloasso, log);
}

/** An environment variable overrides the same variable in the file. */
function configured(): Config {
  return readConfig(process.env, undefined, readEnvFile('.env'));
}
