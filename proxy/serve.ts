import { createServer, type Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';

/** Anything that answers requests. */
interface Handler {
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

/** How long a client may take, in ms. */
export const TIMEOUTS = {
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000, // how often the first two are checked
};

/** Puts a handler behind an http socket. Rejects like `listen`. */
export function serve(handler: Handler, place: Place): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, env) => {
      const { remoteAddress = '' } = (env as HttpBindings).incoming.socket;
      return handler.fetch(request, { clientAddress: remoteAddress });
    },
    createServer,
    serverOptions: TIMEOUTS,
  });
  return listen(server as Server, place);
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
