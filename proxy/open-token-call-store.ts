import { tmpdir } from 'node:os';
import type { Config } from './config/config.ts';
import { fileTokenCallStore, type TokenCallStore } from './helloasso/token-call-store.ts';
import type { Log } from './log.ts';

/** The store that every command on this machine shares: in the folder that systemd gives to the service, else in that of temporary files. */
export function openTokenCallStore({ helloasso }: Pick<Config, 'helloasso'>, log: Log): TokenCallStore {
  const [folder] = (process.env.RUNTIME_DIRECTORY ?? '').split(':');
  return fileTokenCallStore(folder || tmpdir(), helloasso, log);
}
