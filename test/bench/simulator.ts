// What ten thousand intents cost the simulator: memory for each, and the time of its pages beside that of a nearly empty one.
import { createSimulator, type Simulator } from '../../demo/simulator/create-simulator.ts';
import { median, report } from './report.ts';

const FEW = 100;
const MANY = 10_000;
const ORGANIZATION = 'asso-demo';
const ORIGIN = 'http://127.0.0.1:8789';
const TIMED_CALLS = 101;
const DOES_NOT_GROW = 'does not grow';

/** The pages of twenty, and what is asked of them. */
const LISTINGS = [
  { name: 'the panel’s list of intents', path: '/intentions', aim: DOES_NOT_GROW },
  {
    name: 'GET /organizations/{slug}/orders',
    path: `/v5/organizations/${ORGANIZATION}/orders?pageSize=20`,
    aim: 'none: a filter reads every order',
  },
  {
    name: 'GET /organizations/{slug}/payments',
    path: `/v5/organizations/${ORGANIZATION}/payments?pageSize=20`,
    aim: 'none: a filter reads every payment, and they are sorted anew',
  },
];

const few = await simulatorWith(FEW);
const before = heapBytes();
const many = await simulatorWith(MANY);
const bytesEach = Math.round((heapBytes() - before) / MANY);

const MAX_BYTES_EACH = 5_000;
/** Noise between two medians of a quick page. */
const MAX_RATIO = 2;
if (bytesEach > MAX_BYTES_EACH) process.exitCode = 1;

const rows = [
  ['memory of an intent with its order and three payments', `${bytesEach} bytes`, `at most ${MAX_BYTES_EACH} bytes`],
];
for (const { name, path, aim } of LISTINGS) {
  const ratio = await timeRatio(path);
  if (aim === DOES_NOT_GROW && ratio > MAX_RATIO) process.exitCode = 1;
  rows.push([`${name}: ${MANY} intents against ${FEW}`, `× ${ratio.toFixed(2)}`, aim]);
}
report('simulator', ['what', 'measured', 'aim'], rows);

interface Loaded {
  readonly simulator: Simulator;
  readonly token: string;
}

async function simulatorWith(count: number): Promise<Loaded> {
  const simulator = createSimulator({ origin: ORIGIN, limits: false });
  const credentials = {
    grant_type: 'client_credentials',
    client_id: 'simulator-client',
    client_secret: 'simulator-secret',
  };
  const init = { method: 'POST', body: new URLSearchParams(credentials) };
  const answer = await simulator.fetch(new Request(`${ORIGIN}/oauth2/token`, init));
  const { access_token: token } = (await answer.json()) as { access_token: string };
  for (let number = 0; number < count; number += 1) {
    const id = await createIntent(simulator, token);
    await simulator.act(id, { action: 'pay' });
  }
  return { simulator, token };
}

async function createIntent(simulator: Simulator, token: string): Promise<number> {
  const months = [1, 2].map((later) => new Date(new Date().setUTCMonth(new Date().getUTCMonth() + later, 15)));
  const body = {
    totalAmount: 3000,
    initialAmount: 1000,
    itemName: 'Adhésion annuelle',
    backUrl: 'https://www.example.org/',
    errorUrl: 'https://www.example.org/',
    returnUrl: 'https://www.example.org/',
    containsDonation: false,
    terms: months.map((date) => ({ amount: 1000, date: date.toISOString().slice(0, 10) })),
    metadata: { reference: 'AAAAAAAAAAAAAAAAAAAAAA' },
  };
  const response = await simulator.fetch(
    new Request(`${ORIGIN}/v5/organizations/${ORGANIZATION}/checkout-intents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return ((await response.json()) as { id: number }).id;
}

/** How many times as long the list of many takes as that of few. They take turns, so that code gets warm for both alike. */
async function timeRatio(path: string): Promise<number> {
  const times = { few: [] as number[], many: [] as number[] };
  for (let call = 0; call < TIMED_CALLS; call += 1) {
    times.few.push(await listMs(few, path));
    times.many.push(await listMs(many, path));
  }
  return median(times.many) / median(times.few);
}

async function listMs({ simulator, token }: Loaded, path: string): Promise<number> {
  const start = performance.now();
  const response = await simulator.fetch(new Request(ORIGIN + path, { headers: { authorization: `Bearer ${token}` } }));
  await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return performance.now() - start;
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
