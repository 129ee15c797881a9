/** The codes of a connection that ended after it was made: of Node's client, and of its `fetch`. */
const CODES: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * Makes a call again, once, when its connection broke: connections are reused, and the other side may close one at any moment.
 * Only for calls that may be made twice.
 */
export async function repeatBroken<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (isBroken(cause)) return call();
    throw cause;
  }
}

function isBroken(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return ('code' in cause && CODES.has(cause.code)) || isBroken(cause.cause);
}
