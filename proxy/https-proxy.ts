import http from 'node:http';
import type { Log } from './log.ts';

/** A proxy that leads to the internet, as `HTTPS_PROXY` names it. */
interface HttpsProxy {
  readonly url: string;
  /** Hosts that are reached without it, as `NO_PROXY` lists them. */
  readonly noProxy: string | undefined;
}

/**
 * Sends every https request of this process through the proxy. Plain http is for loopback alone, so it never goes through it.
 * Call it before the first request.
 */
export function useHttpsProxy({ url, noProxy }: HttpsProxy, log: Log): void {
  if (typeof http.setGlobalProxyFromEnv === 'function') {
    http.setGlobalProxyFromEnv({ https_proxy: url, no_proxy: noProxy });
  } else if (process.env.NODE_USE_ENV_PROXY !== '1') {
    log.warn(
      {},
      'HTTPS_PROXY has no effect: this needs Node 24.14 or newer, or Node 22.21 or newer with NODE_USE_ENV_PROXY=1 and HTTPS_PROXY in the environment',
    );
  }
}
