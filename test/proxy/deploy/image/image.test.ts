// The Dockerfile, carried out in bare folders: it builds, and what it starts takes a payment.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { type Stack, startStack } from '../../../../demo/stack.ts';
import { makeEightRequests } from '../../../eight-requests.ts';
import { freePort } from '../../../free-port.ts';
import { buildImage, checkHealth, type Image, processOf, startImage } from './bare-root.ts';

const dockerfile = readFileSync('proxy/deploy/Dockerfile', 'utf8');

const skip = process.platform === 'linux' && process.getuid?.() === 0 ? false : 'needs root, for chroot and mounts';
describe('the image', { skip }, () => {
  /** In memory where it can be: 40,000 files are written, read once and removed. */
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'helloasso-checkout-image-'));
  let image: Image;
  let stack: Stack;
  before(async () => {
    stack = await startStack({ environment: { LOG_LEVEL: 'silent' }, ports: { proxy: 0, site: 0, simulator: 0 } });
    image = buildImage(dockerfile, folder);
  });
  after(() => {
    stack?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes a payment as a user without privileges, on a root that cannot be written, and ends with 0 at SIGTERM', async (context) => {
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const env = {
      HELLOASSO_API_URL: stack.simulated?.url ?? '',
      HELLOASSO_CLIENT_ID: 'simulator-client',
      HELLOASSO_CLIENT_SECRET: 'simulator-secret',
      HELLOASSO_ORGANIZATION: 'asso-demo',
      ALLOWED_ORIGINS: stack.siteUrl,
      PUBLIC_URL: url,
      OFFERS_FILE: 'node_modules/helloasso-checkout/offers.json',
      PORT: port,
    };
    assert.equal(checkHealth(image, env), 1, 'nothing runs yet');
    const child = startImage(image, env);
    context.after(() => child.exitCode === null && process.kill(processOf(child), 'SIGKILL'));
    const lines: string[] = [];
    const exit = once(child, 'exit');
    for await (const line of createInterface(child.stdout ?? assert.fail())) {
      lines.push(line);
      if (line.includes('"listening"')) break;
    }
    const { pid } = JSON.parse(lines.at(-1) ?? '{}');
    assert.equal(pid, 1, 'it gets the signals itself');
    assert.equal(checkHealth(image, env), 0);

    await makeEightRequests({ url, origin: stack.siteUrl, ask: fetch });
    assert.equal(readdirSync(join(image.folder, 'state')).length, 1, 'the times of token calls');

    const node = processOf(child);
    const status = readFileSync(`/proc/${node}/status`, 'utf8');
    assert.match(status, /^Uid:\s+1000\s+1000\s+1000\s+1000$/m);
    assert.match(status, /^CapEff:\s+0+$/m);
    assert.throws(() => writeFileSync(join('/proc', String(node), 'root', 'app/file'), ''), /EROFS/);
    process.kill(node, 'SIGTERM');
    assert.deepEqual(await exit, [0, null]);
  });

  it('contains neither sources nor the tarball', () => {
    assert.deepEqual(readdirSync(join(image.folder, 'app')), ['node_modules']);
  });
});
