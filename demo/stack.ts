import { pino } from 'pino';
import { generate } from 'selfsigned';
import { readConfig } from '../proxy/config/config.ts';
import type { EnvFile } from '../proxy/config/env-file.ts';
import { createProxy } from '../proxy/create-proxy.ts';
import { useHttpsProxy } from '../proxy/https-proxy.ts';
import { type Certificate, type Handler, serveDemo } from './serve.ts';
import { createSimulator, type Simulator } from './simulator/create-simulator.ts';
import { settleRegularly, simulatorHandler } from './simulator/serve.ts';
import { createSite } from './site.ts';

/** The port of each server; 0 for any free port. */
export interface Ports {
  readonly proxy: number;
  readonly site: number;
  readonly simulator: number;
}

/** The running servers of the demo. */
export interface Stack {
  readonly siteUrl: string;
  readonly proxyUrl: string;
  /** Undefined if the proxy uses HelloAsso's sandbox. */
  readonly simulated: { readonly url: string; readonly simulator: Simulator } | undefined;
  /** Ends every server at once. */
  close(): void;
}

interface Options {
  /** As for the proxy; `ALLOWED_ORIGINS` names origins beside the demo site's own. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file from which a part of `environment` comes, so that errors have their place. */
  readonly envFile?: EnvFile | undefined;
  readonly ports: Ports;
  /** Whether pages reload when the servers restart. */
  readonly isReloading?: boolean;
  /** The clock of proxy and simulator, in ms since the epoch. Default `Date.now`. */
  readonly now?: () => number;
}

const CREDENTIALS = ['HELLOASSO_CLIENT_ID', 'HELLOASSO_CLIENT_SECRET', 'HELLOASSO_ORGANIZATION'] as const;
const SIMULATED = { clientId: 'simulator-client', clientSecret: 'simulator-secret', organization: 'asso-demo' };
const HOST = '127.0.0.1';

/**
 * Starts demo site and proxy, and the simulator unless the environment contains HelloAsso credentials.
 * @throws Error with a message for the operator.
 */
export async function startStack({
  environment,
  envFile,
  ports,
  isReloading = false,
  now = Date.now,
}: Options): Promise<Stack> {
  const closables: { close(): void }[] = [];
  /** Listens before its handler exists, because each handler needs the addresses of the other servers. */
  const listen = async (port: number, setBy: string, certificate?: Certificate): Promise<OpenServer> => {
    let handler: Handler | undefined;
    const server = await serveDemo(
      { fetch: (request, peer) => handler?.fetch(request, peer) ?? new Response(null, { status: 503 }) },
      { host: HOST, port, setBy },
      certificate,
    );
    closables.push(server);
    return {
      url: `${certificate ? 'https' : 'http'}://localhost:${server.port}`,
      setHandler: (newHandler: Handler) => {
        handler = newHandler;
      },
    };
  };

  const isSandbox = CREDENTIALS.some((name) => environment[name]);
  if (isSandbox && environment.HELLOASSO_ENVIRONMENT === 'production') {
    throw new Error(
      'npm start is for the simulator and HelloAsso’s sandbox. For production: npm run build, then node dist/cli.js serve.',
    );
  }
  try {
    // HelloAsso rejects return addresses that are not https, so its sandbox needs an https page.
    const site = await listen(ports.site, 'DEMO_PORT', isSandbox ? await selfSigned() : undefined);
    const proxy = await listen(ports.proxy, 'PORT');
    const simulated = isSandbox ? undefined : simulate(await listen(ports.simulator, 'SIMULATOR_PORT'), proxy.url, now);
    if (simulated) closables.push({ close: simulated.stopSettling });

    const settings = {
      ...environment,
      LOG_LEVEL: environment.LOG_LEVEL || 'warn',
      HELLOASSO_ENVIRONMENT: 'sandbox',
      HELLOASSO_API_URL: simulated?.url,
      ALLOWED_ORIGINS: [site.url, site.url.replace('localhost', HOST), environment.ALLOWED_ORIGINS || []].flat().join(),
      ...(simulated && {
        HELLOASSO_CLIENT_ID: SIMULATED.clientId,
        HELLOASSO_CLIENT_SECRET: SIMULATED.clientSecret,
        HELLOASSO_ORGANIZATION: SIMULATED.organization,
        PUBLIC_URL: environment.PUBLIC_URL || proxy.url,
        SITE_URL: `${site.url}/`,
        ORGANIZATION_NAME: 'Les Amis du Jardin',
      }),
    };
    const config = readConfig(settings, undefined, envFile);
    const log = pino({ level: config.logLevel });
    if (config.httpsProxy) useHttpsProxy(config.httpsProxy, log);
    proxy.setHandler(withoutCache(createProxy(config, { now, log })));
    site.setHandler(createSite(proxy.url, isReloading));
    return { siteUrl: site.url, proxyUrl: proxy.url, simulated, close };
  } catch (error) {
    close();
    throw error;
  }

  function close(): void {
    for (const closable of closables) closable.close();
  }
}

interface OpenServer {
  readonly url: string;
  readonly setHandler: (handler: Handler) => void;
}

/** Starts a simulator that sends its notifications to the proxy. */
function simulate({ url, setHandler }: OpenServer, proxyUrl: string, now: () => number) {
  const notificationUrl = `${proxyUrl}/v1/notifications`;
  const simulator = createSimulator({ ...SIMULATED, origin: url, allowHttpLoopback: true, notificationUrl, now });
  setHandler(simulatorHandler(simulator));
  return { url, simulator, stopSettling: settleRegularly(simulator) };
}

/** Forbids caching of all but pages: the widget changes here without a new version number. */
function withoutCache(proxy: Handler): Handler {
  return {
    async fetch(request, peer) {
      const response = await proxy.fetch(request, peer);
      const isPage = response.headers.get('content-type')?.startsWith('text/html');
      if (!isPage) response.headers.set('cache-control', 'no-store');
      return response;
    },
  };
}

/** A self-signed certificate: browsers show a warning once. */
async function selfSigned(): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  return { key, cert };
}
