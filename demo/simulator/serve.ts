import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Listening } from '../../proxy/serve.ts';
import { type Handler, serveDemo } from '../serve.ts';
import { DroppedConnection } from './controls/faults.ts';
import type { Simulator } from './create-simulator.ts';

/** The simulator has no access control, so it listens on this machine only. */
const HOST = '127.0.0.1';

/** How often due items are processed and sent. */
const TICK_MS = 250;

/**
 * Serves a simulator on 127.0.0.1, and processes what becomes due as real time passes.
 * @throws Error with a message of one sentence if the port cannot be used.
 */
export async function serveSimulator(simulator: Simulator, port: number): Promise<Listening> {
  const server = await serveDemo(simulatorHandler(simulator), { host: HOST, port, setBy: '--port' });
  const stopSettling = settleRegularly(simulator);
  return {
    port: server.port,
    close() {
      stopSettling();
      server.close();
    },
  };
}

/** Passes requests to a simulator, and drops the connection when the simulator asks for it. */
export function simulatorHandler(simulator: Simulator): Handler {
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

/** Calls `settle` four times a second. Returns a function that stops it. */
export function settleRegularly(simulator: Simulator): () => void {
  const stopping = new AbortController();
  void settleUntil(simulator, stopping.signal);
  return () => stopping.abort();
}

async function settleUntil(simulator: Simulator, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await simulator.settle();
    await sleepFor(TICK_MS, undefined, { signal, ref: false }).catch(() => {}); // rejects when aborted
  }
}
