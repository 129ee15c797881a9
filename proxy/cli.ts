#!/usr/bin/env node
import './require-node.js';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { connect } from './compose.ts';
import { type Config, readConfig } from './config/config.ts';
import { createProxy } from './create-proxy.ts';
import { reconcile, type Summary } from './events/reconcile.ts';
import { tokenCallsInFile } from './helloasso/token-call-store.ts';
import type { TokenCalls } from './helloasso/token-rate-limit.ts';
import { forgetsReverseProxy } from './http/forwarded-warning.ts';
import type { Log } from './log.ts';
import { serve } from './serve.ts';

const USAGE = `Usage: helloasso-checkout <command>

  serve                              serves the proxy
  reconcile --since 48h [--dry-run]  tells the receiver again of every payment that changed in that time,
                                     under the same ids (m, h or d: minutes, hours or days)

Everything is set by environment variables, or by a file .env in the current folder; .env.example explains them all.
`;

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
    case 'help':
    case '--help':
      process.stdout.write(USAGE);
      return;
    default:
      throw new Error(USAGE.trimEnd());
  }
}

async function runServer(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel });
  const server = await serve(createProxy(config, { log, tokenCalls: keptTokenCalls(config, log) }), {
    ...config,
    setBy: 'PORT',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
  const { environment, apiOrigin, isOverridden } = config.helloasso;
  log.info({ host: config.host, port: server.port, environment, ...(isOverridden && { apiOrigin }) }, 'listening');
  if (forgetsReverseProxy(config)) {
    log.warn(
      {},
      'only a server on this machine can pass requests on to here, and TRUSTED_PROXIES is empty: name its address there, or all payers share one limit',
    );
  }
}

/** One line on standard output, progress on a terminal, and a status that cron understands: 0 when everything was told. */
async function runReconciliation(args: readonly string[]): Promise<void> {
  const options = { since: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const windowMs = readWindow(values.since);
  const config = configured();
  if (!config.forward && !values['dry-run']) {
    throw new Error('FORWARD_URL is not set: nobody would hear of it. With --dry-run, the payments are only counted.');
  }
  const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel }, pino.destination(2));
  const summary = await reconcile({
    ...connect(config, { fetch: globalThis.fetch, now: Date.now, log, tokenCalls: keptTokenCalls(config, log) }),
    since: Date.now() - windowMs,
    isDryRun: values['dry-run'],
    log,
    pause: setTimeout,
    onProgress: (soFar) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${describe(soFar)}`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  process.stdout.write(
    `reconcile: ${describe(summary)}${values['dry-run'] ? ' (dry run: nothing was really sent)' : ''}\n`,
  );
  process.exitCode = summary.failed === 0 ? 0 : 1;
}

function describe({ read, ours, sent, failed }: Summary): string {
  return `${read} payments read, ${ours} ours, ${sent} events sent, ${failed} failed`;
}

function readWindow(text = ''): number {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (!count || !unit) throw new Error('--since takes a time such as 90m, 48h or 7d.');
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/** In the folder that systemd gives to the service, else where temporary files are. */
function keptTokenCalls({ helloasso }: Config, log: Log): TokenCalls {
  const [folder] = (process.env.RUNTIME_DIRECTORY ?? '').split(':');
  return tokenCallsInFile(folder || tmpdir(), helloasso, log);
}

/** A variable of the environment wins over the same one in the file. */
function configured(): Config {
  if (existsSync('.env')) process.loadEnvFile();
  return readConfig(process.env);
}
