import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

/** What a handler may know of the other end, and do to it. */
export interface Peer {
  /** IP address. */
  readonly clientAddress: string;
  /** Ends the connection without an answer; what it returns goes back to the server. */
  readonly drop: () => Response;
}

/** Anything that answers requests. */
export interface Handler {
  fetch(request: Request, peer: Peer): Response | Promise<Response>;
}

/** A listening server. */
export interface Listening {
  readonly port: number;
  /** Ends at once, open connections included. */
  close(): void;
}

interface Socket {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** What the operator would change to choose another port, such as `PORT`. */
  readonly setBy: string;
  /** Speaks https when given; both in PEM. */
  readonly certificate?: { readonly key: string; readonly cert: string };
}

/** Puts a handler behind a socket, with bounds on how long a client may take. Rejects with one clear sentence when it cannot. */
export async function serve(handler: Handler, { host, port, setBy, certificate }: Socket): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, env) => {
      const { socket } = (env as HttpBindings).incoming;
      const drop = () => {
        socket.destroy();
        return RESPONSE_ALREADY_SENT;
      };
      return handler.fetch(request, { clientAddress: socket.remoteAddress ?? '', drop });
    },
    createServer: certificate ? createTlsServer : createServer,
    serverOptions: {
      requestTimeout: 15_000,
      headersTimeout: 10_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 1_000, // the two first are only looked at this often
      ...certificate,
    },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new Error(reasonFor(cause, host, port, setBy), { cause })),
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

function reasonFor({ code, message }: NodeJS.ErrnoException, host: string, port: number, setBy: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken: stop what uses it, or choose another port with ${setBy}.`;
    case 'EACCES':
      return `Port ${port} on ${host} is not allowed to this user: choose one above 1023 with ${setBy}.`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine.`;
    default:
      return `Cannot listen on ${host}:${port}: ${message}.`;
  }
}
