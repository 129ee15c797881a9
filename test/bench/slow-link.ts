import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Slow 4G. */
export const ROUND_TRIP_MS = 150;
export const KBIT_PER_SECOND = 1_600;

/** What one packet carries. */
const SEGMENT_BYTES = 1_460;
/** What TCP sends on a new connection before the first acknowledgement (RFC 6928). */
const FIRST_FLIGHT_BYTES = 10 * SEGMENT_BYTES;

/**
 * A slow network between a browser and servers on loopback: one bandwidth for all connections, and for each connection the round trip
 * that opens it, half a round trip for what either end sends, and TCP's slow start. The round trip of TLS follows by itself, as its
 * messages pass through. The network emulation of Chromium's DevTools delays responses only: there a connection costs nothing to open.
 */
export class SlowLink {
  readonly #servers: Server[] = [];
  readonly #up = { freeAt: 0 };
  readonly #down = { freeAt: 0 };
  #receivedBytes = 0;

  /** What the browser has received so far, with TLS and headers. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Opens a port that leads to a port of this machine. */
  async forward(port: number): Promise<number> {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, async (browser) => {
      const target = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
      void this.#carry(target, browser, this.#down);
      await sleep(ROUND_TRIP_MS); // on loopback the browser believes at once that the connection is open
      void this.#carry(browser, target, this.#up);
    });
    this.#servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** Opens no more connections. */
  close(): void {
    for (const server of this.#servers) server.close();
  }

  async #carry(from: Socket, to: Socket, direction: { freeAt: number }): Promise<void> {
    const underWay: Buffer[] = [];
    let allowed = FIRST_FLIGHT_BYTES;
    let onAcknowledged = () => {};
    to.on('error', () => from.destroy());
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        for (let start = 0; start < chunk.length; start += SEGMENT_BYTES) {
          const segment = chunk.subarray(start, start + SEGMENT_BYTES);
          while (allowed < segment.length) {
            await new Promise<void>((resolve) => {
              onAcknowledged = resolve;
            });
          }
          allowed -= segment.length;
          direction.freeAt = Math.max(direction.freeAt, performance.now()) + (segment.length * 8) / KBIT_PER_SECOND;
          const arrivesIn = direction.freeAt + ROUND_TRIP_MS / 2 - performance.now();
          underWay.push(segment);
          setTimeout(() => {
            const first = underWay.shift(); // timers may be late, but nothing overtakes
            if (direction === this.#down) this.#receivedBytes += first?.length ?? 0;
            to.write(first ?? '');
          }, arrivesIn);
          setTimeout(
            () => {
              allowed += 2 * segment.length;
              onAcknowledged();
            },
            arrivesIn + ROUND_TRIP_MS / 2,
          );
        }
      }
      while (underWay.length > 0) await sleep(ROUND_TRIP_MS);
      to.end();
    } catch {
      to.destroy(); // the other end has dropped the connection
    }
  }
}
