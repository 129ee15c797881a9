import assert from 'node:assert/strict';
import { after, describe, it, mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { faultSchema } from '../../demo/simulator/controls/input-schemas.ts';
import type { FaultInput } from '../../demo/simulator/controls/inputs.ts';
import { PROBLEM_STATUS, type ProblemCode } from '../../proxy/contract/problem.ts';
import { assertProblem, GIFT, ORIGIN } from '../proxy/set-up.ts';
import { type Side, setUpFaults } from './set-up-faults.ts';

/** In what is sent, and so in no answer. */
const MARK = 'Zorglub';

const FAULTS: readonly FaultInput[] = [
  ...[400, 401, 403, 404, 409, 422, 429, 500, 501, 502, 503, 504].map((status) => ({
    kind: 'status' as const,
    status,
  })),
  { kind: 'status', status: 429, retryAfterSeconds: 0 },
  { kind: 'status', status: 503, retryAfterSeconds: 30 },
  { kind: 'latency', ms: 60_000 },
  { kind: 'slow-body', ms: 6000 },
  { kind: 'drop' },
  { kind: 'drop-answer' },
  { kind: 'malformed-json' },
  { kind: 'web-page', status: 403 },
  { kind: 'web-page', status: 200 },
  { kind: 'damage', member: 'access_token', value: null, on: 'token' },
  { kind: 'damage', member: 'id', value: 'x', on: 'api' },
];

/** A damage is one of a member that this side answers. */
function faultsOf(side: Side): readonly FaultInput[] {
  return FAULTS.filter(({ on = side }) => on === side);
}

type World = Awaited<ReturnType<typeof setUp>>;
type Expected = ProblemCode | 'send it again' | 'as ever';

interface Route {
  readonly ask: (world: World) => Promise<Response>;
  /** The status while all is well. */
  readonly well: readonly number[];
  /** What a lasting fault makes of it. */
  readonly during: (side: Side, fault: FaultInput) => Expected;
}

const asEver = () => 'as ever' as const;

/** Refusals mean wrong credentials; every other error may end soon. */
function ofToken(fault: FaultInput): ProblemCode {
  const isRefusal = fault.kind === 'status' && fault.status < 500 && fault.status !== 429;
  return isRefusal ? 'helloasso-credentials' : 'helloasso-unavailable';
}

const OF_CREATING: Readonly<Record<number, ProblemCode>> = {
  400: 'helloasso-refused',
  401: 'helloasso-credentials',
  403: 'helloasso-credentials',
  404: 'helloasso-credentials',
  409: 'organisation-cannot-collect',
  422: 'helloasso-refused',
};
const OF_READING: Readonly<Record<number, ProblemCode>> = {
  401: 'helloasso-credentials',
  403: 'helloasso-credentials',
  404: 'checkout-unknown',
};

const codeBy =
  (codes: typeof OF_READING): Route['during'] =>
  (side, fault) => {
    if (side === 'token') return ofToken(fault);
    return (fault.kind === 'status' && codes[fault.status]) || 'helloasso-unavailable';
  };

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /v1/offers': { ask: ({ ask }) => ask(`/v1/offers?${MARK}`), well: [200], during: asEver },
  'GET /v1/offers/{offer}': { ask: ({ ask }) => ask(`/v1/offers/don?${MARK}`), well: [200], during: asEver },
  'POST /v1/checkouts': { ask: ({ post, gift }) => post(gift), well: [201], during: codeBy(OF_CREATING) },
  'OPTIONS /v1/checkouts': {
    ask: ({ ask }) =>
      ask('/v1/checkouts', { method: 'OPTIONS', headers: { origin: ORIGIN, 'access-control-request-method': 'POST' } }),
    well: [204],
    during: asEver,
  },
  'GET /v1/checkouts/{id}, with the token of the browser': {
    ask: ({ read, checkout }) => read(checkout.checkoutIntentId, checkout.stateToken),
    well: [200],
    during: codeBy(OF_READING),
  },
  'GET /v1/checkouts/{id}, with the token of the address': {
    ask: ({ read, checkout }) => read(checkout.checkoutIntentId, checkout.returnToken),
    well: [200],
    during: codeBy(OF_READING),
  },
  'POST /v1/notifications': {
    ask: ({ ask, notification }) => ask('/v1/notifications', { method: 'POST', body: notification }),
    well: [200],
    during: () => 'send it again',
  },
  'GET /helloasso-checkout.js': {
    ask: ({ ask }) => ask(`/helloasso-checkout.js?${MARK}`),
    well: [200, 404], // where the widget is not built
    during: asEver,
  },
  'GET /healthz': { ask: ({ ask }) => ask(`/healthz?${MARK}`), well: [200], during: asEver },
  'GET /readyz': { ask: ({ ask }) => ask(`/readyz?${MARK}`), well: [200], during: asEver },
};

/** A checkout that is paid, and a token that has just died: whatever is asked of HelloAsso needs both its servers. */
async function setUp() {
  const delivered: string[] = [];
  const world = setUpFaults({ onEvent: ({ type }) => void delivered.push(type) });
  const gift = { ...GIFT, returnPath: `/${MARK}`, payer: { firstName: MARK, email: `${MARK}@example.org` } };
  const checkout = await world.begin(gift);
  await world.simulator.act(checkout.checkoutIntentId, { action: 'pay' });
  const notification = world.simulator.notifications().find(({ eventType }) => eventType === 'Order')?.body;
  assert.ok(notification);
  world.pass(31 * 60_000);
  return { ...world, gift, checkout, notification, delivered };
}

async function assertNoEcho(response: Response): Promise<void> {
  const seen = [await response.clone().text(), ...[...response.headers].flat()].join('\n');
  assert.ok(!seen.includes(MARK), seen);
}

/** One cell of the matrix: the fault lasts, then it is over. */
async function check({ ask, well, during }: Route, side: Side, fault: FaultInput): Promise<void> {
  const world = await setUp();
  const { calls, delivered, inject, heal, pass } = world;
  inject(side, fault);
  const callsBefore = calls.length;
  const response = await ask(world);
  await assertNoEcho(response);
  const expected = during(side, fault);
  if (expected === 'as ever') {
    assert.ok(well.includes(response.status), `${response.status}`);
    assert.equal(calls.length, callsBefore, 'HelloAsso was called');
  } else if (expected === 'send it again') {
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(await response.text(), '');
    assert.deepEqual(delivered, []);
  } else {
    await assertProblem(response, expected, PROBLEM_STATUS[expected]);
  }

  await setImmediate(); // the token request whose time is up ends after what waited for it as long
  heal();
  pass(61_000); // no failure is remembered for longer
  const later = await ask(world);
  assert.ok(well.includes(later.status), `${later.status} when all was well again: ${await later.clone().text()}`);
  await assertNoEcho(later);
  if (expected === 'send it again') assert.deepEqual(delivered, ['payment.paid']);
}

after(() => mock.restoreAll());

describe('every route under every fault of HelloAsso', () => {
  it('covers every fault of the simulator', () => {
    const known = faultSchema.options.map((option) => option.shape.kind.value);
    assert.deepEqual([...new Set(FAULTS.map(({ kind }) => kind))].sort(), known.sort());
  });

  for (const side of ['token', 'api'] as const) {
    for (const fault of faultsOf(side)) {
      it(`answers the right problem and recovers: ${side} ${Object.values(fault).join(' ')}`, async () => {
        for (const [name, route] of Object.entries(ROUTES)) {
          await check(route, side, fault).catch((cause: unknown) => {
            throw new Error(`${name}: ${String(cause)}`, { cause });
          });
        }
      });
    }
  }

  it('/readyz is 503 exactly while HelloAsso fails, without a call', async () => {
    for (const side of ['token', 'api'] as const) {
      for (const fault of faultsOf(side)) {
        const world = await setUp();
        const { inject, heal, pass, post, gift, ask, calls } = world;
        inject(side, fault);
        await post(gift);
        const made = calls.length;
        const isOfNoUse = ['helloasso-unavailable', 'helloasso-credentials'].includes(codeBy(OF_CREATING)(side, fault));
        const ready = await ask('/readyz');
        assert.equal(ready.status, isOfNoUse ? 503 : 200, `${side} ${JSON.stringify(fault)}`);
        assert.equal(ready.headers.get('cache-control'), 'no-store');
        assert.equal((await ask('/healthz')).status, 200);
        assert.equal(calls.length, made);
        heal();
        pass(61_000);
        await post(gift);
        assert.equal((await ask('/readyz')).status, 200);
      }
    }
  });
});
