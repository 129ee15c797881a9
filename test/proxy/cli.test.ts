import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { ENVIRONMENT } from './environment.ts';

describe('the start of the server', () => {
  for (const [TRUSTED_PROXIES, count] of [
    ['', 1],
    ['127.0.0.1', 0],
  ] as const) {
    it(`logs ${count} warnings with TRUSTED_PROXIES=${TRUSTED_PROXIES}`, async (context) => {
      const env = { ...process.env, ...ENVIRONMENT, TRUSTED_PROXIES, PORT: '0' };
      const child = spawn(process.execPath, ['proxy/cli.ts', 'serve'], { env });
      context.after(() => child.kill('SIGKILL'));
      const lines: string[] = [];
      for await (const line of createInterface(child.stdout)) {
        lines.push(line);
        if (line.includes('"listening"')) child.kill('SIGTERM'); // it finishes its start before it ends
      }
      const warnings = lines.filter((line) => line.includes('"level":40'));
      assert.equal(warnings.length, count);
      for (const warning of warnings) assert.match(warning, /TRUSTED_PROXIES is empty/);
    });
  }
});
