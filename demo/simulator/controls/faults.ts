import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import * as z from 'zod';
import type { FaultInput } from './control-inputs.ts';

const MAX_WAIT_MS = 10 * 60_000;
const waitMs = z.int().min(0).max(MAX_WAIT_MS);

const scope = {
  calls: z.int().min(1).max(10_000).default(1),
  on: z.enum(['token', 'api', 'both']).default('both'),
};

/** What may go wrong between a client and HelloAsso. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...scope, kind: z.literal('latency'), ms: waitMs }),
  z.strictObject({
    ...scope,
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfterSeconds: z.int().min(0).max(86_400).nullish(),
  }),
  z.strictObject({ ...scope, kind: z.literal('drop') }),
  z.strictObject({ ...scope, kind: z.literal('drop-answer') }),
  z.strictObject({ ...scope, kind: z.literal('malformed-json') }),
  z.strictObject({ ...scope, kind: z.literal('slow-body'), ms: waitMs }),
]) satisfies z.ZodType<unknown, FaultInput>;

export type Fault = z.output<typeof faultSchema>;

/** Thrown out of the simulator's `fetch`: the client's connection ends without an answer. */
export class DroppedConnection extends Error {
  override readonly name = 'DroppedConnection';

  constructor() {
    super('The simulator dropped the connection, as it was told to.');
  }
}

const SLOW_PIECES = 10;

/** The faults still to come, in the order they were asked for. */
export class Faults {
  readonly #sleep: (ms: number) => Promise<unknown>;
  #waiting: Fault[] = [];

  constructor(sleep: (ms: number) => Promise<unknown>) {
    this.#sleep = sleep;
  }

  list(): readonly Fault[] {
    return this.#waiting;
  }

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
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
        case 'status': // what HelloAsso puts in such a body is not known
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
        case 'slow-body': {
          await next();
          const { body, status, headers } = c.res;
          if (body) c.res = new Response(this.#slowly(await c.res.bytes(), fault.ms), { status, headers });
          return;
        }
      }
    });
  }

  /** The next fault for such a call, counted down. */
  #take(target: 'token' | 'api'): Fault | undefined {
    const fault = this.#waiting.find(({ on }) => on === target || on === 'both');
    if (fault && --fault.calls === 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
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
