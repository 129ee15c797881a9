// A thousand payments over ten days, and everything that can go wrong on the way. SEED=… repeats a run.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSimulator } from '../../demo/simulator/create-simulator.ts';
import { composeReconciliation } from '../../proxy/compose.ts';
import type { CheckoutCreated, CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { type Proxy as CheckoutProxy, createProxy } from '../../proxy/create-proxy.ts';
import type { PaymentEvent } from '../../proxy/events/payment-event.ts';
import { reconcile } from '../../proxy/events/reconcile.ts';
import { SILENT } from '../../proxy/log.ts';
import { planInstalments } from '../../proxy/plan.ts';
import { testConfig } from '../proxy/environment.ts';
import { ORIGIN, RECEIVER } from '../proxy/set-up.ts';

const PAYMENTS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-11-01T08:00:00Z');
const OFFERS = {
  don: { kind: 'gift', itemName: 'Don', amountCents: { min: 100, max: 500_000 }, sepa: true },
  adhesion: { kind: 'membership', itemName: 'Adhésion', amountCents: 3000, instalments: [1, 3], sepa: true },
};

/** What HelloAsso may answer where nothing depends on it, where something does, and in a list. */
const DAMAGES: readonly (readonly [member: string, value?: unknown])[] = [
  ['refundOperations', null],
  ['refundOperations', 'none'],
  ['date', ''],
  ['updatedAt', ''],
  ['meta', null],
  ['payer', 'x'],
  ['items', null],
  ['paymentReceiptUrl', 5],
  ['amount', '10,00'],
  ['state', null],
  ['installmentNumber', '1'],
  ['installmentNumber'],
  ['paymentMeans', 'Crd'],
  ['payments', 'none'],
  ['payments'],
  ['organizationSlug', null],
  ['order', 'x'],
  ['id', null],
  ['metadata', 'x'],
  ['checkoutIntentId', ''],
  ['formType', 'Checkou'],
  ['continuationToken'],
  ['pagination', null],
  ['data', null],
];

describe('a thousand payments', () => {
  const seed = Number(process.env.SEED ?? 20261122);

  it(`are each reported at least once and never wrongly, with losses, repeats, delays, outages, firewalls and damaged members (SEED=${seed})`, async () => {
    const world = new World(seed);
    await world.live();
    const { missing, unreported, wrong } = await world.verdict();
    assert.deepEqual({ seed, missing, unreported, wrong }, { seed, missing: [], unreported: [], wrong: [] });
    for (const [fault, count] of Object.entries(world.counts)) assert.ok(count > 5, `${fault} happened ${count} times`);
    assert.ok(world.delivered.size > PAYMENTS * 0.8, `${world.delivered.size} events`);
  });
});

/** A payment in its last state at HelloAsso. */
interface KnownPayment {
  readonly id: number;
  readonly state: string;
  readonly installmentNumber: number;
  readonly paymentMeans: string;
  readonly refundOperations: readonly { readonly id: number; readonly status: string }[];
}

class World {
  readonly delivered = new Map<string, PaymentEvent>();
  readonly counts = { lost: 0, restarts: 0, refusedDeliveries: 0, checkouts: 0, firewalls: 0, damages: 0, tokens: 0 };
  readonly #random: () => number;
  readonly #simulator;
  readonly #config = testConfig(RECEIVER, OFFERS);
  readonly #checkouts: CheckoutCreated[] = [];
  /** Every `payment id:state` that HelloAsso has answered or notified. */
  readonly #reported = new Set<string>();
  readonly #wrong: string[] = [];
  #proxy: CheckoutProxy;
  /** Notifications held back for a day, by the time when they arrive. */
  readonly #late: { readonly at: number; readonly request: Request }[] = [];
  #receiverBackAt = 0;
  readonly #received: PaymentEvent[] = [];

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    const { clientId, clientSecret, organization, apiOrigin } = this.#config.helloasso;
    this.#simulator = createSimulator({
      origin: apiOrigin,
      organization: organization.slug,
      clientId,
      clientSecret,
      now: () => START,
      notificationUrl: 'https://pay.example.org/v1/notifications',
      fetch: async (input, init) => this.#carry(new Request(input, init)),
    });
    this.#proxy = this.#start();
  }

  async live(): Promise<void> {
    const step = (10 * DAY_MS) / PAYMENTS;
    for (let number = 0; number < PAYMENTS; number += 1) {
      await this.#trouble();
      await this.#pay(number);
      await this.#visit();
      await this.#change();
      await this.#pass(step);
      if (number % 50 === 49) await this.#reconcile();
    }
    // The faults end; cron goes on until the last instalment is collected.
    this.#simulator.configure({ orderLagMs: 0, notificationOrder: 'as-they-happen', notificationCopies: 1 });
    this.#simulator.clearFaults();
    for (let days = 0; days < 90; days += 2) {
      await this.#pass(2 * DAY_MS);
      await this.#reconcile();
    }
  }

  /** Events that are missing, events that HelloAsso did not report, and wrong outcomes. */
  async verdict() {
    const payments = await Promise.all(this.#checkouts.map(({ checkoutIntentId }) => this.#payments(checkoutIntentId)));
    const wanted = payments.flat().flatMap(expectedIds);
    const unreported = [...this.delivered.values()].filter(
      ({ data }) => !this.#reported.has(`${data.paymentId}:${data.state}`),
    );
    const mistyped = this.#received
      .filter(({ type, data }) => !isTrue(type, data.state))
      .map(({ id, data }) => `${id} ${data.state}`);
    this.#wrong.push(...mistyped);
    return { missing: wanted.filter((id) => !this.delivered.has(id)), unreported, wrong: this.#wrong };
  }

  #start(): CheckoutProxy {
    return createProxy(this.#config, { now: () => this.#simulator.now(), log: SILENT, fetch: this.#upstream });
  }

  readonly #upstream: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.url === RECEIVER.FORWARD_URL) return this.#receive(request);
    const response = await this.#simulator.fetch(request);
    await this.#note(response);
    return response;
  };

  async #note(message: Response | Request): Promise<void> {
    const json = parse(await message.clone().text());
    for (const { id, state } of paymentsIn(json)) this.#reported.add(`${id}:${state}`);
  }

  async #receive(request: Request): Promise<Response> {
    if (this.#simulator.now() < this.#receiverBackAt) {
      this.counts.refusedDeliveries += 1;
      return new Response(null, { status: 503 });
    }
    const event = (await request.json()) as Omit<PaymentEvent, 'id'>;
    const id = request.headers.get('webhook-id') ?? '';
    this.delivered.set(id, { id, ...event });
    this.#received.push({ id, ...event });
    return new Response();
  }

  /** The network between HelloAsso and the proxy. */
  async #carry(request: Request): Promise<Response> {
    const chance = this.#random();
    if (chance < 0.1) {
      this.counts.lost += 1;
      return new Response(); // a middlebox answered 200
    }
    if (chance < 0.15) {
      this.#late.push({ at: this.#simulator.now() + DAY_MS, request });
      return new Response();
    }
    const copy = request.clone();
    const response = await this.#notify(request);
    if (chance < 0.25) await this.#notify(copy);
    return response;
  }

  async #notify(request: Request): Promise<Response> {
    await this.#note(request);
    return this.#proxy.fetch(request, { clientAddress: '4.233.135.234' });
  }

  async #trouble(): Promise<void> {
    const { inject, configure } = this.#simulator;
    if (this.#chance(0.03)) {
      this.#proxy = this.#start(); // killed: whatever it remembered is gone
      this.counts.restarts += 1;
    }
    if (this.#chance(0.01)) this.#receiverBackAt = this.#simulator.now() + HOUR_MS;
    if (this.#chance(0.05))
      inject({ kind: 'status', status: 500 + Math.floor(this.#random() * 4), calls: 3, on: 'api' });
    if (this.#chance(0.02)) inject({ kind: 'malformed-json', calls: 1, on: 'api' });
    if (this.#chance(0.02)) {
      inject({ kind: 'web-page', status: this.#pick([200, 403, 404]), calls: 3, on: this.#pick(['api', 'token']) });
      this.counts.firewalls += 1;
    }
    if (this.#chance(0.15)) {
      const [member, value] = this.#pick(DAMAGES);
      inject({
        kind: 'damage',
        member,
        ...(value !== undefined && { value }),
        calls: this.#pick([1, 3, 10]),
        on: 'api',
      });
      this.counts.damages += 1;
    }
    if (this.#chance(0.02)) {
      inject({
        kind: 'damage',
        member: this.#pick(['token_type', 'refresh_token', 'expires_in']),
        value: null,
        on: 'token',
      });
      this.counts.tokens += 1;
    }
    if (this.#chance(0.1)) configure({ orderLagMs: Math.floor(this.#random() * 120_000) });
    if (this.#chance(0.1)) configure({ notificationOrder: this.#chance(0.5) ? 'reversed' : 'as-they-happen' });
    if (this.#chance(0.1)) configure({ laterInstalments: this.#chance(0.3) ? 'refused' : 'collected' });
  }

  async #pay(number: number): Promise<void> {
    const created = await this.#checkout(number);
    if (!created) return; // HelloAsso was down: nothing was created
    this.#checkouts.push(created);
    const action = this.#pick([
      ...Array<'pay'>(10).fill('pay'),
      'pay-by-sepa',
      'pay-by-sepa',
      'refuse',
      'refuse-then-pay',
      'refuse-then-pay',
      'abandon',
    ] as const);
    if (action !== 'abandon') await this.#simulator.act(created.checkoutIntentId, { action });
  }

  async #checkout(number: number): Promise<CheckoutCreated | undefined> {
    const now = new Date(this.#simulator.now());
    const firstTermDate = planInstalments(3000, 3, now).terms[0]?.date;
    const body = this.#chance(0.3)
      ? { offer: 'adhesion', instalments: 3, firstTermDate, returnPath: '/' }
      : { offer: 'don', amountCents: 100 + Math.floor(this.#random() * 10_000), returnPath: '/' };
    const request = new Request('https://pay.example.org/v1/checkouts', {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const clientAddress = `10.0.${Math.floor(number / 250)}.${number % 250}`;
    const response = await this.#proxy.fetch(request, { clientAddress });
    this.counts.checkouts += 1;
    return response.status === 201 ? ((await response.json()) as CheckoutCreated) : undefined;
  }

  /** Some payer looks at the outcome, now or days later; what is shown must be so. */
  async #visit(): Promise<void> {
    const checkout = this.#pick(this.#checkouts.slice(-20));
    if (!checkout) return;
    const { checkoutIntentId, stateToken } = checkout;
    const request = new Request(`https://pay.example.org/v1/checkouts/${checkoutIntentId}`, {
      headers: { origin: ORIGIN, authorization: `State ${stateToken}` },
    });
    const response = await this.#proxy.fetch(request, { clientAddress: '192.0.2.1' });
    if (!response.ok) return; // the outcome cannot be read at the moment
    const { outcome } = (await response.json()) as CheckoutOutcome;
    const states = (await this.#payments(checkoutIntentId))
      .filter(({ installmentNumber }) => installmentNumber === 1)
      .map(({ state }) => state);
    const isSo = {
      paid: states.includes('Authorized'),
      refused: states.length > 0 && states.every((state) => state === 'Refused'),
      abandoned: states.length === 0,
      refunded: states.includes('Refunded'),
      refunding: states.includes('Refunding'),
      contested: states.includes('Contested'),
      pending: true,
    }[outcome];
    if (!isSo) this.#wrong.push(`${checkoutIntentId} was shown as ${outcome}, and is ${states.join(', ') || 'unpaid'}`);
  }

  /** Something happens to an older payment. Not within the minute for which an answer is remembered. */
  async #change(): Promise<void> {
    if (!this.#chance(0.1)) return;
    await this.#pass(2 * MINUTE_MS);
    const checkout = this.#pick(this.#checkouts);
    const payments = checkout ? await this.#payments(checkout.checkoutIntentId) : [];
    const payment = payments.find(({ state }) => state === 'Authorized');
    if (!payment) return;
    if (this.#chance(0.3)) this.#simulator.setPaymentState(payment.id, 'Contested');
    else this.#simulator.refund(payment.id, this.#chance(0.5) ? { amountCents: 50 } : {});
    await this.#pass(2 * MINUTE_MS);
  }

  async #pass(ms: number): Promise<void> {
    await this.#simulator.advance(ms);
    const due = this.#late.filter(({ at }) => at <= this.#simulator.now());
    for (const late of due) {
      this.#late.splice(this.#late.indexOf(late), 1);
      await this.#notify(late.request);
    }
  }

  async #reconcile(): Promise<void> {
    const dependencies = composeReconciliation(this.#config, {
      now: () => this.#simulator.now(),
      elapsed: () => this.#simulator.now(),
      log: SILENT,
      fetch: this.#upstream,
    });
    const since = this.#simulator.now() - 3 * DAY_MS;
    await reconcile({
      ...dependencies,
      since,
      isDryRun: false,
      log: SILENT,
      pause: (ms) => this.#simulator.advance(ms),
      onProgress() {},
    }).catch(() => {}); // cron will be back
  }

  /** As they stand at HelloAsso, whatever it shows to others. */
  async #payments(checkoutIntentId: number): Promise<readonly KnownPayment[]> {
    const url = `${this.#config.helloasso.apiOrigin}/_simulator/intents/${checkoutIntentId}`;
    const detail = (await (await this.#simulator.fetch(new Request(url))).json()) as {
      order?: { payments: KnownPayment[] };
    };
    return detail.order?.payments ?? [];
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T;
  }
}

/** The events that must exist for a payment in its last state, derived from HelloAsso's data alone. */
function expectedIds({ id, state, installmentNumber, refundOperations }: KnownPayment): string[] {
  const prefix = installmentNumber === 1 ? 'payment' : 'instalment';
  const refunds = refundOperations
    .filter(({ status }) => status === 'Processed')
    .map((refund) => `payment_${id}_payment-refunded_${refund.id}`);
  if (state === 'Authorized') return [`payment_${id}_${prefix}-paid`, ...refunds];
  if (state === 'Refused') return [`payment_${id}_${prefix}-refused`];
  if (state === 'Contested') return [`payment_${id}_payment-contested`, ...refunds];
  return refunds;
}

function isTrue(type: string, state: string): boolean {
  const word = type.split('.')[1];
  if (word === 'refunded') return ['Authorized', 'Refunding', 'Refunded', 'Contested'].includes(state);
  if (word === 'pending') return state.startsWith('Waiting');
  return word === { Authorized: 'paid', Refused: 'refused', Contested: 'contested' }[state];
}

/** Every payment in an answer or a notification, wherever it stands. */
function paymentsIn(value: unknown): { readonly id: number; readonly state: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'id' in value && 'state' in value ? [value as { id: number; state: string }] : [];
  return [...own, ...Object.values(value).flatMap(paymentsIn)];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Mulberry32: small, and the same everywhere. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
