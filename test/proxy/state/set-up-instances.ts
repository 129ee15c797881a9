import { createSimulator } from '../../../demo/simulator/create-simulator.ts';
import { createProxy } from '../../../proxy/create-proxy.ts';
import { JoinedState } from '../../../proxy/state/joined-state.ts';
import { MemoryState } from '../../../proxy/state/memory-state.ts';
import { Sealer } from '../../../proxy/state/sealer.ts';
import type { SharedState } from '../../../proxy/state/state.ts';
import { accountOf, testConfig } from '../environment.ts';
import { ORIGIN } from '../set-up.ts';

const OPERATIONS = ['get', 'set', 'add', 'count', 'lock', 'unlock'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What an operation of the shared state does in place of its work. */
export type Fault = 'rejects' | 'hangs';

/** A shared state in memory whose operations can fail, and what they were asked. */
export function setUpShared(elapsed: () => number) {
  let memory = new MemoryState(elapsed);
  const faults = new Map<Operation, Fault>();
  const asked: (readonly [Operation, ...unknown[]])[] = [];
  const operation = (name: Operation) => {
    return async (...values: readonly unknown[]) => {
      asked.push([name, ...values]);
      const fault = faults.get(name);
      if (fault === 'rejects') throw new Error('for the test');
      if (fault === 'hangs') return new Promise(() => {});
      return (memory[name] as (...all: readonly unknown[]) => Promise<unknown>)(...values);
    };
  };
  return {
    shared: Object.fromEntries(OPERATIONS.map((name) => [name, operation(name)])) as unknown as SharedState,
    asked,
    /** From now on these operations fail, and only they; without an argument, none. */
    break: (fault: Fault = 'rejects', names: readonly Operation[] = []) => {
      faults.clear();
      for (const name of names) faults.set(name, fault);
    },
    breakAll: (fault: Fault = 'rejects') => {
      for (const name of OPERATIONS) faults.set(name, fault);
    },
    flush: () => {
      memory = new MemoryState(elapsed);
    },
  };
}

export const SECRET = new Uint8Array(32).fill(1);

/** The state of one instance, joined to a shared one. */
export function joinState(
  shared: SharedState | Promise<SharedState>,
  elapsed: () => number,
  secrets: readonly Uint8Array[] = [SECRET],
) {
  const lines: string[] = [];
  const log = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const state = new JoinedState({
    shared: Promise.resolve(shared),
    memory: new MemoryState(elapsed),
    sealer: new Sealer(secrets),
    prefix: 'test:',
    log: { info: log, warn: log, error: log },
    elapsed,
  });
  return { state, lines };
}

/** Holds calls of HelloAsso while it is closed. */
function setUpGate() {
  let open: (() => void) | undefined;
  let closed: Promise<void> | undefined;
  let waiting = 0;
  return {
    close: () => {
      closed = new Promise((resolve) => {
        open = resolve;
      });
    },
    open: () => open?.(),
    async pass(): Promise<void> {
      waiting += 1;
      await closed;
    },
    /** How many have come so far. */
    arrived: () => waiting,
  };
}

/** Waits for a state of the test. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Several proxies of one configuration that share a state, and a simulator that limits token calls as HelloAsso does. */
export function setUpInstances(count: number, environment: Readonly<Record<string, string>> = {}) {
  let time = Date.parse('2026-11-22T12:00:00Z');
  const now = () => time;
  const store = setUpShared(now);
  const config = testConfig({ TRUSTED_PROXIES: '192.0.2.1', ...environment });
  const simulator = createSimulator({ ...accountOf(config), now });
  const calls: string[] = [];
  let isBroken = false;
  /** What the token endpoint was asked for, and has answered. */
  const grants: string[] = [];
  const gate = setUpGate();
  const lines: string[] = [];
  const keep = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const start = () =>
    createProxy(config, {
      ...{ now, elapsed: now, sharedState: store.shared },
      log: { info() {}, warn: keep, error: keep },
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const { pathname } = new URL(request.url);
        const type = new URLSearchParams(await request.clone().text()).get('grant_type');
        if (pathname.endsWith('/checkout-intents')) await gate.pass();
        if (isBroken && pathname.endsWith('/checkout-intents')) throw new TypeError('fetch failed');
        const response = await simulator.fetch(request);
        calls.push(`${request.method} ${pathname}`);
        if (pathname === '/oauth2/token') grants.push(`${type} ${response.status}`);
        return response;
      },
    });
  const proxies = Array.from({ length: count }, start);
  let payers = 0;
  /** A payer of their own address asks one of the proxies, or that one. */
  const ask = (proxy: number | ReturnType<typeof createProxy>, request: Request) => {
    payers += 1;
    if (!request.headers.has('x-forwarded-for'))
      request.headers.set('x-forwarded-for', `10.${payers >> 16}.${(payers >> 8) & 255}.${payers & 255}`);
    const to = typeof proxy === 'number' ? (proxies[proxy % count] ?? start()) : proxy;
    return to.fetch(request, { clientAddress: '192.0.2.1' });
  };
  return {
    ...store,
    simulator,
    grants,
    lines,
    gate,
    /** Whether connections break that are to create an intent. */
    breakConnections: (isSo: boolean) => {
      isBroken = isSo;
    },
    /** Starts one more, with an empty memory. */
    start,
    intents: () => calls.filter((call) => call.endsWith('/checkout-intents')).length,
    pass: (ms: number) => {
      time += ms;
    },
    /** A payer of their own address asks one of the proxies, or that one, for a checkout. */
    post: (
      proxy: number | ReturnType<typeof createProxy>,
      body: object,
      headers: Readonly<Record<string, string>> = {},
    ) =>
      ask(
        proxy,
        new Request('https://pay.example.org/v1/checkouts', {
          method: 'POST',
          headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        }),
      ),
    ask,
  };
}
