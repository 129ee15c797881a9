import { Problem } from '../problem.ts';
import { networkOf } from './client-address.ts';

interface Bounds {
  readonly bodies: number;
  readonly bytes: number;
}

interface IncomingBody {
  readonly network: string;
  bytes: number;
  drop(): void;
}

/** HelloAsso's longest notification is a form with all its tiers; no observed one came near this size. */
const MAX_BODY_BYTES = 1_000_000;
/** What may be on its way at once. HelloAsso sends from few addresses. */
const IN_TOTAL: Bounds = { bodies: 200, bytes: 16_000_000 };
const PER_NETWORK: Bounds = { bodies: 50, bytes: 4_000_000 };

/**
 * Reads bodies that any client may send, in bounded memory. Where a bound is exceeded, the body that began first is dropped: a client
 * that holds its bodies open loses them, and one that sends at once is served.
 */
export class BodyPool {
  /** Oldest first. */
  readonly #incoming = new Set<IncomingBody>();

  /**
   * The body; `undefined` when it was dropped.
   * @throws Problem `body-too-large`, or `malformed-json` when the client disconnects.
   */
  async read({ body, headers }: Request, clientAddress: string): Promise<Uint8Array | undefined> {
    if (Number(headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
    if (!body) return new Uint8Array();
    const reader = body.getReader();
    const incoming = { network: networkOf(clientAddress), bytes: 0, drop: () => reader.releaseLock() };
    this.#incoming.add(incoming);
    this.#keepBounds(incoming);
    const chunks: Uint8Array[] = [];
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return Buffer.concat(chunks);
        chunks.push(value);
        incoming.bytes += value.length;
        if (incoming.bytes > MAX_BODY_BYTES) throw tooLarge();
        this.#keepBounds(incoming);
      }
    } catch (cause) {
      if (!this.#incoming.has(incoming)) return undefined;
      throw cause instanceof Problem ? cause : new Problem('malformed-json', 'the body ended early', { cause });
    } finally {
      this.#incoming.delete(incoming);
    }
  }

  #keepBounds({ network }: IncomingBody): void {
    const all = [...this.#incoming];
    this.#dropOldest(
      all.filter((other) => other.network === network),
      PER_NETWORK,
    );
    this.#dropOldest(
      all.filter((other) => this.#incoming.has(other)),
      IN_TOTAL,
    );
  }

  #dropOldest(group: readonly IncomingBody[], { bodies, bytes }: Bounds): void {
    let count = group.length;
    let sum = group.reduce((total, one) => total + one.bytes, 0);
    for (const oldest of group) {
      if (count <= bodies && sum <= bytes) return;
      count -= 1;
      sum -= oldest.bytes;
      this.#incoming.delete(oldest);
      oldest.drop();
    }
  }
}

function tooLarge(): Problem {
  return new Problem('body-too-large', 'the body is too large');
}
