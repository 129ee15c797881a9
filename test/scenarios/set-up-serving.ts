import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startStack } from '../../demo/stack.ts';
import { freePort } from '../free-port.ts';

interface Options {
  readonly environment?: Readonly<Record<string, string>>;
  /** Where standard output goes: a file, or a pipe. */
  readonly stdout?: number | 'pipe';
  /** Of Node. */
  readonly args?: readonly string[];
}

/** The proxy in a process of its own, in front of a simulator, and already serving. */
export async function startServing(
  context: TestContext,
  { environment = {}, stdout = 'pipe', args = [] }: Options = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-serving-'));
  const stack = await startStack({ environment: {}, ports: { proxy: 0, site: 0, simulator: 0 } });
  const { simulator, url: simulatorUrl } = stack.simulated ?? assert.fail('no simulator');
  const port = await freePort();
  const child = spawn(process.execPath, [...args, 'proxy/cli.ts', 'serve'], {
    stdio: ['ignore', stdout, 'inherit'],
    env: {
      ...process.env,
      HELLOASSO_API_URL: simulatorUrl,
      HELLOASSO_CLIENT_ID: 'simulator-client',
      HELLOASSO_CLIENT_SECRET: 'simulator-secret',
      HELLOASSO_ORGANIZATION: 'asso-demo',
      ALLOWED_ORIGINS: stack.siteUrl,
      TRUSTED_PROXIES: '127.0.0.1',
      PORT: String(port),
      TMPDIR: folder,
      RUNTIME_DIRECTORY: '',
      ...environment,
    },
  });
  const exit = once(child, 'exit');
  context.after(() => {
    child.kill('SIGKILL');
    stack.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/healthz`).catch(() => undefined))?.ok) {
    assert.equal(child.exitCode, null, 'the proxy has ended');
    await setTimeout(20, undefined, { signal: context.signal });
  }

  let payers = 0;
  return {
    child,
    exit,
    port,
    url,
    simulator,
    origin: stack.siteUrl,
    /** Asks for a checkout as one more payer. */
    pay: (init: RequestInit = {}) => {
      payers += 1;
      return fetch(`${url}/v1/checkouts`, {
        method: 'POST',
        ...init,
        headers: {
          origin: stack.siteUrl,
          'content-type': 'application/json',
          'x-forwarded-for': `10.0.${payers >> 8}.${payers & 255}`,
          ...init.headers,
        },
        body: JSON.stringify({ offer: 'don', amountCents: 2000, returnPath: '/' }),
      });
    },
  };
}
