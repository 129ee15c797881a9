import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { SharedState, Stored } from './state.ts';

/** How long the start waits for the first connection; then the proxy serves without. */
const OPEN_MS = 1_000;
/** A connection that has not answered for so long is replaced. */
const DEAD_MS = 2_000;
/** A call that is not sent by then is not sent at all: its caller goes on without. */
const LATE_MS = 100;

const GET = `local value = redis.call('GET', KEYS[1])
if not value then return false end
if ARGV[1] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {value, redis.call('PTTL', KEYS[1])}`;

const COUNT = `if tonumber(ARGV[1]) < 0 and redis.call('EXISTS', KEYS[1]) == 0 then return {0, 0} end
local count = redis.call('INCRBY', KEYS[1], ARGV[1])
local ttl = redis.call('PTTL', KEYS[1])
if ttl >= 0 then return {count, ttl} end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {count, tonumber(ARGV[2])}`;

const LOCK = `local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

const UNLOCK = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

/**
 * Shares the state by a Redis, or what speaks like it. Connects now; later, a call without a connection makes one. No error contains the
 * address, which may have a password in it. Holds no process open.
 */
export async function openRedisState(url: string): Promise<SharedState> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: null,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    connectTimeout: DEAD_MS,
    socketTimeout: DEAD_MS,
  });
  let lastError: unknown;
  redis.on('error', (error) => {
    lastError = error;
  });
  redis.on('connect', () => redis.stream.unref());
  let connecting: Promise<void> | undefined;
  const connect = async () => {
    lastError = undefined;
    try {
      await redis.connect();
    } catch (cause) {
      throw lastError ?? cause;
    } finally {
      connecting = undefined;
    }
  };
  const ask = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      if (redis.status !== 'ready') {
        const askedAt = performance.now();
        connecting ??= connect();
        await connecting;
        if (performance.now() - askedAt > LATE_MS) throw new Error('LATE');
      }
      return await call();
    } catch (cause) {
      throw failure(cause);
    }
  };
  connecting = connect();
  await Promise.race([connecting.catch(() => {}), pause(OPEN_MS, undefined, { ref: false })]);

  const run = (script: string, key: string, ...values: readonly (string | number)[]) =>
    ask(() => redis.eval(script, 1, key, ...values));

  return {
    async get(key, renewMs): Promise<Stored | undefined> {
      const stored = (await run(GET, key, renewMs ?? '')) as [string, number] | null;
      return stored ? { value: stored[0], remainingMs: stored[1] } : undefined;
    },
    async set(key, value, ttlMs) {
      await ask(() => redis.set(key, value, 'PX', ttlMs));
    },
    add: async (key, value, ttlMs) => (await ask(() => redis.set(key, value, 'PX', ttlMs, 'NX'))) === 'OK',
    async count(key, by, ttlMs) {
      const [count, remainingMs] = (await run(COUNT, key, by, ttlMs)) as [number, number];
      return { count, remainingMs };
    },
    lock: async (key, owner, ttlMs) => (await run(LOCK, key, owner, ttlMs)) === 1,
    async unlock(key, owner) {
      await run(UNLOCK, key, owner);
    },
  };
}

/** What failed, by its code alone: `ECONNREFUSED`, or the first word of Redis’s answer, such as `OOM`. */
function failure(cause: unknown): Error {
  const { code, message = '' } = (cause ?? {}) as { readonly code?: unknown; readonly message?: string };
  const [word] = /^[A-Z]{2,}\b/.exec(message) ?? [];
  return new Error(`Redis: ${typeof code === 'string' ? code : (word ?? 'no connection')}`);
}
