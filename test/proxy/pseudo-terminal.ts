import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { BARE_ENVIRONMENT } from '../bare-environment.ts';

/** For `skip`: why no test here can have a pseudo-terminal. */
export const NO_TERMINAL = process.platform !== 'linux' && 'script(1) has other options elsewhere';

interface Options {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is typed, each text once what it answers is the newest on the screen. */
  readonly keys?: readonly (readonly [after: RegExp, text: string])[];
}

/** Runs the command on a pseudo-terminal, by script(1), with these variables alone. Returns its exit status and all that it wrote. */
export async function onTerminal(args: string, { cwd = '.', env = {}, keys = [] }: Options) {
  const command = `exec '${process.execPath}' '${resolve('proxy/cli.ts')}' ${args}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd,
    env: { ...BARE_ENVIRONMENT, TERM: 'xterm', ...env },
  });
  const left = [...keys];
  let screen = '';
  let from = 0;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    screen += part;
    const [next] = left;
    if (!next?.[0].test(stripVTControlCharacters(screen.slice(from)))) return;
    from = screen.length;
    left.shift();
    child.stdin.write(next[1]);
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  assert.deepEqual(left, [], screen);
  return { status, screen };
}
