import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { parseJson } from '../json.ts';
import { type Log, reasonOf } from '../log.ts';
import { type TokenCalls, type TokenCallTimes, tokenCallsInMemory } from './token-rate-limit.ts';

const MAX_BYTES = 10_000;

const times = z.array(z.int().min(0));
const content = z.object({ made: times, granted: times }) satisfies z.ZodType<TokenCallTimes>;

/**
 * Keeps the times of token calls, and nothing else, in a file of `folder`: a process that dies and starts again under traffic stays
 * inside HelloAsso's limits. Two processes that ask in the same instant may miss each other. Where the file fails, memory serves,
 * after one line in the log.
 */
export function tokenCallsInFile(folder: string, { apiOrigin, clientId }: Config['helloasso'], log: Log): TokenCalls {
  const name = createHash('sha256').update(`${apiOrigin} ${clientId}`).digest('hex').slice(0, 32);
  const path = join(folder, `helloasso-checkout-${name}.json`);
  const memory = tokenCallsInMemory();
  let isInMemoryOnly = false;
  const giveUp = (cause: unknown) => {
    isInMemoryOnly = true;
    log.warn(
      { reason: reasonOf(cause) },
      'the times of token calls are kept in memory only, and a restart forgets them',
    );
  };
  return {
    load() {
      try {
        const text = isInMemoryOnly ? '' : readOwn(path);
        return content.safeParse(parseJson(text)).data ?? memory.load();
      } catch (cause) {
        giveUp(cause);
        return memory.load();
      }
    },
    save(next) {
      memory.save(next);
      if (isInMemoryOnly) return;
      const draft = `${path}.${process.pid}`;
      try {
        rmSync(draft, { force: true });
        writeFileSync(draft, JSON.stringify(next), { mode: 0o600, flag: 'wx' });
        renameSync(draft, path); // whole or not at all
      } catch (cause) {
        giveUp(cause);
      }
    },
  };
}

/** Anybody may write to a folder of temporary files, and nobody may replace there what is another's. */
function readOwn(path: string): string {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (!file) return '';
  const isOwn = file.uid === (process.geteuid?.() ?? file.uid);
  if (!file.isFile() || !isOwn || file.size > MAX_BYTES)
    throw new Error('what is there is not a plain file of our own');
  return readFileSync(path, 'utf8');
}
