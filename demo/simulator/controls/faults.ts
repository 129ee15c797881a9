import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Fault } from './input-schemas.ts';

/** Thrown by the simulator's `fetch`: the server must end the connection without a response. */
export class DroppedConnection extends Error {
  override readonly name = 'DroppedConnection';

  constructor() {
    super('The simulator dropped the connection, because a `drop` or `drop-answer` fault was injected.');
  }
}

/** Into how many pieces a slow body is cut. */
const SLOW_PIECES = 10;

const FIREWALL_PAGE = '<!DOCTYPE html><title>Access denied</title><h1>403</h1><p>The request was blocked.</p>';

/** A copy of a JSON value in which every member of a name has another value, or is absent. */
function damaged(json: unknown, fault: Pick<Fault & { kind: 'damage' }, 'member' | 'value'>): unknown {
  if (Array.isArray(json)) return json.map((one) => damaged(one, fault));
  if (typeof json !== 'object' || json === null) return json;
  const { member, value } = fault;
  const members = Object.entries(json).map(([name, one]) => [name, name === member ? value : damaged(one, fault)]);
  return Object.fromEntries(members.filter(([, one]) => one !== undefined));
}

/** The queue of injected faults, and the middleware that applies them to the next calls. */
export class Faults {
  readonly #sleep: (ms: number) => Promise<unknown>;
  #pending: Fault[] = [];

  constructor(sleep: (ms: number) => Promise<unknown>) {
    this.#sleep = sleep;
  }

  list(): readonly Fault[] {
    return this.#pending;
  }

  add(fault: Fault): void {
    this.#pending.push({ ...fault });
  }

  clear(): void {
    this.#pending = [];
  }

  middleware(target: 'token' | 'api'): MiddlewareHandler {
    return createMiddleware(async (c, next) => {
      const fault = this.#take(target);
      switch (fault?.kind) {
        case undefined:
          return await next();
        case 'latency':
          await this.#sleep(fault.ms);
          return await next();
        case 'status': // the body of such a response is not known
          return new Response(null, {
            status: fault.status,
            ...(fault.retryAfterSeconds != null && { headers: { 'Retry-After': String(fault.retryAfterSeconds) } }),
          });
        case 'drop':
          throw new DroppedConnection();
        case 'drop-answer':
          await next();
          throw new DroppedConnection();
        case 'malformed-json': {
          await next();
          const text = await c.res.text();
          c.res = new Response(text.slice(0, Math.ceil(text.length / 2)), c.res);
          return;
        }
        case 'web-page':
          return new Response(FIREWALL_PAGE, {
            status: fault.status,
            headers: { 'Content-Type': 'text/html; charset=utf-8' },
          });
        case 'damage':
          await next();
          if (c.res.headers.get('content-type')?.startsWith('application/json')) {
            const json: unknown = await c.res.json();
            c.res = Response.json(damaged(json, fault), { status: c.res.status });
          }
          return;
        case 'slow-body': {
          await next();
          const { body, status, headers } = c.res;
          if (body) c.res = new Response(this.#slowly(await c.res.bytes(), fault.ms), { status, headers });
          return;
        }
      }
    });
  }

  /** Returns the next fault for this kind of call and counts the call down. */
  #take(target: 'token' | 'api'): Fault | undefined {
    const fault = this.#pending.find(({ on }) => on === target || on === 'both');
    if (fault && --fault.calls === 0) this.#pending = this.#pending.filter((other) => other !== fault);
    return fault;
  }

  #slowly(bytes: Uint8Array, ms: number): ReadableStream<Uint8Array> {
    const size = Math.ceil(bytes.length / SLOW_PIECES) || 1;
    let sent = 0;
    return new ReadableStream({
      pull: async (controller) => {
        await this.#sleep(ms);
        controller.enqueue(bytes.slice(sent, sent + size));
        sent += size;
        if (sent >= bytes.length) controller.close();
      },
    });
  }
}
