import { tmpdir } from 'node:os';
import type { Config } from './config/config.ts';
import { fileTokenCallStore, type TokenCallStore } from './helloasso/token-call-store.ts';
import type { Log } from './log.ts';

/** The store that every command of an instance on this machine shares: in the folder that systemd gives to the service, else in that of temporary files. */
export function openTokenCallStore(config: Pick<Config, 'helloasso' | 'redisUrl' | 'port'>, log: Log): TokenCallStore {
  const { helloasso, redisUrl, port } = config;
  const [folder] = (process.env.RUNTIME_DIRECTORY ?? '').split(':');
  const instance = redisUrl === undefined ? '' : String(port); // each has a share of the limits
  return fileTokenCallStore(folder || tmpdir(), { ...helloasso, instance }, log);
}
