import { pino } from 'pino';
import { generate } from 'selfsigned';
import { readConfig } from '../proxy/config/config.ts';
import { createProxy } from '../proxy/create-proxy.ts';
import type { Listening } from '../proxy/serve.ts';
import { type Certificate, type Handler, serveDemo } from './serve.ts';
import { createSimulator, type Simulator } from './simulator/create-simulator.ts';
import { handlerOf, startTime } from './simulator/serve.ts';
import { createSite } from './site.ts';

/** Where each server listens; 0 for any free port. */
export interface Ports {
  readonly proxy: number;
  readonly site: number;
  readonly simulator: number;
}

/** Everything that one person needs to try a payment, running. */
export interface Stack {
  readonly siteUrl: string;
  readonly proxyUrl: string;
  /** Absent when HelloAsso's sandbox is asked instead. */
  readonly simulated: { readonly url: string; readonly simulator: Simulator } | undefined;
  /** Ends every server at once. */
  close(): void;
}

interface Options {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly ports: Ports;
  /** Pages reload when the servers start again. */
  readonly isReloading?: boolean;
  /** The clock of proxy and simulator, in ms; the real one when absent. */
  readonly now?: () => number;
}

const CREDENTIALS = ['HELLOASSO_CLIENT_ID', 'HELLOASSO_CLIENT_SECRET', 'HELLOASSO_ORGANIZATION'] as const;
const SIMULATED = { clientId: 'simulator-client', clientSecret: 'simulator-secret', organization: 'asso-demo' };
const HOST = '127.0.0.1';

/**
 * Starts demo site and proxy, with the simulator when the environment holds no credentials of HelloAsso's.
 * @throws Error with one clear sentence.
 */
export async function startStack({ environment, ports, isReloading = false, now = Date.now }: Options): Promise<Stack> {
  const listening: Pick<Listening, 'close'>[] = [];
  /** Listens first and makes the handler after, since each needs to know the addresses of the others. */
  const listen = async (port: number, setBy: string, certificate?: Certificate): Promise<Place> => {
    let handler: Handler | undefined;
    const server = await serveDemo(
      { fetch: (request, peer) => handler?.fetch(request, peer) ?? new Response(null, { status: 503 }) },
      { host: HOST, port, setBy },
      certificate,
    );
    listening.push(server);
    return {
      url: `${certificate ? 'https' : 'http'}://localhost:${server.port}`,
      answerWith: (made: Handler) => {
        handler = made;
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
    // HelloAsso refuses return addresses that are not https, so its sandbox needs an https page.
    const site = await listen(ports.site, 'DEMO_PORT', isSandbox ? await selfSigned() : undefined);
    const proxy = await listen(ports.proxy, 'PORT');
    const simulated = isSandbox ? undefined : simulate(await listen(ports.simulator, 'SIMULATOR_PORT'), proxy.url, now);
    if (simulated) listening.push({ close: simulated.stopTime });

    const config = readConfig({
      ...environment,
      LOG_LEVEL: environment.LOG_LEVEL || 'warn',
      HELLOASSO_ENVIRONMENT: 'sandbox',
      HELLOASSO_API_URL: simulated?.url,
      ALLOWED_ORIGINS: `${site.url},${site.url.replace('localhost', HOST)}`,
      ...(simulated && {
        HELLOASSO_CLIENT_ID: SIMULATED.clientId,
        HELLOASSO_CLIENT_SECRET: SIMULATED.clientSecret,
        HELLOASSO_ORGANIZATION: SIMULATED.organization,
      }),
    });
    proxy.answerWith(withoutCache(createProxy(config, { now, log: pino({ level: config.logLevel }) })));
    site.answerWith(createSite(proxy.url, isReloading));
    return { siteUrl: site.url, proxyUrl: proxy.url, simulated, close };
  } catch (error) {
    close();
    throw error;
  }

  function close(): void {
    for (const server of listening) server.close();
  }
}

interface Place {
  readonly url: string;
  readonly answerWith: (handler: Handler) => void;
}

/** HelloAsso's stand-in, which notifies the proxy as HelloAsso would. */
function simulate({ url, answerWith }: Place, proxyUrl: string, now: () => number) {
  const notificationUrl = `${proxyUrl}/v1/notifications`;
  const simulator = createSimulator({ ...SIMULATED, origin: url, allowHttpLoopback: true, notificationUrl, now });
  answerWith(handlerOf(simulator));
  return { url, simulator, stopTime: startTime(simulator) };
}

/** The widget changes here without a new version, and browsers would keep the old one. */
function withoutCache(proxy: Handler): Handler {
  return {
    async fetch(request, peer) {
      const response = await proxy.fetch(request, peer);
      response.headers.set('cache-control', 'no-store');
      return response;
    },
  };
}

/** A certificate that browsers will ask about once. */
async function selfSigned(): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  return { key, cert };
}
