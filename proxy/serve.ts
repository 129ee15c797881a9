import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';

/** Anything that answers requests. */
export interface Handler {
  fetch(request: Request, socket: { readonly clientAddress: string }): Response | Promise<Response>;
}

/** Where a server listens. */
export interface Place {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The setting that chooses the port, such as `PORT`; for error messages. */
  readonly setBy: string;
}

/** A listening server. */
export interface Listening {
  readonly port: number;
  /** Closes the server and its open connections at once. */
  close(): void;
}

/** A listening server that can end without losing a request. */
export interface Draining extends Listening {
  /** Accepts no more connections, answers every request that has arrived, in `maxMs` at most, and closes. */
  drain(maxMs: number): Promise<void>;
}

/** How long a client may take, in ms. */
export const TIMEOUTS = {
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000, // how often the first two are checked
};

/** Before a draining server closes idle connections: the next request may be under way on one. It is answered, and ends it. */
const GRACE_MS = 100;

/** Puts a handler behind an http socket. Rejects like `listen`. */
export async function serve(handler: Handler, place: Place): Promise<Draining> {
  const server: Server = createAdaptorServer({
    fetch: (request, env) => {
      const { remoteAddress } = (env as HttpBindings).incoming.socket;
      return handler.fetch(request, { clientAddress: remoteAddress ?? addressOfNone(server) });
    },
    createServer,
    serverOptions: TIMEOUTS,
  }) as Server;
  const drain = drainOf(server);
  return { ...(await listen(server, place)), drain };
}

/** Starts a server. Rejects with an error whose message is one clear sentence. */
export async function listen(server: Server, { host, port, setBy }: Place): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new Error(reasonFor(cause, { host, port, setBy }), { cause })),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The client of a Unix socket, as Passenger uses, is on this machine. A client of TCP has no address once it has disconnected. */
function addressOfNone(server: Server): string {
  return typeof server.address() === 'string' ? '127.0.0.1' : '';
}

function drainOf(server: Server): Draining['drain'] {
  let isDraining = false;
  const unanswered = new Set<ServerResponse>();
  server.prependListener('request', (_, response: ServerResponse) => {
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    if (isDraining) endConnection(response);
  });
  return async (maxMs) => {
    isDraining = true;
    for (const response of unanswered) endConnection(response);
    await setTimeout(GRACE_MS);
    server.close();
    const timeIsUp = setTimeout(maxMs, undefined, { ref: false });
    for (const response of unanswered) {
      await Promise.race([new Promise((resolve) => response.once('close', resolve)), timeIsUp]);
    }
    server.closeAllConnections();
  };
}

/** Sends `Connection: close` with the response, so that the client sends no further request on that connection. */
function endConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

function reasonFor({ code, message }: NodeJS.ErrnoException, { host, port, setBy }: Place): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken: stop what uses it, or choose another port with ${setBy}.`;
    case 'EACCES':
      return `This user may not listen on port ${port} of ${host}: choose a port above 1023 with ${setBy}.`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine.`;
    default:
      return `Cannot listen on ${host}:${port}: ${message}.`;
  }
}
