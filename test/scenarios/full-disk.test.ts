import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startServing } from './set-up-serving.ts';

const FULL_DEVICE = '/dev/full';

/** A file system of 64 kB, or `undefined` where this user may not mount one. */
function mountSmallDisk(context: TestContext): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-small-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  context.after(() => {
    if (status === 0) execFileSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  });
  return status === 0 ? folder : undefined;
}

describe('a log that cannot be written', () => {
  it('on a full device, delays no payer, and SIGTERM ends the process', {
    skip: !existsSync(FULL_DEVICE) && `no ${FULL_DEVICE}`,
  }, async (context) => {
    const { child, exit, pay } = await startServing(context, { stdout: openSync(FULL_DEVICE, 'w') });
    for (let payer = 0; payer < 20; payer += 1) assert.equal((await pay()).status, 201);
    child.kill('SIGTERM');
    assert.deepEqual(await exit, [0, null]);
  });

  it('to a pipe that is not read, delays no payer, and SIGTERM ends the process', async (context) => {
    const { child, exit, url, pay } = await startServing(context);
    for (let request = 0; request < 4_000; request += 1) await (await fetch(`${url}/healthz`)).text();
    assert.equal((await pay()).status, 201);
    child.kill('SIGTERM');
    assert.deepEqual(await exit, [0, null]);
  });

  it('on a disk that fills up, resumes with the number of dropped lines when there is space', async (context) => {
    const disk = mountSmallDisk(context);
    if (!disk) return context.skip('this user may not mount a file system');
    const path = join(disk, 'log');
    const { child, exit, url, pay } = await startServing(context, { stdout: openSync(path, 'a') });
    const fillUp = async () => {
      for (let request = 0; request < 700; request += 1) await (await fetch(`${url}/healthz`)).text();
    };
    await fillUp();
    assert.equal(statSync(path).size, 65_536);
    assert.equal((await pay()).status, 201);
    writeFileSync(path, '');
    assert.equal((await pay()).status, 201);
    const report = /"dropped":\d+,"msg":"log lines were dropped/;
    while (!report.test(readFileSync(path, 'utf8'))) await setTimeout(10, undefined, { signal: context.signal });
    await fillUp();
    child.kill('SIGTERM');
    assert.deepEqual(await exit, [0, null]);
  });
});
