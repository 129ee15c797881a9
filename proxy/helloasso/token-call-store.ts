import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../json.ts';
import { type Log, reasonOf } from '../log.ts';

/** When HelloAsso's token endpoint was called, in ms since 1970. */
export interface TokenCallTimes {
  readonly made: readonly number[];
  /** Those of `made` that may have returned a token. */
  readonly granted: readonly number[];
}

/** Stores the times of calls. Both methods are synchronous and never throw. */
export interface TokenCallStore {
  load(): TokenCallTimes;
  save(times: TokenCallTimes): void;
}

/** Whose calls are stored. */
interface Account {
  readonly apiOrigin: string;
  readonly clientId: string;
  /** Distinguishes several instances on one machine, each of which has a share of the limits. */
  readonly instance?: string;
}

const MAX_BYTES = 10_000;

const times = z.array(z.int().min(0));
const content = z.object({ made: times, granted: times }) satisfies z.ZodType<TokenCallTimes>;

/** The times that were stored as this text; `undefined` where it is no such text. */
export function readTokenCallTimes(text: string): TokenCallTimes | undefined {
  return content.safeParse(parseJson(text)).data;
}

/** Stores the times in memory: a restart loses them. */
export function memoryTokenCallStore(): TokenCallStore {
  let times: TokenCallTimes = { made: [], granted: [] };
  return {
    load: () => times,
    save(next) {
      times = next;
    },
  };
}

/**
 * Stores the times, and nothing else, in a file of `folder`, so that a process that restarts under load stays inside HelloAsso's
 * limits. Two processes that call at the same instant may overwrite each other's times. When the file cannot be used, the store
 * logs one line and continues in memory.
 */
export function fileTokenCallStore(
  folder: string,
  { apiOrigin, clientId, instance = '' }: Account,
  log: Log,
): TokenCallStore {
  const name = createHash('sha256').update(`${apiOrigin} ${clientId} ${instance}`.trimEnd()).digest('hex').slice(0, 32);
  const path = join(folder, `helloasso-checkout-${name}.json`);
  const memory = memoryTokenCallStore();
  let isInMemoryOnly = false;
  const giveUp = (cause: unknown) => {
    isInMemoryOnly = true;
    log.warn({ reason: reasonOf(cause) }, 'the times of token calls are kept in memory only: a restart loses them');
  };
  return {
    load() {
      try {
        const text = isInMemoryOnly ? '' : readOwn(path);
        return readTokenCallTimes(text) ?? memory.load();
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
        renameSync(draft, path); // atomic: a reader never sees half a file
      } catch (cause) {
        giveUp(cause);
      }
    },
  };
}

/** Every user may write to a folder of temporary files, so only a plain file of this user is read. */
function readOwn(path: string): string {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (!file) return '';
  const isOwn = file.uid === (process.geteuid?.() ?? file.uid);
  if (!file.isFile() || !isOwn || file.size > MAX_BYTES) throw new Error('the path is not a plain file of this user');
  return readFileSync(path, 'utf8');
}
