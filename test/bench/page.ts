// A cold visit of a page whose proxy is on another origin, by a slow phone on Slow 4G, beside the floor: the same page with an empty
// script from the same proxy. The visits take turns in one browser, each with a context of its own.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { commandOf, median, report } from './report.ts';
import { KBIT_PER_SECOND, ROUND_TRIP_MS } from './slow-link.ts';
import { type Case, CPU_SLOWDOWN, startWorld, type Visit } from './visit.ts';

const ROUNDS = 9;
const MAX_TIMES_FLOOR = 1.7;

const FLOOR: Case = { name: 'floor', mode: 'live', lang: 'fr' };
const GIFT = { form: 'offer="don"', shows: '[part~=amount]', chooses: true };
const FORMS: readonly Case[] = [
  { ...GIFT, name: 'gift in French', mode: 'live', lang: 'fr' },
  {
    name: 'membership, three instalments',
    mode: 'live',
    lang: 'fr',
    form: 'offer="adhesion" instalments="3"',
    shows: '[part~=option-chosen]',
  },
  { ...GIFT, name: 'gift in test mode', mode: 'test', lang: 'fr' },
  { ...GIFT, name: 'gift in English', mode: 'live', lang: 'en' },
  {
    ...GIFT,
    name: 'gift with an address',
    mode: 'live',
    lang: 'fr',
    form: 'offer="adresse"',
    shows: '[name=country]',
  },
];
const CASES = [FLOOR, ...FORMS];

const world = await startWorld();
const visits = new Map<Case, Visit[]>(CASES.map((visited) => [visited, []]));
for (const visited of CASES) await world.visit(visited); // the proxy compresses a file at its first request
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [visited, measured] of visits) measured.push(await world.visit(visited));
}
await world.close();

const medians = new Map(CASES.map((visited) => [visited, medianOf(visits.get(visited) ?? [])]));
for (const form of FORMS) {
  const { usableMs, longTasks, layoutShift } = mediansOf(form);
  const isSlow = usableMs > MAX_TIMES_FLOOR * mediansOf(FLOOR).usableMs || longTasks > 0;
  if (isSlow || layoutShift > 0) process.exitCode = 1;
}
writeFileSync(
  new URL('results/page.json', import.meta.url),
  `${JSON.stringify(
    {
      command: commandOf('page'),
      date: new Date().toISOString().slice(0, 10),
      machine: `${cpus().length} × ${cpus()[0]?.model}`,
      loadAverage: loadavg()[0],
      node: process.versions.node,
      chromium: world.browserVersion,
      conditions: {
        roundTripMs: ROUND_TRIP_MS,
        kbitPerSecond: KBIT_PER_SECOND,
        cpuSlowdown: CPU_SLOWDOWN,
        rounds: ROUNDS,
      },
      medians: byName(medians),
      visits: byName(visits),
    },
    undefined,
    2,
  )}\n`,
);
report(
  'page',
  [`median of ${ROUNDS} cold visits`, ...CASES.map(({ name }) => name), 'aim'],
  [
    row('navigation to a form that can be used, ms', 'usableMs', `at most × ${MAX_TIMES_FLOOR}`),
    row('press to the first byte of the payment page, ms', 'paymentPageMs'),
    row('bytes before the press', 'bytes'),
    row('requests before the form can be used', 'requestsBeforeUsable'),
    row('requests before the press', 'requestsBeforePress'),
    row('long tasks', 'longTasks', 'none'),
    row('long tasks, ms together', 'longTasksMs'),
    row('layout shift', 'layoutShift', '0'),
  ],
);

/** With the ratio to the floor, where the floor is not zero. */
function row(what: string, measure: keyof Visit, aim = 'none set'): string[] {
  const floor = mediansOf(FLOOR)[measure];
  const cells = FORMS.map((form) => {
    const measured = mediansOf(form)[measure];
    return floor > 0 ? `${written(measured)} (× ${(measured / floor).toFixed(2)})` : written(measured);
  });
  return [what, written(floor), ...cells, aim];
}

function written(number: number): string {
  return String(Number(number.toFixed(number < 1 ? 3 : 0)));
}

function mediansOf(visited: Case): Visit {
  return medians.get(visited) ?? medianOf([]);
}

function medianOf(measured: readonly Visit[]): Visit {
  const of = (measure: keyof Visit) => median(measured.map((visit) => visit[measure]));
  return {
    usableMs: of('usableMs'),
    paymentPageMs: of('paymentPageMs'),
    bytes: of('bytes'),
    requestsBeforeUsable: of('requestsBeforeUsable'),
    requestsBeforePress: of('requestsBeforePress'),
    longTasks: of('longTasks'),
    longTasksMs: of('longTasksMs'),
    layoutShift: of('layoutShift'),
  };
}

function byName<T>(values: ReadonlyMap<Case, T>): Readonly<Record<string, T>> {
  return Object.fromEntries([...values].map(([{ name }, value]) => [name, value]));
}
