import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Listening } from '../../proxy/serve.ts';
import { type Handler, serveDemo } from '../serve.ts';
import type { Simulator } from './create-simulator.ts';
import { DroppedConnection } from './faults.ts';

/** The simulator knows no secret and asks for no password: it is for this machine alone. */
const HOST = '127.0.0.1';

/** How often what has fallen due is done and sent. */
const TICK_MS = 250;

/** Puts a simulator behind a socket of this machine, and lets time do its work. Rejects with one clear sentence when it cannot. */
export async function serveSimulator(simulator: Simulator, port: number): Promise<Listening> {
  const server = await serveDemo(handlerOf(simulator), { host: HOST, port, setBy: '--port' });
  const stop = startTime(simulator);
  return {
    port: server.port,
    close() {
      stop();
      server.close();
    },
  };
}

/** The simulator for a socket, which it may have to break. */
export function handlerOf(simulator: Simulator): Handler {
  return {
    async fetch(request, { drop }) {
      try {
        return await simulator.fetch(request);
      } catch (error) {
        if (error instanceof DroppedConnection) return drop();
        throw error;
      }
    },
  };
}

/** Does what falls due as real time passes, until the function that it returns is called. */
export function startTime(simulator: Simulator): () => void {
  const closing = new AbortController();
  void tick(simulator, closing.signal);
  return () => closing.abort();
}

async function tick(simulator: Simulator, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await simulator.settle();
    await sleepFor(TICK_MS, undefined, { signal, ref: false }).catch(() => {}); // closing
  }
}
