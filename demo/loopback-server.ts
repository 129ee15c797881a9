import type { Server } from 'node:http';
import { createServer } from 'node:https';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

/** The only address on which the demo and the simulator listen: they are not made for other machines. */
export const HOST = '127.0.0.1';

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

export interface LoopbackServer {
  readonly port: number;
  /** Ends at once, open connections included. */
  close(): void;
}

interface Options {
  /** 0 for any free port. */
  readonly port: number;
  /** The option that chooses another port, such as `PORT`; for error messages. */
  readonly portOption: string;
  /** Makes it an https server. */
  readonly certificate?: Certificate;
}

/**
 * Listens on 127.0.0.1.
 * @throws Error with a message of one sentence if the port cannot be used.
 */
export async function listenOnLoopback(
  handler: Handler,
  { port, portOption, certificate }: Options,
): Promise<LoopbackServer> {
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
          ? `Port ${port} on ${HOST} is taken: stop what uses it, or choose another port with ${portOption}.`
          : `Cannot listen on ${HOST}:${port}: ${cause.message}. Choose another port with ${portOption}.`;
      reject(new Error(reason, { cause }));
    });
    server.listen(port, HOST, resolve);
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
