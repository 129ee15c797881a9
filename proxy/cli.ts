#!/usr/bin/env node
import './require-node.js';
import { pino } from 'pino';
import { readConfig } from './config.ts';
import { createProxy } from './create-proxy.ts';
import { serve } from './serve.ts';

const USAGE = `Usage: helloasso-checkout serve

Serves the proxy. Everything is set by environment variables, or by a file .env beside it;
see .env.example for all of them.
`;

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main([command, ...rest]: readonly string[]): Promise<void> {
  if (command === '--help' || command === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  if (command !== 'serve' || rest.length > 0) throw new Error(USAGE.trimEnd());
  readDotEnv();
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, redact: ['*.authorization', '*.clientSecret', '*.payer'] });
  const server = await serve(createProxy(config, { log }), config);
  const { environment, apiOrigin, isOverridden } = config.helloasso;
  log.info({ host: config.host, port: server.port, environment, ...(isOverridden && { apiOrigin }) }, 'listening');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
}

/** A variable of the environment wins over the same one in the file. */
function readDotEnv(): void {
  try {
    process.loadEnvFile();
  } catch {
    // No file: the environment alone decides.
  }
}
