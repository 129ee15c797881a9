import type { Server } from 'node:http';
import { createServer } from 'node:https';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Listening } from '../proxy/serve.ts';

/** The client's side of a connection. */
export interface Peer {
  /** IP address. */
  readonly clientAddress: string;
  /** Ends the connection without a response. Return its result from `fetch`. */
  readonly drop: () => Response;
}

export interface Handler {
  fetch(request: Request, peer: Peer): Response | Promise<Response>;
}

/** Key and certificate, in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

interface Place {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The setting that chooses the port, such as `PORT`; for error messages. */
  readonly setBy: string;
}

/**
 * Serves a handler, by https if a certificate is given.
 * @throws Error with a message of one sentence if the port cannot be used.
 */
export async function serveDemo(
  handler: Handler,
  { host, port, setBy }: Place,
  certificate?: Certificate,
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, env) => {
      const { socket } = (env as HttpBindings).incoming;
      const drop = () => {
        socket.destroy();
        return RESPONSE_ALREADY_SENT;
      };
      return handler.fetch(request, { clientAddress: socket.remoteAddress ?? '', drop });
    },
    ...(certificate && { createServer, serverOptions: certificate }),
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE'
          ? `Port ${port} on ${host} is taken: stop what uses it, or choose another port with ${setBy}.`
          : `Cannot listen on ${host}:${port}: ${cause.message}. Choose another port with ${setBy}.`;
      reject(new Error(reason, { cause }));
    });
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
