import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { openRedisState } from '../../../proxy/state/redis-state.ts';
import { REDIS, startRedis, type TestRedis, whyNot } from '../../redis.ts';
import { LONG_MS, testContract } from './shared-state-contract.ts';

const missing = whyNot(REDIS);
if (missing) it('the state in a real Redis', { skip: missing }); // a suite that is skipped counts as nothing
describe('the state in a real Redis', { skip: missing }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startRedis();
  });
  after(() => redis.close());
  testContract({
    async open() {
      await redis.command('FLUSHALL');
      return openRedisState(`redis://127.0.0.1:${redis.port}`);
    },
    pass: (ms) => setTimeout(ms + 50),
  });

  it('is in the database that the address names', async () => {
    await redis.command('FLUSHALL');
    const state = await openRedisState(`redis://127.0.0.1:${redis.port}/3`);
    await state.set('a:1', 'text', LONG_MS);
    assert.match(await redis.command('INFO keyspace'), /db3:keys=1,expires=1/);
  });

  it('rejects, with the code alone, where nothing listens, at once and for a password that is wrong', async () => {
    const absent = await openRedisState('redis://:s3cret@127.0.0.1:9');
    await assert.rejects(absent.set('a:1', 'text', LONG_MS), { message: 'Redis: ECONNREFUSED' });
    await redis.command('CONFIG SET requirepass right');
    const wrong = await openRedisState(`redis://:wr0ng@127.0.0.1:${redis.port}`);
    await assert.rejects(wrong.set('a:1', 'text', LONG_MS), { message: 'Redis: WRONGPASS' });
    const right = await openRedisState(`redis://:right@127.0.0.1:${redis.port}`);
    await right.set('a:1', 'text', LONG_MS);
  });
});
