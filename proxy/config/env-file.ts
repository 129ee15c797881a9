import { existsSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { placeAt, readTextFile } from './text-file.ts';

/** A file of environment variables. */
export interface EnvFile {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Where the value of each variable is written, such as `.env:3:21`. */
  readonly places: ReadonlyMap<string, string>;
  /** Variables without quotes whose value was cut at a `#`. */
  readonly cut: ReadonlySet<string>;
  readonly warnings: readonly string[];
}

/**
 * Reads a file as Node's `--env-file` does; returns nothing when there is none.
 * @throws Error whose message is one line for the operator.
 */
export function readEnvFile(path: string): EnvFile | undefined {
  if (!existsSync(path)) return undefined;
  const text = readTextFile(path);
  const variables = parseEnv(text);
  const places = new Map<string, string>();
  const cut = new Set<string>();
  for (const { 1: name = '', 2: value = '', index, 0: line } of text.matchAll(LINE)) {
    places.set(name, `${path}:${placeAt(text, index + line.length - value.length)}`); // the last one counts
    const [before = ''] = value.split('#');
    if (/^[^#]*[^\s#]#/.test(value) && variables[name] === before.trim()) cut.add(name);
    else cut.delete(name);
  }
  return {
    variables,
    places,
    cut,
    warnings: isReadByAll(path)
      ? [`${path}: every user of this machine may read it; protect its secrets: chmod 600 ${path}`]
      : [],
  };
}

const LINE = /^[ \t]*(?:export[ \t]+)?([\w.]+)[ \t]*=[ \t]*(.*)/gm;

/** Windows has no such permission, and Node makes one up. */
function isReadByAll(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o004) !== 0;
}
