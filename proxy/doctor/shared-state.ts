import { randomUUID } from 'node:crypto';
import { reasonOf } from '../log.ts';
import { type Finding, findingsOf, type Patient } from './finding.ts';

const TTL_MS = 1_000;

/** The Redis that instances share takes a text, and gives it back. No error contains its address. */
export async function* checkSharedState({ config }: Patient): AsyncGenerator<Finding> {
  if (config.redisUrl === undefined) return; // a proxy that is alone
  const { ok, error } = findingsOf('shared state');
  const key = `doctor:${randomUUID()}`;
  try {
    const { openRedisState } = await import('../state/redis-state.ts');
    const state = await openRedisState(config.redisUrl);
    await state.set(key, 'test', TTL_MS);
    const isKept = (await state.get(key))?.value === 'test';
    yield isKept
      ? ok('the Redis of REDIS_URL keeps what the instances share')
      : error('the Redis of REDIS_URL does not give back what it was given: check its settings');
  } catch (cause) {
    yield error(`${reasonOf(cause)}: check REDIS_URL, and that this Redis runs, has room and may be written to`);
  }
}
