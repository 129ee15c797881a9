// What the built proxy costs, beside a bare `node:http` forwarder and beside what integrators write today. Every server is a
// process of its own; they take turns, short enough for the noise of the machine to meet them alike. So only what was measured in one
// run can be compared, and it is judged by the median of the ratios of the turns.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.ts';
import { type Child, startChild } from './child.ts';
import { flood, rush, rushTwice, steady } from './load.ts';
import { median, percentile, report } from './report.ts';
import { CALM_MS, environment, PROXY } from './servers.ts';

const ROUNDS = 9;
const PER_SECOND = 100;
const STEADY_SECONDS = 2;
const UNDER_WAY = 32;
const FLOOD_SECONDS = 2;
const WARM_UP = 500;
const STARTS = 11;
const RUSH = 10_000;
/** Long enough for thousands to wait for the first token, well inside the proxy's patience of five seconds. */
const RUSH_TOKEN_MS = 1_000;

const MAX_REST_MB = 80;
const MAX_KEPT = 1.5;
const MAX_START_MS = 150;
const MIN_MADE_LATER = 0.95;

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
const OF_TURNS = ` (median of ${ROUNDS} turns, and of their ratios)`;
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
  await flood(origin, UNDER_WAY, FLOOD_SECONDS);
  return (await tokensGiven(upstream)) - before;
});
await reportSpeed();
await reportMemory();
row('tokens used so far', await each((_, name) => String(tokens[name])), '', NONE);
await Promise.all([...Object.values(servers), upstream].map((child) => child.stop()));
await reportRush();
await reportStart();

report(
  'proxy',
  ['what', 'bare `node:http`', 'this proxy', 'Express, a token per payment', 'proxy to Express', 'aim'],
  rows,
);

async function reportSpeed(): Promise<void> {
  const latencies: Record<Name, number[][]> = { bare: [], proxy: [], express: [] };
  const throughputs: Record<Name, number[]> = { bare: [], proxy: [], express: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    await each(async ({ origin }, name) => {
      globalThis.gc?.(); // now, rather than in the middle of a request, or in the turn of the next server
      latencies[name].push(await steady(origin, PER_SECOND, STEADY_SECONDS));
    });
    await each(async ({ origin }, name) => {
      globalThis.gc?.();
      throughputs[name].push(await flood(origin, UNDER_WAY, FLOOD_SECONDS));
    });
  }
  for (const [name, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const ms = await each((_, server) => latencies[server].map((round) => percentile(round, share)));
    const ratio = medianRatio(ms);
    const hasAim = name === 'p50';
    if (hasAim && ratio > 1) process.exitCode = 1;
    const cells = await each((_, server) => median(ms[server]).toFixed(2));
    row(`${name} of a checkout at ${PER_SECOND}/s, ms${OF_TURNS}`, cells, times(ratio), hasAim ? 'at most × 1' : NONE);
  }
  const ratio = medianRatio(throughputs);
  if (ratio < 1) process.exitCode = 1;
  const cells = await each((_, name) => median(throughputs[name]).toFixed(0));
  row(`checkouts a second, ${UNDER_WAY} under way${OF_TURNS}`, cells, times(ratio), 'at least × 1');
}

async function reportMemory(): Promise<void> {
  const afterLoad = await each((server) => server.residentMb());
  await sleep(CALM_MS);
  const calm = await each((server) => server.residentMb());
  const kept = calm.proxy / atRest.proxy;
  if (atRest.proxy > MAX_REST_MB || kept > MAX_KEPT) process.exitCode = 1;
  const cells = (mb: Each<number>) => each((_, name) => mb[name].toFixed(0));
  const ratio = ({ proxy, express }: Each<number>) => times(proxy / express);
  row('memory at rest, MB', await cells(atRest), ratio(atRest), `at most ${MAX_REST_MB}`);
  row('memory at the end of that load, MB', await cells(afterLoad), ratio(afterLoad), NONE);
  const aim = `at most × ${MAX_KEPT} of rest (× ${kept.toFixed(2)})`;
  row(`memory ${CALM_MS / 1000} s later, MB`, await cells(calm), ratio(calm), aim);
}

/** Against the simulator, with HelloAsso's limits on: here one token too many would cost payers their checkout. */
async function reportRush(): Promise<void> {
  const simulator = await startChild([SIMULATOR, '--port', String(await freePort())]);
  const proxy = await startChild(PROXY, environment(simulator));
  const fault = JSON.stringify({ kind: 'latency', on: 'token', ms: RUSH_TOKEN_MS });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${simulator.origin}/_simulator/faults`, { method: 'POST', headers, body: fault });
  const { made, sentAway, madeLater, seconds } = await rushTwice(proxy.origin, RUSH);
  const alive = (await (await fetch(`${simulator.origin}/_simulator/tokens`)).json()) as unknown[];
  await Promise.all([proxy.stop(), simulator.stop()]);
  const share = madeLater / sentAway;
  if (alive.length !== 1 || share < MIN_MADE_LATER) process.exitCode = 1;
  const cell = (value: string) => ({ bare: '', proxy: value, express: '' });
  row(`${RUSH} first checkouts at once: made`, cell(String(made)), '', NONE);
  const later = `${madeLater} of ${sentAway} (${(share * 100).toFixed(1)} %)`;
  row('of those sent away: made when they came back once', cell(later), '', `at least ${MIN_MADE_LATER * 100} %`);
  row('checkouts a second, until the last one came back', cell(((made + madeLater) / seconds).toFixed(0)), '', NONE);
  row('tokens used by all of them', cell(String(alive.length)), '', 'one');
}

/** From the start of the process to its first answer. */
async function reportStart(): Promise<void> {
  const measured = { bare: [] as number[], proxy: [] as number[] };
  for (let turn = 0; turn < STARTS; turn += 1) {
    measured.bare.push(await startMs(BARE_NODE));
    measured.proxy.push(await startMs(PROXY));
  }
  const ms = { bare: median(measured.bare), proxy: median(measured.proxy) };
  if (ms.proxy > MAX_START_MS) process.exitCode = 1;
  const cells = { bare: ms.bare.toFixed(0), proxy: ms.proxy.toFixed(0), express: '' };
  row('start to the first answer, ms (bare: `node -e`)', cells, '', `at most ${MAX_START_MS}`);
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

/** Of proxy to Express, round by round. */
function medianRatio({ proxy, express }: Each<readonly number[]>): number {
  return median(proxy.map((value, round) => value / (express[round] ?? Number.NaN)));
}

function times(ratio: number): string {
  return `× ${ratio.toFixed(2)}`;
}

function row(what: string, { bare, proxy, express }: Each<string>, proxyToExpress: string, aim: string): void {
  rows.push([what, bare, proxy, express, proxyToExpress, aim]);
}
