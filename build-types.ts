// Writes the declarations of the package's entries into dist/types, and of what they mention: the compiler declares every file
// of the program, and those of the inside name libraries that the package does not bring.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = 'dist/types';
const ENTRIES = [
  'widget/index.d.ts',
  'widget/define.d.ts',
  'proxy/create-proxy.d.ts',
  'proxy/state/redis-state.d.ts',
  'demo/simulator/create-simulator.d.ts',
];

const { status } = spawnSync(join('node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.types.json'], { stdio: 'inherit' });
if (status !== 0) process.exit(1);

const mentioned = new Set<string>();
for (const entry of ENTRIES) keep(join(FOLDER, entry));
for (const path of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })) {
  const file = join(FOLDER, path);
  if (file.endsWith('.d.ts') && !mentioned.has(file)) rmSync(file);
}

function keep(file: string): void {
  if (mentioned.has(file)) return;
  mentioned.add(file);
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import |import\()'(\.[^']+)\.ts'/g)) {
    keep(join(dirname(file), `${specifier}.d.ts`));
  }
}
