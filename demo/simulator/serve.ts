import type { Server } from 'node:http';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Simulator } from './create-simulator.ts';
import { DroppedConnection } from './faults.ts';

/** The simulator knows no secret and asks for no password: it is for this machine alone. */
const HOST = '127.0.0.1';

/** How often what has fallen due is done and sent. */
const TICK_MS = 250;

/** A listening simulator. */
export interface Listening {
  readonly port: number;
  /** Ends at once, open connections included. */
  close(): void;
}

/** Puts a simulator behind a socket of this machine, and lets time do its work. Rejects with one clear sentence when it cannot. */
export async function serveSimulator(simulator: Simulator, port: number): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: async (request, env) => {
      try {
        return await simulator.fetch(request);
      } catch (error) {
        if (!(error instanceof DroppedConnection)) throw error;
        (env as HttpBindings).incoming.socket.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(new Error(reasonFor(cause, port), { cause })));
    server.listen(port, HOST, resolve);
  });
  const closing = new AbortController();
  void tick(simulator, closing.signal);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close() {
      closing.abort();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function tick(simulator: Simulator, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await simulator.settle();
    await sleepFor(TICK_MS, undefined, { signal, ref: false }).catch(() => {}); // closing
  }
}

function reasonFor({ code, message }: NodeJS.ErrnoException, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken: stop what uses it, or choose another with --port.`;
    case 'EACCES':
      return `Port ${port} is not allowed to this user: choose one above 1023.`;
    default:
      return `Cannot listen on ${HOST}:${port}: ${message}.`;
  }
}
