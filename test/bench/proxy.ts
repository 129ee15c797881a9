// What the built proxy costs, beside a bare `node:http` forwarder and beside what integrators write today. Every server is a
// process of its own; they take turns, short enough for the noise of the machine to meet them alike.
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.ts';
import { type Child, startChild } from './child.ts';
import { flood, rush, steady } from './load.ts';
import { median, percentile, report } from './report.ts';

const PER_SECOND = 100;
const STEADY_ROUNDS = 12;
const STEADY_SECONDS = 2;
const UNDER_WAY = 32;
const FLOOD_ROUNDS = 3;
const FLOOD_SECONDS = 3;
const WARM_UP = 500;
const STARTS = 11;
const RUSH = 10_000;
/** Long enough for thousands to wait for the first token, well inside the proxy's patience of five seconds. */
const RUSH_TOKEN_MS = 1_000;

const MAX_ADDED_P50_MS = 1;
const MAX_ADDED_P99_MS = 5;

const PROXY = [fileURLToPath(new URL('../../dist/cli.js', import.meta.url)), 'serve'];
const SIMULATOR = fileURLToPath(new URL('../../dist/simulator-cli.js', import.meta.url));
const BARE_NODE = [
  '-e',
  `const server = require('node:http').createServer((_, response) => response.end()).listen(0, '127.0.0.1', () =>
    process.stdout.write(JSON.stringify({ port: server.address().port })));`,
];

/** The columns of the report: what is measured, and what it is measured against. */
type Name = 'bare' | 'proxy' | 'express';
type Each<T> = Readonly<Record<Name, T>>;

const NONE = 'none';
const rows: string[][] = [];

const upstream = await startChild(['helloasso.js']);
const servers: Each<Child> = {
  bare: await startChild(['forwarder.js'], environment(upstream)),
  proxy: await startChild(PROXY, environment(upstream)),
  express: await startChild(['express-route.js'], environment(upstream)),
};
const atRest = await each((server) => server.residentMb());
const tokens = await each(async ({ origin }) => {
  const before = await tokensGiven(upstream);
  await rush(origin, WARM_UP);
  return (await tokensGiven(upstream)) - before;
});
await reportLatency();
await reportThroughput();
row('memory at rest, MB', await each((_, name) => atRest[name].toFixed(0)), times(atRest), NONE);
const afterLoad = await each((server) => server.residentMb());
row('memory after that load, MB', await each((_, name) => afterLoad[name].toFixed(0)), times(afterLoad), NONE);
row(`tokens used by the first ${WARM_UP} checkouts`, await each((_, name) => String(tokens[name])), '', NONE);
await Promise.all([...Object.values(servers), upstream].map((child) => child.stop()));
await reportRush();
await reportStart();

report(
  'proxy',
  ['what', 'bare `node:http`', 'this proxy', 'Express, a token per payment', 'proxy to bare', 'aim'],
  rows,
);

async function reportLatency(): Promise<void> {
  const measured: Record<Name, number[][]> = { bare: [], proxy: [], express: [] };
  for (let round = 0; round < STEADY_ROUNDS; round += 1) {
    await each(async ({ origin }, name) => {
      globalThis.gc?.(); // now, rather than in the middle of a request
      measured[name].push(await steady(origin, PER_SECOND, STEADY_SECONDS));
    });
  }
  for (const { name, share, max } of [
    { name: 'p50', share: 0.5, max: MAX_ADDED_P50_MS },
    { name: 'p99', share: 0.99, max: MAX_ADDED_P99_MS },
  ]) {
    // The median of the rounds, so that a bad moment of the machine spoils one round and not the figure.
    const ms = await each((_, server) => median(measured[server].map((round) => percentile(round, share))));
    const added = ms.proxy - ms.bare;
    if (added > max) process.exitCode = 1;
    const cells = await each((_, server) => ms[server].toFixed(2));
    row(`${name} of a checkout at ${PER_SECOND}/s, ms`, cells, `+ ${added.toFixed(2)}`, `at most + ${max}`);
  }
}

async function reportThroughput(): Promise<void> {
  const measured: Record<Name, number[]> = { bare: [], proxy: [], express: [] };
  for (let round = 0; round < FLOOD_ROUNDS; round += 1) {
    await each(async ({ origin }, name) => measured[name].push(await flood(origin, UNDER_WAY, FLOOD_SECONDS)));
  }
  const perSecond = await each((_, name) => median(measured[name]));
  const cells = await each((_, name) => perSecond[name].toFixed(0));
  row(`checkouts a second, ${UNDER_WAY} under way`, cells, times(perSecond), NONE);
}

/** Against the simulator, with HelloAsso's limits on: here one token too many would cost payers their checkout. */
async function reportRush(): Promise<void> {
  const simulator = await startChild([SIMULATOR, '--port', String(await freePort())]);
  const proxy = await startChild(PROXY, environment(simulator));
  const fault = JSON.stringify({ kind: 'latency', on: 'token', ms: RUSH_TOKEN_MS });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${simulator.origin}/_simulator/faults`, { method: 'POST', headers, body: fault });
  const made = await rush(proxy.origin, RUSH);
  const alive = (await (await fetch(`${simulator.origin}/_simulator/tokens`)).json()) as unknown[];
  await Promise.all([proxy.stop(), simulator.stop()]);
  if (alive.length !== 1) process.exitCode = 1;
  const cells = { bare: '', proxy: String(alive.length), express: '' };
  row(`tokens used by ${RUSH} first checkouts at once (${made} made)`, cells, '', 'one');
}

/** From the start of the process to its first answer. */
async function reportStart(): Promise<void> {
  const measured = { bare: [] as number[], proxy: [] as number[] };
  for (let turn = 0; turn < STARTS; turn += 1) {
    measured.bare.push(await startMs(BARE_NODE));
    measured.proxy.push(await startMs(PROXY));
  }
  const ms = { bare: median(measured.bare), proxy: median(measured.proxy) };
  const cells = { bare: ms.bare.toFixed(0), proxy: ms.proxy.toFixed(0), express: '' };
  row('start to the first answer, ms (bare: `node -e`)', cells, times(ms), NONE);
}

async function startMs(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = await startChild(args, environment({ origin: 'http://127.0.0.1:9' })); // never called
  const answer = await fetch(`${child.origin}/healthz`);
  await answer.text();
  const ms = performance.now() - start;
  await child.stop();
  if (!answer.ok) throw new Error(`/healthz answered ${answer.status}`);
  return ms;
}

/** What a server needs to know; it writes its log as it would for an operator. */
function environment({ origin }: Pick<Child, 'origin'>): Record<string, string> {
  return {
    HELLOASSO_API_URL: origin,
    HELLOASSO_CLIENT_ID: 'simulator-client',
    HELLOASSO_CLIENT_SECRET: 'simulator-secret',
    HELLOASSO_ORGANIZATION: 'asso-demo',
    ALLOWED_ORIGINS: 'https://www.example.org',
    OFFERS_FILE: fileURLToPath(new URL('../../offers.json', import.meta.url)),
    PORT: '0',
    TRUSTED_PROXIES: '127.0.0.1',
  };
}

async function tokensGiven({ origin }: Child): Promise<number> {
  const { tokens } = (await (await fetch(`${origin}/tokens`)).json()) as { tokens: number };
  return tokens;
}

/** One after another, so that they never compete. */
async function each<T>(ask: (server: Child, name: Name) => T | Promise<T>): Promise<Each<T>> {
  const bare = await ask(servers.bare, 'bare');
  const proxy = await ask(servers.proxy, 'proxy');
  const express = await ask(servers.express, 'express');
  return { bare, proxy, express };
}

function times({ bare, proxy }: Pick<Each<number>, 'bare' | 'proxy'>): string {
  return `× ${(proxy / bare).toFixed(2)}`;
}

function row(what: string, { bare, proxy, express }: Each<string>, proxyToBare: string, aim: string): void {
  rows.push([what, bare, proxy, express, proxyToBare, aim]);
}
