import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Reads a text file of UTF-8, without its byte order mark.
 * @throws Error whose message is one line for the operator: the file, and what to do.
 */
export function readTextFile(path: string): string {
  const bytes = readBytes(path);
  const text = new TextDecoder().decode(bytes);
  if (/^(\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2)) || bytes.includes(0)) {
    throw new Error(`${path}: is written in UTF-16; save it as UTF-8`);
  }
  if (!isUtf8(bytes)) {
    throw new Error(
      `${path}:${placeAt(text, text.indexOf('\ufffd'))}: this character is not UTF-8; save the file as UTF-8`,
    );
  }
  return text;
}

/** Line and column of an offset, such as `12:18`. */
export function placeAt(text: string, offset: number): string {
  const before = text.slice(0, offset);
  return `${before.split('\n').length}:${offset - before.lastIndexOf('\n')}`;
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`${resolve(path)}: ${REASONS.get(code) ?? `cannot be read (${code})`}`, { cause });
  }
}

const REASONS: ReadonlyMap<string | undefined, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'the user of this process may not read it'],
  ['EISDIR', 'is a folder, not a file'],
]);
