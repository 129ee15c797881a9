/** Takes the place of the line of progress, if there is one. */
export const CLEAR_LINE = '\r\x1b[K';

/** Says on a terminal how far long work is, in one line that the next text replaces; an empty text removes it. Silent elsewhere. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE + text);
}
