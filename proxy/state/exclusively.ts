import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../problem.ts';
import type { State } from './state.ts';

/** How long a lock outlives an instance that was killed. */
const LEASE_MS = 5_000;
/** Some heartbeats may be late. */
const HEARTBEAT_MS = 1_500;
const POLL_MS = 50;

/** When the lock of an instance that was killed has ended. */
const COME_BACK = { headers: { 'retry-after': String(LEASE_MS / 1000) } };

interface Waiting {
  /** For the work of another instance. */
  readonly patienceMs: number;
  /** Ends the wait: no caller needs the result any more. */
  readonly gone?: AbortSignal;
}

/**
 * Runs `work` once no other instance runs one under the same key. A lock is lost with the state that holds it: what must not happen twice
 * has to be checked once more where its result is stored.
 * @throws Problem `busy` when the other takes too long, or when the instances can no longer reach each other: the other may have finished
 * by now, and this one would not know.
 */
export async function exclusively<T>(
  state: State,
  key: string,
  { patienceMs, gone }: Waiting,
  work: () => Promise<T>,
): Promise<T> {
  const name = `lock:${key}`;
  const owner = randomUUID();
  let hasWaited = false;
  for (let waitedMs = 0; !(await state.lock(name, owner, LEASE_MS)); waitedMs += POLL_MS) {
    if (gone?.aborted) throw new Problem('busy', 'the caller has gone');
    if (waitedMs >= patienceMs) throw new Problem('busy', 'another instance does the same for too long', COME_BACK);
    await pause(POLL_MS);
    hasWaited = true;
  }
  if (hasWaited && !state.isComplete) {
    void state.unlock(name, owner);
    throw new Problem('busy', 'another instance does the same, and cannot be reached', COME_BACK);
  }
  const heartbeat = setInterval(() => void state.lock(name, owner, LEASE_MS), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    void state.unlock(name, owner);
  }
}
