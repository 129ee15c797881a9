import type { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Log } from './log.ts';
import { readableLine } from './readable-line.ts';

/** How many characters may wait for a reader that does not read. */
const MAX_WAITING = 1_000_000;

/**
 * Opens a log that writes one JSON line each to `stream`, or, where that is a terminal, a readable one. It never waits: a line that cannot be written, as on a full disk or to a
 * pipe that is not read, is dropped and counted. The count, since the start, is logged when lines are written again.
 */
export function openLog(stream: Writable & { readonly isTTY?: boolean }, level: string): Log {
  let waiting = 0;
  let dropped = 0;
  let reported = 0;
  const settle = (length: number, error: Error | null | undefined) => {
    waiting -= length;
    if (error) dropped += 1;
    else if (dropped > reported) report();
  };
  const log = pino(
    { level },
    {
      write(line: string) {
        if (waiting + line.length > MAX_WAITING) {
          dropped += 1;
          return;
        }
        waiting += line.length;
        together(stream);
        stream.write(stream.isTTY ? readableLine(line, stream) : line, (error) => settle(line.length, error));
      },
    },
  );
  const report = () => {
    reported = dropped;
    log.warn({ dropped }, 'log lines were dropped: the log could not be written');
  };
  stream.on('error', () => {}); // `settle` has counted it
  return log;
}

/** The lines of one turn of the event loop are written at once: a call of the system takes longer than a line. */
function together(stream: Writable): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}
