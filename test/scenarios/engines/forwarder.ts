import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** Passes connections on to a server of this machine, until it is cut. */
export interface Forwarder {
  readonly origin: string;
  /** Cuts every connection, those to come too; or lets new ones through again. */
  setCut(isCut: boolean): void;
  close(): void;
}

export async function startForwarder(target: string): Promise<Forwarder> {
  const port = Number(new URL(target).port);
  const sockets = new Set<Socket>();
  let cut = false;
  const server = createServer((socket) => {
    if (cut) return socket.destroy();
    sockets.add(socket);
    const onward = connect(port, '127.0.0.1');
    pipeline(socket, onward, socket, () => sockets.delete(socket));
    return undefined;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const setCut = (isCut: boolean) => {
    cut = isCut;
    if (cut) for (const socket of sockets) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setCut,
    close() {
      setCut(true);
      server.close();
    },
  };
}
