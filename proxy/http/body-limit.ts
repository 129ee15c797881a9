import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Problem } from '../problem.ts';

/** Reads no more than the limit. A client that disconnects while it sends is a client error. */
export function limitBody(maxBytes: number): MiddlewareHandler {
  const countBytes = bodyLimit({
    maxSize: maxBytes,
    onError() {
      throw new Problem('body-too-large', 'the body is too large');
    },
  });
  return async (c, next) => {
    let isRead = false;
    const read = async () => {
      await c.req.text(); // Hono keeps it for the route, and makes JSON of it without a stream
      isRead = true;
      await next();
    };
    try {
      await (declaresAtMost(maxBytes, c) ? read() : countBytes(c, read));
    } catch (cause) {
      throw isRead || cause instanceof Problem
        ? cause
        : new Problem('malformed-json', 'the body ended early', { cause });
    }
  };
}

/**
 * Whether the declared length is inside the limit; the server in front holds bodies to it. The library checks this too, but opens
 * the body as a stream first, which takes a tenth of the time of a whole checkout.
 */
function declaresAtMost(maxBytes: number, c: Context): boolean {
  const length = c.req.header('content-length');
  return length !== undefined && c.req.header('transfer-encoding') === undefined && Number(length) <= maxBytes;
}
