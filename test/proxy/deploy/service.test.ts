import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';

const TEMPLATE = 'helloasso-checkout@.service';
/** The unit of one instance. */
const NAME = 'helloasso-checkout@8787.service';
const unit = readFileSync(join('proxy/deploy', TEMPLATE), 'utf8');

/** Of 100; systemd 252 gives 13. What is left: a server needs the network, and V8 needs memory that it can write and run. */
const MAX_EXPOSURE = 15;

const isInstalled = spawnSync('systemd-analyze', ['--version']).status === 0;
const skip = isInstalled || process.env.CI ? false : 'systemd-analyze is not installed';

/** Runs systemd-analyze on the unit, with this machine's Node. */
function analyze(context: TestContext, ...args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-service-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, NAME);
  writeFileSync(file, unit.replace('ExecStart=/usr/bin/node ', `ExecStart=${process.execPath} `));
  return spawnSync('systemd-analyze', [...args, file], { encoding: 'utf8' });
}

describe('the systemd unit', () => {
  it('has nothing that systemd does not know', { skip }, (context) => {
    const { status, stderr } = analyze(context, 'verify', '--man=no', '--recursive-errors=no');
    assert.deepEqual(
      { status, about: stderr.split('\n').filter((line) => line.includes(NAME)) },
      { status: 0, about: [] },
    );
  });

  it('is exposed no more than a server has to be', { skip }, (context) => {
    const { status, stdout } = analyze(
      context,
      'security',
      '--offline=yes',
      '--no-pager',
      `--threshold=${MAX_EXPOSURE}`,
    );
    assert.match(stdout, /Overall exposure level/);
    assert.equal(status, 0, stdout);
  });

  it('leaves the proxy the time to answer the payers in progress', () => {
    const cli = readFileSync('proxy/cli.ts', 'utf8');
    const [drainMs = Number.NaN, lastLinesMs = Number.NaN] = ['DRAIN_MS', 'LAST_LINES_MS'].map((name) =>
      Number(new RegExp(`const ${name} = ([\\d_]+);`).exec(cli)?.[1]?.replaceAll('_', '')),
    );
    const [, seconds] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? [];
    assert.ok(Number(seconds) * 1000 > drainMs + lastLinesMs, `${seconds} s`);
  });
});
