import { lstatSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';

/** Anything that answers requests. */
export interface Handler {
  fetch(request: Request, socket: { readonly clientAddress: string }): Response | Promise<Response>;
}

/** Where a server listens. */
export interface Place {
  /** A name, an address, or the path of a Unix socket, which begins with `/`. */
  readonly host: string;
  /** 0 for any free port; ignored for a Unix socket. */
  readonly port: number;
  /** The setting that chooses the port, such as `PORT`; for error messages. */
  readonly setBy: string;
}

/** A listening server. */
export interface Listening {
  /** 0 for a Unix socket. */
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
  let addressOfNone = '';
  const server = createAdaptorServer({
    fetch: (request, env) => {
      const { remoteAddress } = (env as HttpBindings).incoming.socket;
      return handler.fetch(request, { clientAddress: remoteAddress ?? addressOfNone });
    },
    createServer,
    serverOptions: TIMEOUTS,
  }) as Server;
  const drain = drainOf(server);
  const listening = await listen(server, place);
  // The client of a Unix socket, as Passenger uses, is on this machine. A client of TCP has no address once it has disconnected.
  if (listening.port === 0) addressOfNone = '127.0.0.1';
  return { ...listening, drain };
}

/** Starts a server. Rejects with an error whose message is one clear sentence. */
export async function listen(server: Server, { host, port, setBy }: Place): Promise<Listening> {
  if (isSocketPath(host)) await removeIfLeft(host);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new Error(reasonFor(cause, { host, port, setBy }), { cause })),
    );
    if (isSocketPath(host)) server.listen(host, resolve);
    else server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
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

/** Removes the Unix socket that a killed process has left: nothing listens there. */
async function removeIfLeft(path: string): Promise<void> {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSocket()) return;
  const code = await new Promise<string | undefined>((resolve) => {
    const client = connect(path, () => resolve(undefined));
    client.on('error', (error: NodeJS.ErrnoException) => resolve(error.code)).on('connect', () => client.destroy());
  });
  if (code === 'ECONNREFUSED') rmSync(path);
}

/** Whether `HOST` is the path of a Unix socket. */
function isSocketPath(host: string): boolean {
  return host.startsWith('/');
}

function reasonFor({ code, message }: NodeJS.ErrnoException, { host, port, setBy }: Place): string {
  if (isSocketPath(host)) {
    return code === 'EADDRINUSE'
      ? `${host} exists: stop what listens there, or choose another path with HOST.`
      : `Cannot listen on ${host}: ${message}.`;
  }
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
