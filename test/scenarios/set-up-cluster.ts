import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { CheckoutCreated } from '../../proxy/contract/checkout.ts';
import { freePort } from '../free-port.ts';
import { ORIGIN } from '../proxy/set-up.ts';
import { end, until } from '../redis.ts';
import { startHelloAsso } from './set-up-helloasso.ts';

export const INSTANCES = 3;
/** Each sends everything twice. More would keep Redis from answering in time on a small machine. */
const PAYERS_AT_ONCE = 3;

/** nginx in front of the proxies: takes them in turns, or always the same one for a key, as ARCHITECTURE.md recommends. */
export type Balance = 'turns' | 'by-key';

/** A line of a proxy's log. */
export interface LogLine {
  readonly msg: string;
  readonly reason?: string;
}

/** A proxy in a process of its own. */
interface Instance {
  readonly port: number;
  /** All that it has written so far. */
  output: string;
  kill(): Promise<void>;
}

/** Three built proxies behind nginx, HelloAsso in this process, and payers. */
export async function startCluster(
  context: TestContext,
  redisUrl: string,
  environment: Readonly<Record<string, string>> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-cluster-'));
  const children: ChildProcess[] = [];
  context.after(async () => {
    for (const child of children.reverse()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  });

  const helloAsso = await startHelloAsso(context);
  const startInstance = async (port: number): Promise<Instance> => {
    const child = spawn(process.execPath, ['dist/cli.js', 'serve'], {
      env: { ...helloAsso.environment(port, folder), LOG_LEVEL: 'warn', REDIS_URL: redisUrl, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const instance: Instance = { port, output: '', kill: () => end(child) };
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (instance.output += text));
    await until(child, async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok);
    return instance;
  };
  const ports = await Promise.all(Array.from({ length: INSTANCES }, () => freePort()));
  const instances = await Promise.all(ports.map(startInstance));
  const balancers: Readonly<Record<Balance, number>> = { turns: await freePort(), 'by-key': await freePort() };
  const nginx = spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', configureNginx(folder, ports, balancers)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(nginx);
  await until(nginx, async () => (await fetch(`http://127.0.0.1:${balancers.turns}/healthz`)).ok);

  /** The redirects that each key was answered. */
  const redirects = new Map<string, Set<string>>();
  const refused: number[] = [];
  let payers = 0;
  const address = () => {
    payers += 1;
    return `10.${payers >> 16}.${(payers >> 8) & 255}.${payers & 255}`;
  };
  /** One request for a checkout; its status, 0 for a connection that broke. */
  const ask = async (balance: Balance, key: string, amountCents: number, from: string): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${balancers[balance]}/v1/checkouts`, {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'application/json', 'idempotency-key': key, 'x-forwarded-for': from },
      body: JSON.stringify({ offer: 'don', amountCents, returnPath: '/' }),
    }).catch(() => undefined);
    const body = await response?.json().catch(() => undefined);
    if (response?.status !== 201) return response?.status ?? 0;
    const { redirectUrl } = body as CheckoutCreated;
    redirects.set(key, (redirects.get(key) ?? new Set()).add(redirectUrl));
    return 201;
  };
  /** Asks until there is a checkout, as a payer does who presses again. */
  const insist = async (balance: Balance, key: string, amountCents: number, from: string): Promise<void> => {
    for (;;) {
      const status = await ask(balance, key, amountCents, from);
      if (status === 201) return;
      assert.ok([0, 502, 503, 504].includes(status), `a payer was answered ${status}`);
      refused.push(status);
      await setTimeout(20, undefined, { signal: context.signal });
    }
  };

  /** What each proxy has logged about the shared state. */
  const lines = (): readonly (readonly LogLine[])[] =>
    instances.map(({ output }) =>
      output
        .split('\n')
        .filter((line) => line.includes('"the shared state is '))
        .map((line) => JSON.parse(line) as LogLine),
    );

  return {
    instances,
    helloAsso: helloAsso.given,
    redirects,
    refused,
    ask,
    address,
    lines,
    /**
     * Payers pay while `meanwhile` runs, and a while longer. Each sends every request twice at once, and once more when it has been
     * answered, as no browser should.
     */
    async payWhile(balance: Balance, meanwhile = async (): Promise<unknown> => undefined): Promise<void> {
      let isOver = false;
      const payer = async () => {
        while (!isOver) {
          const [key, from] = [randomUUID(), address()];
          const amountCents = 1_000 + payers;
          await Promise.all([insist(balance, key, amountCents, from), insist(balance, key, amountCents, from)]);
          await insist(balance, key, amountCents, from);
        }
      };
      const all = Promise.all(Array.from({ length: PAYERS_AT_ONCE }, payer));
      const served = async (count: number) => {
        const before = redirects.size;
        while (redirects.size < before + count) await setTimeout(10, undefined, { signal: context.signal });
      };
      const work = async () => {
        await served(30);
        await meanwhile();
        await served(30);
        isOver = true;
      };
      await Promise.all([all, work()]);
    },
    /**
     * Repeats `run`, each time from nothing, until the shared state has answered in time during all of it. A busy machine may keep Redis from
     * that, and then the proxies are not as one.
     */
    async undisturbed(run: () => Promise<unknown>): Promise<void> {
      const changes = () => lines().map(({ length }) => length);
      for (;;) {
        const before = changes();
        redirects.clear();
        refused.length = 0;
        helloAsso.given.intents = 0;
        await run();
        if (before.every((count) => count % 2 === 0) && before.join() === changes().join()) return;
      }
    },
    /** Waits until each of these proxies has logged so many lines. */
    async logged(count: number): Promise<void> {
      while (!lines().every(({ length }) => length >= count))
        await setTimeout(10, undefined, { signal: context.signal });
    },
  };
}

function configureNginx(folder: string, ports: readonly number[], listens: Readonly<Record<Balance, number>>): string {
  const servers = ports.map((port) => `server 127.0.0.1:${port} fail_timeout=1s;`).join(' ');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const server = (name: Balance) => `server {
    listen 127.0.0.1:${listens[name]};
    location / {
      proxy_pass http://${name};
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }`;
  const path = join(folder, 'nginx.conf');
  writeFileSync(
    path,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log /dev/null;
events { worker_connections 512; }
http {
  access_log off; ${temporary.join(' ')}
  map $http_idempotency_key $instance { "" $remote_addr; default $http_idempotency_key; }
  upstream turns { ${servers} }
  upstream by-key { hash $instance consistent; ${servers} }
  ${server('turns')}
  ${server('by-key')}
}`,
  );
  return path;
}

/** A forwarder between proxies and Redis, which can be slow. */
export async function startForwarder(context: TestContext, redisPort: number) {
  const worker = new Worker(new URL('./slow-forwarder.ts', import.meta.url), { workerData: redisPort });
  context.after(() => worker.terminate());
  const [port] = (await once(worker, 'message')) as [number];
  return { port, delay: (ms: number) => worker.postMessage(ms) };
}
