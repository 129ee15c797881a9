import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';

it('the Dockerfile starts from the Node that this repository is tested with', async () => {
  const { devDependencies } = (await import('../../../package.json', { with: { type: 'json' } })).default;
  const dockerfile = readFileSync('proxy/deploy/Dockerfile', 'utf8');
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  assert.deepEqual(new Set(bases), new Set([`node:${devDependencies.node}-bookworm-slim`]));
});
