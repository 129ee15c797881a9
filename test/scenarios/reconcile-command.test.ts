import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startStack } from '../../demo/stack.ts';
import { NO_TERMINAL, onTerminal } from '../proxy/pseudo-terminal.ts';
import { RECEIVER } from '../proxy/set-up.ts';

describe('helloasso-checkout reconcile', () => {
  it('sends missed events to a real receiver, and reports in one line and the exit status', async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-reconcile-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    const stack = await startStack({
      environment: {}, // whose proxy sends nothing on
      ports: { proxy: 0, site: 0, simulator: 0 },
    });
    context.after(() => stack.close());
    const { url, simulator } = stack.simulated ?? assert.fail('no simulator');
    const file = join(folder, 'events.ndjson');
    const { FORWARD_SECRET } = RECEIVER;
    const receiver = spawn(process.execPath, ['demo/receiver/receiver.js'], {
      env: { ...process.env, FORWARD_SECRET, EVENTS_FILE: file, PORT: '0' },
    });
    context.after(() => receiver.kill('SIGKILL'));
    const [said] = await once(receiver.stdout, 'data');
    const [, port] = /port (\d+)/.exec(String(said)) ?? [];
    const environment = {
      ...process.env,
      HELLOASSO_API_URL: url,
      HELLOASSO_CLIENT_ID: 'simulator-client',
      HELLOASSO_CLIENT_SECRET: 'simulator-secret',
      HELLOASSO_ORGANIZATION: 'asso-demo',
      ALLOWED_ORIGINS: stack.siteUrl,
      FORWARD_SECRET,
      TMPDIR: folder,
    };
    const reconcile = (FORWARD_URL: string, ...args: readonly string[]) => run({ ...environment, FORWARD_URL }, args);

    const response = await fetch(`${stack.proxyUrl}/v1/checkouts`, {
      method: 'POST',
      headers: { origin: stack.siteUrl, 'content-type': 'application/json' },
      body: JSON.stringify({ offer: 'don', amountCents: 2000, returnPath: '/' }),
    });
    const { checkoutIntentId } = (await response.json()) as { checkoutIntentId: number };
    await simulator.act(checkoutIntentId, { action: 'pay' });

    const here = `http://127.0.0.1:${port}/`;
    assert.deepEqual(await reconcile(here, '--since', '48h', '--dry-run'), {
      status: 0,
      stdout: 'reconcile: 1 payments read, 1 ours, 1 events sent, 0 failed (dry run: nothing was sent)\n',
    });
    assert.deepEqual(await reconcile(here, '--since', '2d'), {
      status: 0,
      stdout: 'reconcile: 1 payments read, 1 ours, 1 events sent, 0 failed\n',
    });
    assert.equal((await reconcile(here, '--since', '90m')).status, 0);
    assert.match(readFileSync(file, 'utf8'), /^\{"id":"payment_\d+_payment-paid","type":"payment\.paid",[^\n]+\n$/);
    assert.deepEqual(await reconcile('http://127.0.0.1:1/', '--since', '48h'), {
      status: 1,
      stdout: 'reconcile: 1 payments read, 1 ours, 0 events sent, 1 failed\n',
    });
    if (!NO_TERMINAL) {
      const env = { ...environment, FORWARD_URL: here, NO_COLOR: '1' };
      const { status, screen } = await onTerminal('reconcile --since 48h --dry-run', { env });
      assert.equal(status, 0);
      const lines = screen.split('\r\x1b[K');
      assert.equal(lines[1], '1 payments read, 1 ours, 1 events sent, 0 failed', JSON.stringify(screen));
      assert.match(lines.at(-1) ?? '', /^reconcile: 1 payments read, .*\(dry run: nothing was sent\)\r\n$/);
    }
    for (const args of [[], ['--since', 'yesterday'], ['--since', '48h', '--force']]) {
      assert.equal((await reconcile(here, ...args)).status, 2);
    }
  });
});

/** Runs the command without blocking this process, which holds the servers. */
async function run(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<{ status: number; stdout: string }> {
  const child = spawn(process.execPath, ['proxy/cli.ts', 'reconcile', ...args], { env });
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  const [status] = (await once(child, 'close')) as [number];
  return { status, stdout };
}
