import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Listening, listen, type Place, TIMEOUTS } from '../proxy/serve.ts';

/** The other end of a connection. */
export interface Peer {
  /** IP address. */
  readonly clientAddress: string;
  /** Ends the connection without a response; its result must be returned to the server. */
  readonly drop: () => Response;
}

/** Anything that answers requests. */
export interface Handler {
  fetch(request: Request, peer: Peer): Response | Promise<Response>;
}

/** A key pair in PEM, for https. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Puts a handler behind a socket: with https when a certificate is given. Rejects with one clear sentence when it cannot. */
export function serveDemo(handler: Handler, place: Place, certificate?: Certificate): Promise<Listening> {
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
    serverOptions: { ...TIMEOUTS, ...certificate },
  });
  return listen(server as Server, place);
}
