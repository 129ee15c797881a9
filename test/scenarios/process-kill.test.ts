// The proxy is killed repeatedly while payers pay, each time during another activity. No outcome may be wrong or lost.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startStack } from '../../demo/stack.ts';
import type { CheckoutCreated, CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { PaymentEvent } from '../../proxy/events/payment-event.ts';
import { freePort } from '../free-port.ts';
import { RECEIVER } from '../proxy/set-up.ts';

const PAYERS_AT_ONCE = 6;
/** How many checkouts each life of the proxy makes at least. */
const CHECKOUTS_A_LIFE = 12;
const MINUTE_MS = 60_000;
/** HelloAsso sends again after one minute, two, four, eight; a token lives for thirty. */
const PATIENCE_MIN = 20;

/** What the proxy is in the middle of when it is killed. */
type Moment = 'creation' | 'reading' | 'notification' | 'delivery';

/** A checkout as its browser stores it, and what the payer did at HelloAsso. */
interface Checkout extends CheckoutCreated {
  readonly amountCents: number;
  readonly action: 'pay' | 'refuse' | 'refuse-then-pay' | 'leave';
}

/** An intent as HelloAsso shows it. */
interface KnownIntent {
  readonly id: number;
  readonly totalAmount: number;
  readonly payments: readonly { readonly id: number; readonly state: string }[];
}

describe('a proxy that is killed under load', () => {
  it('loses no outcome and no event, and charges no payer twice', async (context) => {
    const { live, browse, checkouts, drain, intents, delivered, outcomeOf } = await setUpWorld(context);
    const moments: readonly Moment[] = ['creation', 'notification', 'delivery', 'reading', 'creation', 'notification'];
    const load = new AbortController();
    const payers = Array.from({ length: PAYERS_AT_ONCE }, async () => {
      while (!load.signal.aborted) await browse();
    });
    for (const moment of moments) await live(moment);
    load.abort();
    await Promise.all(payers);
    await drain();

    const known = await intents();
    for (const checkout of checkouts.values()) {
      const intent = known.get(checkout.checkoutIntentId) ?? assert.fail('HelloAsso has lost an intent');
      assert.equal((await outcomeOf(checkout)).outcome, trueOutcome(intent));
    }

    const wanted: string[] = [];
    for (const { id, totalAmount, payments } of known.values()) {
      const asked = checkouts.get(id);
      if (payments.length > 0) assert.equal(totalAmount, asked?.amountCents, 'paid as a browser asked, or not at all');
      const isToBePaid = asked?.action === 'pay' || asked?.action === 'refuse-then-pay';
      assert.equal(payments.filter(isPaid).length, isToBePaid ? 1 : 0, 'paid once by whom it was to be paid');
      for (const payment of payments) {
        wanted.push(`${isPaid(payment) ? 'payment.paid' : 'payment.refused'} ${payment.id} ${totalAmount}`);
      }
    }
    const repeats = [...delivered].map(([id, subjects]) => {
      assert.equal(subjects.size, 1, `${id} is one event`);
      return [...subjects].join();
    });
    assert.deepEqual(repeats.sort(), wanted.sort(), 'every payment is delivered under one id, and nothing else is');

    assert.ok(known.size > checkouts.size, 'some intents were made for browsers that never heard of them');
    assert.ok(checkouts.size >= moments.length * CHECKOUTS_A_LIFE);
  });
});

function isPaid({ state }: KnownIntent['payments'][number]): boolean {
  return state === 'Authorized';
}

function trueOutcome({ payments }: KnownIntent): string {
  if (payments.length === 0) return 'pending';
  return payments.some(isPaid) ? 'paid' : 'refused';
}

/** HelloAsso and the association's system in this process, the proxy in one of its own, and payers in front of it. */
async function setUpWorld(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-kill-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const stack = await startStack({ environment: {}, ports: { proxy: 0, site: 0, simulator: 0 } });
  context.after(() => stack.close());
  const { simulator, url: helloassoUrl } = stack.simulated ?? assert.fail('no simulator');

  let proxy: ChildProcess | undefined;
  let due: { readonly moment: Moment; readonly checkouts: number } | undefined;
  context.after(() => proxy?.kill('SIGKILL'));
  const checkouts = new Map<number, Checkout>();
  /** Kills the proxy at once if this is what it was to be killed in. */
  const meanwhile = (moment: Moment) => {
    if (due?.moment !== moment || checkouts.size < due.checkouts) return;
    proxy?.kill('SIGKILL');
    due = undefined;
  };

  const helloasso = simulator.fetch;
  simulator.fetch = async (request) => {
    if (request.url.includes('/checkout-intents')) meanwhile(request.method === 'POST' ? 'creation' : 'reading');
    const response = await helloasso(request);
    // Orders are read for notifications alone, and of a refused payment there is but one.
    if (request.url.includes('/v5/orders/')) {
      const { payments } = (await response.clone().json()) as KnownIntent;
      if (!payments.some(isPaid)) meanwhile('notification');
    }
    return response;
  };

  /** The delivered events by id. */
  const delivered = new Map<string, Set<string>>();
  const receiver = createServer(async (request, response) => {
    const body = await request.toArray().catch(() => undefined);
    if (!body) return; // the proxy died while it spoke
    const { type, data } = JSON.parse(Buffer.concat(body).toString()) as PaymentEvent;
    const id = String(request.headers['webhook-id']);
    delivered.set(id, (delivered.get(id) ?? new Set()).add(`${type} ${data.paymentId} ${data.amountCents}`));
    meanwhile('delivery'); // taken in, and not acknowledged
    response.end();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  context.after(() => receiver.close());

  const port = await freePort();
  const environment = {
    ...process.env,
    ...RECEIVER,
    FORWARD_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    HELLOASSO_API_URL: helloassoUrl,
    HELLOASSO_CLIENT_ID: 'simulator-client',
    HELLOASSO_CLIENT_SECRET: 'simulator-secret',
    HELLOASSO_ORGANIZATION: 'asso-demo',
    ALLOWED_ORIGINS: stack.siteUrl,
    TRUSTED_PROXIES: '127.0.0.1',
    SIGNING_SECRET: Buffer.alloc(32, 7).toString('base64'),
    PORT: String(port),
    TMPDIR: folder,
  };
  simulator.configure({ notificationUrl: `http://127.0.0.1:${port}/v1/notifications` });

  const start = async () => {
    proxy = spawn(process.execPath, ['dist/cli.js', 'serve'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(proxy.stdout ?? assert.fail(), 'data', { signal: context.signal });
    assert.match(String(line), /"listening"/);
    proxy.stdout?.resume();
  };
  await start();

  let payers = 0;
  const ask = async (path: string, init: RequestInit = {}): Promise<Response | undefined> => {
    payers += 1;
    const headers = {
      ...init.headers,
      origin: stack.siteUrl,
      'x-forwarded-for': `10.0.${payers >> 8}.${payers & 255}`,
    };
    return fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers }).catch(() => undefined);
  };
  /** Asks until the answer is that one, as a payer does whose browser shows an error. */
  const insist = async <T>(status: number, path: string, init?: RequestInit): Promise<T> => {
    for (;;) {
      const response = await ask(path, init);
      const body = response?.status === status ? await response.json().catch(() => undefined) : undefined;
      if (body !== undefined) return body as T;
      if (response) assert.ok([status, 429, 503].includes(response.status), `${path} was answered ${response.status}`);
      await setTimeout(20, undefined, { signal: context.signal });
    }
  };
  const outcomeOf = ({ checkoutIntentId, stateToken }: CheckoutCreated) =>
    insist<CheckoutOutcome>(200, `/v1/checkouts/${checkoutIntentId}`, {
      headers: { authorization: `State ${stateToken}` },
    });

  return {
    checkouts,
    delivered,
    outcomeOf,
    /** Waits for the moment, in which the proxy is killed, and starts it again. */
    live: async (moment: Moment) => {
      due = { moment, checkouts: checkouts.size + CHECKOUTS_A_LIFE };
      const [, killedBy] = await once(proxy ?? assert.fail(), 'exit', { signal: context.signal });
      assert.equal(killedBy, 'SIGKILL');
      await start();
    },
    /** One payer, from the form to the outcome. */
    browse: async () => {
      const amountCents = 1000 + payers;
      const created = await insist<CheckoutCreated>(201, '/v1/checkouts', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify({ offer: 'don', amountCents, returnPath: '/' }),
      });
      const action = (['pay', 'refuse', 'leave', 'refuse-then-pay'] as const)[checkouts.size % 4] ?? 'leave';
      checkouts.set(created.checkoutIntentId, { ...created, amountCents, action });
      if (action !== 'leave') await simulator.act(created.checkoutIntentId, { action });
      await outcomeOf(created);
    },
    /** Lets HelloAsso send again what was not acknowledged. */
    drain: async () => {
      const isDrained = () => simulator.notifications().every(({ state }) => state === 'accepted');
      for (let minute = 0; minute < PATIENCE_MIN && !isDrained(); minute += 1) await simulator.advance(MINUTE_MS);
      assert.ok(isDrained());
    },
    intents: async (): Promise<ReadonlyMap<number, KnownIntent>> => {
      const known = new Map<number, KnownIntent>();
      for (let pageIndex = 1; ; pageIndex += 1) {
        const response = await fetch(`${helloassoUrl}/_simulator/intents?pageSize=100&pageIndex=${pageIndex}`);
        const page = (await response.json()) as { data: KnownIntent[] };
        if (page.data.length === 0) return known;
        for (const intent of page.data) known.set(intent.id, intent);
      }
    },
  };
}
