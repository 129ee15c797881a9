// Whether the built proxy grows under a load that never pauses, and what it keeps when the load is over. Ten minutes, or as many as
// `MINUTES` says.
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.ts';
import { steady } from './load.ts';
import { median, report } from './report.ts';
import { CALM_MS, environment, PROXY } from './servers.ts';

const MINUTES = Number(process.env.MINUTES ?? 10);
const PER_SECOND = 100;
const TURN_SECONDS = 10;
/** Between the second fifth and the last one. In the first one, memory and the answers that are stored for repeats fill up. */
const MAX_GROWTH = 1.1;
const MAX_KEPT = 1.5;

const upstream = await startChild(['helloasso.js']);
const proxy = await startChild(PROXY, environment(upstream));
const rest = proxy.residentMb();
const sampled: number[] = [];
let checkouts = 0;
while (sampled.length * TURN_SECONDS < MINUTES * 60) {
  checkouts += (await steady(proxy.origin, PER_SECOND, TURN_SECONDS)).length;
  sampled.push(proxy.residentMb());
}
const fifth = Math.floor(sampled.length / 5);
const early = median(sampled.slice(fifth, 2 * fifth));
const late = median(sampled.slice(-fifth));
await sleep(CALM_MS);
const calm = proxy.residentMb();
await Promise.all([proxy.stop(), upstream.stop()]);
if (late > early * MAX_GROWTH || calm > rest * MAX_KEPT) process.exitCode = 1;

report(
  'soak',
  ['what', 'measured', 'aim'],
  [
    [`checkouts made in ${MINUTES} minutes, all answered`, String(checkouts), 'none'],
    ['memory at rest, MB', rest.toFixed(0), 'none'],
    ['median memory in the second fifth of that time, MB', early.toFixed(0), 'none'],
    [
      'median memory in its last fifth, MB',
      late.toFixed(0),
      `at most × ${MAX_GROWTH} (× ${(late / early).toFixed(2)})`,
    ],
    [
      `memory ${CALM_MS / 1000} s later, MB`,
      calm.toFixed(0),
      `at most × ${MAX_KEPT} of rest (× ${(calm / rest).toFixed(2)})`,
    ],
  ],
);
