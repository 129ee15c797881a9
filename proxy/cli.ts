#!/usr/bin/env node
import './lowest-node.js';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, readArguments, UsageError } from './command-line.ts';
import { composeReconciliation } from './compose.ts';
import { type Config, readConfig } from './config/config.ts';
import { readEnvFile } from './config/env-file.ts';
import { createProxy, type SharedState } from './create-proxy.ts';
import { reconcile, type Summary } from './events/reconcile.ts';
import { lacksTrustedProxy } from './http/forwarded-warning.ts';
import { useHttpsProxy } from './https-proxy.ts';
import { IdleMemory, leaveOutMaglev } from './idle-memory.ts';
import { openLog } from './open-log.ts';
import { openTokenCallStore } from './open-token-call-store.ts';
import { showProgress } from './progress.ts';
import { type Handler, serve } from './serve.ts';

const USAGE = `Usage: helloasso-checkout <command>

  init        asks five questions, and writes .env and offers.json
  doctor      checks everything, and says what to do
  serve       runs the proxy
  embed       prints what a page needs to show an offer
  reconcile   sends events again that your own system may have missed

  <command> --help    explains one command
  --version           prints the version

Settings are environment variables, or a file .env in the current folder; see .env.example.
Exit status: 2 for a wrong call, 1 for a failure or a configuration that cannot be used.
`;

/** Loaded only when they are called: a plain `serve` contains none of the others' code. */
const COMMANDS: Readonly<Record<string, () => Command | Promise<Command>>> = {
  init: () => import('./init.ts'),
  doctor: () => import('./doctor/doctor.ts'),
  serve: () => ({ HELP: SERVE_HELP, run: runServer }),
  embed: () => import('./embed.ts'),
  reconcile: () => ({ HELP: RECONCILE_HELP, run: runReconciliation }),
};

const SERVE_HELP = `Usage: helloasso-checkout serve

Runs the proxy until SIGTERM or SIGINT; it then answers the requests in progress, and ends. Its log
is for reading on a terminal, and JSON elsewhere: one line each.
`;

const RECONCILE_HELP = `Usage: helloasso-checkout reconcile --since 48h [--dry-run]

Sends the events of every payment that has changed in that time to FORWARD_URL again, under the same
ids.

  --since      m, h or d: minutes, hours or days
  --dry-run    only counts the payments

Exit status: 0 when every event was accepted, else 1.
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
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const all = [name, ...args];
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (all.includes('--version')) return print(`${readVersion()}\n`);
  if (!load) {
    if (all.includes('--help') || name === 'help') return print(USAGE);
    throw new UsageError(`${name === '' ? 'Name a command.' : 'There is no such command.'}\n\n${USAGE.trimEnd()}`);
  }
  const command = await load();
  if (args.includes('--help')) return print(command.HELP);
  try {
    await command.run(args);
  } catch (error) {
    if (error instanceof UsageError) error.message += `\nhelloasso-checkout ${name} --help explains the command.`;
    throw error;
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

/** Its client is only loaded where it is wanted. */
async function openRedis(url: string): Promise<SharedState> {
  const { openRedisState } = await import('./state/redis-state.ts');
  return openRedisState(url);
}

/** Of the package: sources and built server are equally deep in it. */
function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return version;
}

async function runServer(args: readonly string[]): Promise<void> {
  readArguments({ args });
  leaveOutMaglev();
  const config = configured();
  const log = openLog(process.stdout, config.logLevel);
  if (config.httpsProxy) useHttpsProxy(config.httpsProxy, log);
  const proxy = createProxy(config, {
    log,
    tokenCalls: openTokenCallStore(config, log),
    ...(config.redisUrl !== undefined && { sharedState: openRedis(config.redisUrl) }),
  });
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
  const { host } = config;
  const { port } = server;
  log.info({ host, ...(port !== 0 && { port }), environment, ...(isOverridden && { apiOrigin }) }, 'listening');
  if (lacksTrustedProxy(config)) {
    log.warn(
      {},
      'only a server on this machine can reach this address, and TRUSTED_PROXIES is empty: add that server’s address (127.0.0.1 where it connects by a Unix socket), or all payers share one rate limit',
    );
  }
}

/** Writes one line to standard output, and progress to a terminal. Exit status 0 when every event was accepted. */
async function runReconciliation(args: readonly string[]): Promise<void> {
  const options = { since: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } } as const;
  const { values } = readArguments({ args, options });
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
    onProgress: (soFar) => showProgress(describe(soFar)),
  }).finally(() => showProgress(''));
  print(`reconcile: ${describe(summary)}${values['dry-run'] ? ' (dry run: nothing was sent)' : ''}\n`);
  process.exitCode = summary.failed === 0 ? 0 : 1;
}

function describe({ read, ours, sent, failed }: Summary): string {
  return `${read} payments read, ${ours} ours, ${sent} events sent, ${failed} failed`;
}

function readWindow(text = ''): number {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (!count || !unit) throw new UsageError('--since needs a duration such as 90m, 48h or 7d.');
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/** An environment variable overrides the same variable in the file. */
function configured(): Config {
  return readConfig(process.env, undefined, readEnvFile('.env'));
}
