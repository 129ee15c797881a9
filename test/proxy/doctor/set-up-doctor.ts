import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { generate } from 'selfsigned';
import { Webhook } from 'standardwebhooks';
import { type Certificate, serveDemo } from '../../../demo/serve.ts';
import { createSimulator, type Simulator } from '../../../demo/simulator/create-simulator.ts';
import { simulatorHandler } from '../../../demo/simulator/serve.ts';
import { type Config, readConfig } from '../../../proxy/config/config.ts';
import { createProxy } from '../../../proxy/create-proxy.ts';
import type { Finding } from '../../../proxy/doctor/finding.ts';
import { listen, serve } from '../../../proxy/serve.ts';
import { BARE_ENVIRONMENT } from '../../bare-environment.ts';
import { freePort } from '../../free-port.ts';
import { markersIn } from '../../scenarios/leak-markers.ts';

const PLACE = { host: '127.0.0.1', port: 0, setBy: '' };

const SECRETS = {
  HELLOASSO_CLIENT_SECRET: 'marked-client-secret',
  SIGNING_SECRET: Buffer.from('marked-signing-secret-0123456789').toString('base64'),
  FORWARD_SECRET: `whsec_${Buffer.from('marked-forward-secret-01').toString('base64')}`,
};
/** Receivers may be behind an address that only its owner knows. */
const FORWARD_PATH = '/marked-forward-path';

export const OFFERS = { don: { kind: 'gift', itemName: 'Don', amountCents: 2000 } };

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What can be wrong with an installation. Each member is as it should be unless it is given. */
export interface Damage {
  readonly variables?: (addresses: Addresses) => Readonly<Record<string, string | undefined>>;
  readonly offers?: object;
  /** Has the last word on the files. */
  readonly files?: (folder: string) => void;
  readonly simulator?: (simulator: Simulator) => void;
  /** By how much HelloAsso's clock differs, in ms. */
  readonly clockMs?: number;
  /** Of HelloAsso's server, which then speaks https. */
  readonly certificate?: CertificateOptions;
  /** Of the server in front of the proxy. */
  readonly frontCertificate?: CertificateOptions;
  /** Of the running proxy. */
  readonly config?: (config: Config) => Config;
  /** The server in front of the proxy: answers itself, or lets the request through by returning nothing. */
  readonly front?: Answer;
  readonly forwardedFor?: string | undefined;
  readonly page?: Answer;
  readonly receiver?: Answer;
  readonly args?: (addresses: Addresses) => readonly string[];
  /** Of Node. */
  readonly nodeArgs?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface CertificateOptions {
  readonly days: number;
  readonly name?: string;
  readonly isKnown?: boolean;
}

interface Addresses {
  readonly site: string;
  readonly proxy: string;
  readonly helloasso: string;
  readonly receiver: string;
}

/** What `helloasso-checkout doctor --json` says of an installation, every part of which is real, but HelloAsso, which is simulated. */
export async function examine(context: TestContext, damage: Damage = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-doctor-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const authorities = join(folder, 'authorities.pem');
  writeFileSync(authorities, '');
  const certify = async ({ days, name = '127.0.0.1', isKnown = true }: CertificateOptions): Promise<Certificate> => {
    const [notBeforeDate, notAfterDate] = [-40, days].map((offset) => new Date(Date.now() + offset * 86_400_000));
    const { private: key, cert } = await generate([{ name: 'commonName', value: randomUUID() }], {
      ...(notBeforeDate && { notBeforeDate }),
      ...(notAfterDate && { notAfterDate }),
      extensions: [
        { name: 'subjectAltName', altNames: [name === '127.0.0.1' ? { type: 7, ip: name } : { type: 2, value: name }] },
      ],
    });
    if (isKnown) writeFileSync(authorities, `${cert}\n`, { flag: 'a' });
    return { key, cert };
  };
  const open = async (answer: Answer, certificate?: Certificate): Promise<string> => {
    const server = certificate ? createTlsServer(certificate, answer) : createServer(answer);
    const { port, close } = await listen(server, PLACE);
    context.after(close);
    return `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`;
  };

  const calls: string[] = [];
  const certificate = damage.certificate && (await certify(damage.certificate));
  const port = await freePort();
  const helloasso = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`;
  const simulator = createSimulator({
    origin: helloasso,
    clientId: 'simulator-client',
    clientSecret: SECRETS.HELLOASSO_CLIENT_SECRET,
    now: () => Date.now() + (damage.clockMs ?? 0),
  });
  damage.simulator?.(simulator);
  const { fetch } = simulatorHandler(simulator);
  const recording = {
    fetch: (...[request, peer]: Parameters<typeof fetch>) => {
      calls.push(`${request.method} ${new URL(request.url).pathname}`);
      return fetch(request, peer);
    },
  };
  context.after((await serveDemo(recording, { ...PLACE, port }, certificate)).close);

  let proxyUrl = '';
  const front = await open(
    async (request, response) => {
      if (damage.front?.(request, response)) return;
      const forwardedFor = 'forwardedFor' in damage ? damage.forwardedFor : '192.0.2.7';
      const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
      const answer = await globalThis.fetch(proxyUrl + request.url, { headers });
      const isScript = request.url === '/helloasso-checkout.js'; // which is there only after a build
      response
        .writeHead(isScript ? 200 : answer.status)
        .end(isScript ? '/* helloasso-checkout */' : await answer.text());
    },
    damage.frontCertificate && (await certify(damage.frontCertificate)),
  );
  const site = await open((request, response) => {
    if (damage.page?.(request, response)) return;
    response.end(`<script type="module" src="${front}/helloasso-checkout.js"></script><helloasso-checkout>`);
  });
  const events: string[] = [];
  const webhook = new Webhook(SECRETS.FORWARD_SECRET);
  const receiver = await open(async (request, response) => {
    const body = await text(request);
    if (damage.receiver?.(request, response)) return;
    try {
      webhook.verify(body, request.headers as Record<string, string>);
      events.push(body);
      response.writeHead(204).end();
    } catch {
      response.writeHead(401).end();
    }
  });

  const addresses = { site, proxy: front, helloasso, receiver };
  const variables = {
    ...SECRETS,
    HELLOASSO_CLIENT_ID: 'simulator-client',
    HELLOASSO_ORGANIZATION: 'asso-demo',
    HELLOASSO_API_URL: helloasso,
    ALLOWED_ORIGINS: site,
    PUBLIC_URL: front,
    FORWARD_URL: receiver + FORWARD_PATH,
    TRUSTED_PROXIES: '127.0.0.1',
    ...damage.variables?.(addresses),
  };
  const lines = Object.entries(variables).filter(([, value]) => value !== undefined);
  writeFileSync(join(folder, '.env'), lines.map(([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 });
  writeFileSync(join(folder, 'offers.json'), JSON.stringify(damage.offers ?? OFFERS));
  const config = asConfig(variables, damage.offers ?? OFFERS);
  if (config) {
    const proxy = await serve(createProxy(damage.config?.(config) ?? config), PLACE);
    context.after(proxy.close);
    proxyUrl = `http://127.0.0.1:${proxy.port}`;
  }
  damage.files?.(folder);

  const args = [
    ...(damage.nodeArgs ?? []),
    resolve('proxy/cli.ts'),
    'doctor',
    '--json',
    ...(damage.args?.(addresses) ?? []),
  ];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: {
      ...{ ...BARE_ENVIRONMENT, TMPDIR: folder, NODE_EXTRA_CA_CERTS: authorities },
      ...damage.environment,
    },
  });
  const [stdout, stderr, exitStatus] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  const secrets = new Map([...Object.entries(SECRETS), ['the receiver’s path', FORWARD_PATH]] as const);
  assert.deepEqual(markersIn(stdout + stderr, secrets), []);
  const { status, findings } = JSON.parse(stdout) as { status: string; findings: readonly Finding[] };
  return { folder, addresses, calls, events, stderr, exitStatus, status, findings };
}

/** Nothing where the damage is in the configuration itself: the proxy could not have started. */
function asConfig(variables: Readonly<Record<string, string | undefined>>, offers: object): Config | undefined {
  try {
    return readConfig(variables, () => JSON.stringify(offers));
  } catch {
    return undefined;
  }
}

export function chmod(file: string, mode: number) {
  return (folder: string): void => chmodSync(join(folder, file), mode);
}
