// The invariant of ARCHITECTURE.md over damaged answers of HelloAsso: whatever happens to any one member of an answer, an unpaid payment
// never looks paid, a payment that may be paid never looks payable, no event is wrong, and none is lost without a retry.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { createSimulator, type Simulator } from '../../demo/simulator/create-simulator.ts';
import { OutcomeReader } from '../../proxy/checkouts/read-outcome.ts';
import { CheckoutTokens } from '../../proxy/checkouts/tokens.ts';
import { composeReconciliation } from '../../proxy/compose.ts';
import type { CheckoutCreated, CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { createProxy } from '../../proxy/create-proxy.ts';
import { Notifications } from '../../proxy/events/notifications.ts';
import { reconcile } from '../../proxy/events/reconcile.ts';
import { CallLanes } from '../../proxy/helloasso/concurrency.ts';
import { SILENT } from '../../proxy/log.ts';
import { NO_METRICS } from '../../proxy/metrics.ts';
import { Problem } from '../../proxy/problem.ts';
import { MemoryState } from '../../proxy/state/memory-state.ts';
import { damagesOf, nameOf, type Path } from '../damage.ts';
import { accountOf, testConfig } from '../proxy/environment.ts';
import { GIFT, ORIGIN } from '../proxy/set-up.ts';
import { MEMBERSHIP, MINUTE_MS } from '../proxy/set-up-receiver.ts';

const START = Date.parse('2026-11-22T12:00:00Z');

/** The members that decide, as the document lists them. All others decide nothing. */
const TABLE = readFileSync(new URL('../../proxy/upstream-errors.md', import.meta.url), 'utf8');
const DECIDING = [...TABLE.matchAll(/^\| an intent \| `(.+?)` \|/gm)].map(([, member]) => member ?? '');

function decides(path: Path): boolean {
  const name = nameOf(path);
  const isIn = (inner: string, outer: string) =>
    inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
  return DECIDING.some(
    (member) => name === member || isIn(member, name) || (member === 'metadata' && isIn(name, member)),
  );
}

interface Situation {
  readonly request?: object;
  readonly change?: (world: World, payments: readonly number[]) => unknown;
  readonly action?: 'pay' | 'refuse' | 'refuse-then-pay' | 'pay-by-sepa';
  readonly minutes?: number;
  /** Members of each payment that the simulator does not produce. */
  readonly members?: object;
}

const OFFERS = {
  don: { kind: 'gift', itemName: 'Don', amountCents: { min: 100, max: 500_000 }, sepa: true },
  adhesion: { kind: 'membership', itemName: 'Adhésion', amountCents: 3000, instalments: [1, 3] },
};

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'a paid gift': { action: 'pay' },
  'a gift that is paid at the second attempt': { action: 'refuse-then-pay' },
  'a refused gift': { action: 'refuse' },
  'a gift by direct debit': { action: 'pay-by-sepa' },
  'an open checkout': {},
  'an abandoned checkout': { minutes: 60 },
  'a paid gift, an hour later': { action: 'pay', minutes: 60 },
  'a refused gift, an hour later': { action: 'refuse', minutes: 60 },
  'a membership in three payments': { request: MEMBERSHIP, action: 'pay' },
  'a membership whose first payment is refused, then paid': { request: MEMBERSHIP, action: 'refuse-then-pay' },
  'a membership whose second payment is refused': {
    request: MEMBERSHIP,
    action: 'pay',
    change: ({ simulator }, [, second = 0]) => simulator.setPaymentState(second, 'Refused'),
  },
  'a gift that is refunded in part': {
    action: 'pay',
    change: ({ simulator }, [first = 0]) => simulator.refund(first, { amountCents: 500 }),
  },
  'a refunded gift': { action: 'pay', change: ({ simulator }, [first = 0]) => simulator.refund(first) },
  'a contested gift': {
    action: 'pay',
    change: ({ simulator }, [first = 0]) => simulator.setPaymentState(first, 'Contested'),
  },
  'a gift in cash': { action: 'pay', members: { paymentMeans: 'Cash' } },
  'an offline gift': { action: 'pay', members: { paymentMeans: 'None', type: 'Offline' } },
  'a gift in a state that HelloAsso does not document': {
    action: 'pay',
    change: ({ simulator }, [first = 0]) => simulator.setPaymentState(first, 'Unheard'),
  },
};

/** A payment at the simulator, and the parts of a proxy that read it. What `tamper` returns is read in place of an answer. */
class World {
  readonly simulator: Simulator;
  readonly config = testConfig({}, OFFERS);
  readonly delivered = new Set<string>();
  readonly proxy;
  checkout!: CheckoutCreated;
  tamper: (pathname: string, json: unknown) => unknown = (_, json) => json;
  readonly #notifications: Notifications;
  readonly #dependencies;
  readonly #lanes = new CallLanes({ elapsed: () => this.simulator.now() });
  #members: object | undefined;

  constructor() {
    this.simulator = createSimulator({
      ...accountOf(this.config),
      now: () => START,
      limits: false,
      notificationUrl: 'https://pay.example.org/v1/notifications',
      fetch: async () => new Response(), // each test sends them itself
    });
    const environment = {
      now: () => this.simulator.now(),
      elapsed: () => this.simulator.now(),
      log: SILENT,
      fetch: this.#fetch,
      onEvent: ({ id, type }: { id: string; type: string }) => void this.delivered.add(`${type} ${id}`),
    };
    this.proxy = createProxy(this.config, environment);
    this.#dependencies = { ...composeReconciliation(this.config, environment), config: this.config };
    const { helloAsso } = this.#dependencies;
    this.#notifications = new Notifications({
      ...this.#dependencies,
      helloAsso: {
        findIntentId: (reference, signal) => helloAsso.findIntentId(reference, signal),
        readIntent: (slug, id, signal) => helloAsso.readIntent(slug, id, signal),
        hasOrganization: async () => true,
      },
      metrics: NO_METRICS,
      lane: this.#lanes.notifications,
      unverifiedLane: this.#lanes.notifications,
      state: new MemoryState(environment.elapsed),
    });
  }

  readonly #fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const response = await this.simulator.fetch(request);
    const { pathname } = new URL(request.url);
    if (!response.ok || request.method !== 'GET') return response;
    return Response.json(this.tamper(pathname, await response.json()), { headers: response.headers });
  };

  async begin({ request = GIFT, action, change, minutes, members }: Situation): Promise<void> {
    this.#members = members;
    const response = await this.proxy.fetch(
      new Request('https://pay.example.org/v1/checkouts', {
        method: 'POST',
        headers: { origin: ORIGIN, 'content-type': 'application/json' },
        body: JSON.stringify(request),
      }),
      { clientAddress: '192.0.2.1' },
    );
    assert.equal(response.status, 201);
    this.checkout = (await response.json()) as CheckoutCreated;
    if (action) await this.simulator.act(this.checkout.checkoutIntentId, { action });
    const { order } = (await this.intent()) as { order?: { payments: { id: number }[] } };
    await change?.(this, order?.payments.map(({ id }) => id) ?? []);
    await this.simulator.advance((minutes ?? 10) * MINUTE_MS);
  }

  /** As HelloAsso answers it. */
  async intent(): Promise<unknown> {
    const { checkoutIntentId } = this.checkout;
    let answer: unknown;
    this.tamper = (_, json) => {
      answer = json;
      return json;
    };
    await this.#dependencies.helloAsso.readIntent('asso-demo', checkoutIntentId);
    const { order, ...rest } = answer as { order?: { payments: object[] } };
    const payments = order?.payments.map((payment) => ({ ...payment, ...this.#members }));
    return { ...rest, ...(order && { order: { ...order, payments } }) };
  }

  /** Damages the intent, wherever it is read. */
  damageIntent(json: unknown): void {
    this.tamper = (pathname, answer) => (pathname.includes('/checkout-intents/') ? json : answer);
  }

  /** What the payer reads; the code of the problem where the outcome cannot be known. */
  async outcome(): Promise<CheckoutOutcome | string> {
    const { config, simulator, checkout } = this;
    const now = () => simulator.now();
    const tokens = new CheckoutTokens(config.signingSecrets, now, SILENT);
    const limits = { guess: <T>(_: string, lookUp: () => Promise<T>) => lookUp() };
    const { helloAsso, log } = this.#dependencies;
    const reader = new OutcomeReader({
      config,
      helloAsso,
      lane: this.#lanes.returns,
      tokens,
      limits,
      log,
      now,
      elapsed: now,
    });
    try {
      return await reader.read(String(checkout.checkoutIntentId), checkout.stateToken);
    } catch (cause) {
      if (cause instanceof Problem) return cause.code;
      throw cause;
    }
  }

  /** The last notification of each type. */
  notifications(): readonly unknown[] {
    const all = this.simulator.notifications();
    const last = ['Order', 'Payment'].map((type) => all.findLast(({ eventType }) => eventType === type)?.body);
    return last.filter((body) => body !== undefined).map((body) => JSON.parse(body) as unknown);
  }

  notify(body: unknown): Promise<number> {
    return this.#notifications.receive(Buffer.from(JSON.stringify(body)), undefined);
  }

  /** Whether the run says that it has sent everything. */
  async reconcile(): Promise<boolean> {
    const options = { isDryRun: false, pause: async () => {}, onProgress() {} };
    const run = reconcile({ ...this.#dependencies, ...options, since: this.simulator.now() - 48 * 60 * MINUTE_MS });
    return run.then(
      ({ failed }) => failed === 0,
      () => false,
    );
  }

  /** The events of that, and whether it was the last word. */
  async eventsOf<T>(act: () => Promise<T>): Promise<readonly [T, ReadonlySet<string>]> {
    this.delivered.clear();
    const result = await act();
    return [result, new Set(this.delivered)];
  }
}

async function inSituation(situation: Situation): Promise<World> {
  const world = new World();
  await world.begin(situation);
  return world;
}

const isPaid = (read: CheckoutOutcome | string) => typeof read === 'object' && read.outcome === 'paid';

/** Whether some step lets the payer pay again: a checkout without an order also does after the Back button. */
function isPayable(read: CheckoutOutcome | string): boolean {
  if (typeof read === 'string') return false;
  const { outcome, reason, instalments } = read;
  if (outcome === 'pending') return reason !== 'bank' && instalments.length === 0;
  return outcome === 'refused' || outcome === 'abandoned';
}

/** An answer without an order is the answer about an unpaid checkout: nothing distinguishes the two. */
function isUnpaidAnswer(path: Path, how: string): boolean {
  return nameOf(path) === 'order' && (how === 'deleted' || how === 'null');
}

/** So is an answer without metadata of ours the answer about another client's checkout. */
function isAnswerAboutAnother(path: Path, how: string): boolean {
  const isGone = ['deleted', 'null', '[]', '{}'].includes(how);
  return (nameOf(path) === 'metadata' && isGone) || (path.length === 2 && path[0] === 'metadata' && how === 'deleted');
}

function decided(read: CheckoutOutcome | string): unknown {
  if (typeof read === 'string') return read;
  const { outcome, reason, amountCents, instalments, reference } = read;
  return { outcome, reason, amountCents, instalments, reference };
}

describe('any one member of an answer about a checkout, deleted, empty, of another type or damaged', () => {
  it('is taken from more than eight members that decide', () => assert.ok(DECIDING.length > 8, DECIDING.join()));

  for (const [name, situation] of Object.entries(SITUATIONS)) {
    it(`moves the outcome of ${name} neither towards paid nor towards payable, and not at all where it decides nothing`, async () => {
      const world = await inSituation(situation);
      const intent = await world.intent();
      world.damageIntent(intent);
      const before = await world.outcome();
      const wrong: string[] = [];
      let count = 0;
      for (const { path, how, json } of damagesOf(intent)) {
        count += 1;
        world.damageIntent(json);
        const after = await world.outcome();
        const expect = (isSo: boolean, what: string) => {
          if (!isSo) wrong.push(`${path.join('.')} ${how}: ${what}: ${JSON.stringify(decided(after))}`);
        };
        expect(isPaid(before) || !isPaid(after), 'looks paid');
        if (!isUnpaidAnswer(path, how)) expect(isPayable(before) || !isPayable(after), 'looks payable');
        if (!decides(path)) {
          expect(JSON.stringify(decided(after)) === JSON.stringify(decided(before)), 'moved');
        }
      }
      assert.ok(count > 40, `${count} damages`);
      assert.deepEqual(wrong, []);
    });
  }
});

/** Those whose events differ. */
const WITH_EVENTS = [
  'a gift that is paid at the second attempt',
  'a refused gift, an hour later',
  'a membership whose second payment is refused',
  'a refunded gift',
  'a gift in a state that HelloAsso does not document',
] as const;

describe('the table of the members that decide', () => {
  const rows = [...TABLE.matchAll(/^\| an intent \| `(.+?)` \| `?([\w-]+)/gm)];

  for (const [, member = '', expected] of rows) {
    it(`is right: a paid gift whose ${member} cannot be read is ${expected}`, async () => {
      const world = await inSituation({ action: 'pay' });
      const path = member.replaceAll('[]', '.0').split('.');
      world.damageIntent(withMember(await world.intent(), path, [[]]));
      const read = await world.outcome();
      assert.equal(typeof read === 'string' ? read : read.outcome, expected);
    });
  }
});

describe('the events of', () => {
  for (const name of WITH_EVENTS) {
    describe(name, () => {
      it('are neither false nor lost without a retry, whatever is wrong with one member of the answer about the checkout', async () => {
        const world = await inSituation(SITUATIONS[name] ?? {});
        const runs = [
          () => world.reconcile(),
          ...world.notifications().map((body) => async () => (await world.notify(body)) === 200),
        ];
        const healthy = [];
        for (const run of runs) healthy.push(await world.eventsOf(run));
        const wrong: string[] = [];
        for (const { path, how, json } of damagesOf(await world.intent())) {
          world.damageIntent(json);
          for (const [index, run] of runs.entries()) {
            const [wasDone, expected] = healthy[index] ?? assert.fail();
            const [isDone, events] = await world.eventsOf(run);
            const expect = (isSo: boolean, what: string) => {
              if (!isSo) wrong.push(`${path.join('.')} ${how}: ${what}: ${[...events].join()}`);
            };
            expect(isSubset(withoutRefunds(events), expected), 'false');
            const isNotification = index > 0; // which shows by itself that it is ours
            if (isNotification || !isAnswerAboutAnother(path, how))
              expect(!isDone || isSubset(withoutRefunds(expected), events), 'lost');
            if (decides(path) || nameOf(path).includes('refundOperations')) continue;
            expect(isDone === wasDone && isSubset(expected, events), 'moved');
          }
        }
        assert.deepEqual(wrong, []);
      });

      it('are not lost without a retry, whatever is wrong with one member of a notification', async () => {
        const world = await inSituation(SITUATIONS[name] ?? {});
        for (const body of world.notifications()) {
          const [, expected] = await world.eventsOf(() => world.notify(body));
          const lost: string[] = [];
          for (const { path, how, json } of damagesOf(body)) {
            if (path[0] === 'metadata') continue; // then nothing shows that it is ours
            const [status, events] = await world.eventsOf(() => world.notify(json));
            if (status === 200 && !isSubset(expected, events)) lost.push(`${path.join('.')} ${how}`);
          }
          assert.deepEqual(lost, []);
        }
      });

      it('are not lost while the run reports success, whatever is wrong with one member of the list of payments', async () => {
        const world = await inSituation(SITUATIONS[name] ?? {});
        let page: unknown;
        world.tamper = (pathname, json) => {
          if (pathname.endsWith('/payments')) page ??= json;
          return json;
        };
        const [, expected] = await world.eventsOf(() => world.reconcile());
        const lost: string[] = [];
        for (const { path, how, json } of damagesOf(page)) {
          // An empty list is the end, and any token is one of HelloAsso's.
          if ((nameOf(path) === 'data' && how === '[]') || nameOf(path) === 'pagination.continuationToken') continue;
          let isRead = false;
          world.tamper = (pathname, answer) => {
            if (!pathname.endsWith('/payments') || isRead) return answer;
            isRead = true;
            return json;
          };
          const [isDone, events] = await world.eventsOf(() => world.reconcile());
          if (isDone && !isSubset(expected, events)) lost.push(`${path.join('.')} ${how}`);
        }
        assert.deepEqual(lost, []);
      });
    });
  }
});

function withMember(json: unknown, [name = '', ...rest]: readonly string[], value: unknown): unknown {
  if (Array.isArray(json))
    return json.map((one, index) => (String(index) === name ? withMember(one, rest, value) : one));
  const members = json as Readonly<Record<string, unknown>>;
  return { ...members, [name]: rest.length > 0 ? withMember(members[name], rest, value) : value };
}

function isSubset(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((one) => all.has(one));
}

function withoutRefunds(events: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...events].filter((event) => !event.startsWith('payment.refunded')));
}
