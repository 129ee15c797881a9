import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkSharedState } from '../../../proxy/doctor/shared-state.ts';
import { REDIS, startRedis, whyNot } from '../../redis.ts';
import { testConfig } from '../environment.ts';

async function findings(redisUrl: string): Promise<readonly string[]> {
  const config = testConfig({ SIGNING_SECRET: Buffer.alloc(32, 1).toString('base64'), REDIS_URL: redisUrl });
  const found: string[] = [];
  for await (const { level, message } of checkSharedState({ config, pages: [] })) found.push(`${level}: ${message}`);
  return found;
}

describe('the check of the shared state', { skip: whyNot(REDIS) }, () => {
  it('finds a Redis that keeps what it is given', async (context) => {
    const redis = await startRedis();
    context.after(() => redis.close());
    assert.deepEqual(await findings(`redis://127.0.0.1:${redis.port}`), [
      'ok: the Redis of REDIS_URL keeps what the instances share',
    ]);
  });

  it('names what is wrong, and no password', async (context) => {
    const redis = await startRedis(['--requirepass', 'right']);
    context.after(() => redis.close());
    const [wrong] = await findings(`redis://:s3cret@127.0.0.1:${redis.port}`);
    assert.match(wrong ?? '', /^error: Redis: (WRONGPASS|ERR).*: check REDIS_URL/);
    const [nobody] = await findings('redis://:s3cret@127.0.0.1:9');
    assert.match(nobody ?? '', /^error: Redis: ECONNREFUSED: check REDIS_URL/);
    assert.doesNotMatch(`${wrong}${nobody}`, /s3cret/);
  });

  it('reports nothing where no REDIS_URL is set', async () => {
    const found: unknown[] = [];
    for await (const finding of checkSharedState({ config: testConfig(), pages: [] })) found.push(finding);
    assert.deepEqual(found, []);
  });
});
