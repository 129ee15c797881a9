// Runs every check of the project, one after another, and ends in one line: «N passed, N failed». With the argument `quick`
// it leaves out what needs the built package. A static check counts as one; a runner that dies without counting as one failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath } from './browser.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Step {
  readonly name: string;
  readonly run: () => Counts;
}

const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-test-'));
const isQuick = process.argv[2] === 'quick';

const quickSteps: readonly Step[] = [
  { name: 'format and lint', run: () => check('biome', 'check', '--error-on-warnings') },
  { name: 'types', run: () => check('tsc', '-p', '.') },
  { name: 'types of the widget alone', run: () => check('tsc', '-p', 'widget') },
  { name: 'types of the proxy alone', run: () => check('tsc', '-p', 'proxy') },
  { name: 'node tests', run: () => nodeTests('demo', 'proxy') },
  { name: 'browser tests', run: browserTests },
];

const fullSteps: readonly Step[] = [
  { name: 'build', run: () => check('npm', 'run', '--silent', 'build') },
  { name: 'build checks', run: () => nodeTests('build') },
  { name: 'end to end', run: () => nodeTests('e2e', 'scenarios') },
];

try {
  chromiumPath();
  if (!process.env.HELLOASSO_OPENAPI) {
    process.stdout.write(
      'Skipped: the check against HelloAsso’s OpenAPI document, which HELLOASSO_OPENAPI does not name.\n',
    );
  }
  const total = runAll(isQuick ? quickSteps : [...quickSteps, ...fullSteps]);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function runAll(steps: readonly Step[]): Counts {
  const failures: string[] = [];
  let total: Counts = { passed: 0, failed: 0 };
  for (const { name, run } of steps) {
    process.stdout.write(`\n— ${name}\n`);
    const counts = run();
    process.stdout.write(`\n  ${name}: ${counts.passed} passed, ${counts.failed} failed\n`);
    if (counts.failed > 0) failures.push(name);
    total = { passed: total.passed + counts.passed, failed: total.failed + counts.failed };
  }
  process.stdout.write(failures.length > 0 ? `\nFailed: ${failures.join(', ')}\n` : '\n');
  return total;
}

/** A command as one check. */
function check(command: string, ...args: readonly string[]): Counts {
  return start(command, args) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function nodeTests(...folders: readonly string[]): Counts {
  return counted((file) =>
    start(process.execPath, [
      '--test',
      '--test-timeout=120000',
      '--test-reporter=dot',
      '--test-reporter-destination=stdout',
      '--test-reporter=./test/count-reporter.ts',
      `--test-reporter-destination=${file}`,
      ...folders.map((name) => `test/${name}/**/*.test.ts`),
    ]),
  );
}

function browserTests(): Counts {
  return counted((file) => start('wtr', ['--config', 'web-test-runner.config.ts'], { TEST_COUNTS_FILE: file }));
}

/** Reads what the runner counted; trusts neither a missing count nor a count that contradicts the exit status. */
function counted(run: (countsFile: string) => number): Counts {
  const file = join(folder, 'counts.json');
  rmSync(file, { force: true });
  const status = run(file);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { passed, failed } = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  const isContradiction = passed + failed === 0 || (status !== 0 && failed === 0);
  return { passed, failed: isContradiction ? failed + 1 : failed };
}

function start(command: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): number {
  const env = { ...process.env, ...variables };
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  if (error) process.stderr.write(`${error.message}\n`);
  return status ?? 1;
}
