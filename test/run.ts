// Runs the checks one after another and ends in one line: "N passed, N failed", and ", N skipped" if there are any.
// Without an argument it runs every step but the long ones; with `all` these too, and more generated input (TEST_THOROUGH); with the name
// of a group the steps of that group. A static check counts as one test. A test runner that ends without a count, or finds no test, counts
// as one failure. A step whose browser is not installed counts as one skipped test, and as one failure where `CI` is set.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserPath, type Engine } from './browser.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Steps of `all` are too long for `npm test`. */
const GROUPS = ['quick', 'unit', 'browser', 'e2e', 'build', 'all'] as const;

interface Step {
  readonly name: string;
  readonly groups: readonly (typeof GROUPS)[number][];
  /** The browser that must be installed. */
  readonly engine?: Engine;
  readonly run: () => Counts;
}

interface NodeTests {
  readonly excluded?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly atOnce?: number;
}

const PASSED: Counts = { passed: 1, failed: 0, skipped: 0 };
const FAILED: Counts = { passed: 0, failed: 1, skipped: 0 };
const SKIPPED: Counts = { passed: 0, failed: 0, skipped: 1 };

/** The folders that have a step of their own. All other test files are unit tests, so that a new folder is never left out. */
const FOLDERS = {
  applications: 'test/demo/frameworks',
  browser: 'test/widget',
  build: 'test/build',
  e2e: 'test/scenarios',
  engines: 'test/scenarios/engines',
  runtimes: 'test/demo/servers',
};

const STEPS: readonly Step[] = [
  { name: 'format and lint', groups: ['quick'], run: () => check('biome', 'check', '--error-on-warnings') },
  { name: 'types', groups: ['quick'], run: () => check('tsc', '-p', '.') },
  { name: 'types of the widget alone', groups: ['quick'], run: () => check('tsc', '-p', 'widget') },
  { name: 'types of the proxy alone', groups: ['quick'], run: () => check('tsc', '-p', 'proxy') },
  {
    name: 'unit tests',
    groups: ['quick', 'unit'],
    run: () => nodeTests('test', { excluded: Object.values(FOLDERS), atOnce: 2 }),
  },
  browserTests('Chromium', ['quick', 'browser']),
  browserTests('Firefox', ['browser']),
  browserTests('WebKit', ['browser']),
  { name: 'build', groups: ['build', 'e2e'], run: () => check('npm', 'run', '--silent', 'build') },
  { name: 'build tests', groups: ['build'], run: () => nodeTests(FOLDERS.build) },
  {
    name: 'browser tests of the built script',
    groups: ['build'],
    engine: 'Chromium',
    run: () => testRunner({ TEST_ENGINE: 'Chromium', TEST_BUILT_SCRIPT: 'yes' }),
  },
  {
    name: 'end-to-end tests',
    groups: ['e2e'],
    engine: 'Chromium',
    run: () => nodeTests(FOLDERS.e2e, { excluded: [FOLDERS.engines], atOnce: 2 }),
  },
  payments('Chromium'),
  payments('Firefox'),
  payments('WebKit'),
  {
    name: 'applications of frameworks',
    groups: ['all'],
    engine: 'Chromium',
    run: () => nodeTests(FOLDERS.applications),
  },
  { name: 'other runtimes', groups: ['all'], run: () => nodeTests(FOLDERS.runtimes) },
];

const countsFolder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-test-'));
try {
  const steps = selectSteps(process.argv.slice(2).join(' '));
  if (!process.env.HELLOASSO_OPENAPI) {
    process.stdout.write('HELLOASSO_OPENAPI is not set: nothing is checked against HelloAsso’s OpenAPI document.\n');
  }
  const total = runAll(steps);
  process.stdout.write(`${summary(total)}\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.stdout.write(`${summary(FAILED)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(countsFolder, { recursive: true, force: true });
}

/** @throws Error if the argument is not the name of a group. */
function selectSteps(argument: string): readonly Step[] {
  if (argument === '') return STEPS.filter(({ groups }) => !groups.includes('all'));
  if (argument === 'all') {
    process.env.TEST_THOROUGH = 'yes';
    return STEPS;
  }
  const group = GROUPS.find((name) => name === argument);
  if (!group) throw new Error(`Unknown group of tests: ${argument}. The groups are: ${GROUPS.join(', ')}.`);
  return STEPS.filter(({ groups }) => groups.includes(group));
}

function runAll(steps: readonly Step[]): Counts {
  const failures: string[] = [];
  const skips: string[] = [];
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, engine, run } of steps) {
    process.stdout.write(`\n— ${name}\n`);
    const startedAt = performance.now();
    const counts = engine && !isInstalled(engine) ? (process.env.CI ? FAILED : SKIPPED) : run();
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    process.stdout.write(`\n  ${name}: ${summary(counts)} (${seconds} s)\n`);
    if (counts.failed > 0) failures.push(name);
    if (counts === SKIPPED) skips.push(name);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  process.stdout.write('\n');
  if (skips.length > 0) process.stdout.write(`Skipped: ${skips.join(', ')}\n`);
  if (failures.length > 0) process.stdout.write(`Failed: ${failures.join(', ')}\n`);
  return total;
}

/** Writes what is missing. */
function isInstalled(engine: Engine): boolean {
  try {
    return browserPath(engine) !== '';
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return false;
  }
}

function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Runs a command as one check. */
function check(command: string, ...args: readonly string[]): Counts {
  return start(command, args) === 0 ? PASSED : FAILED;
}

/** `atOnce`: how many files, also where there are only two cores: most of the time, tests wait for a browser or another process. */
function nodeTests(folder: string, { excluded = [], variables = {}, atOnce = 1 }: NodeTests = {}): Counts {
  const files = globSync(`${folder}/**/*.test.ts`, { exclude: excluded.map((name) => `${name}/**`) });
  if (files.length === 0) {
    process.stderr.write(`No test file in ${folder}.\n`);
    return FAILED;
  }
  return counted((countsFile) =>
    start(
      process.execPath,
      [
        '--test',
        '--test-timeout=120000',
        `--test-concurrency=${atOnce}`,
        '--test-reporter=dot',
        '--test-reporter-destination=stdout',
        '--test-reporter=./test/count-reporter.ts',
        `--test-reporter-destination=${countsFile}`,
        ...files.sort(),
      ],
      variables,
    ),
  );
}

/** The journeys of payers in one engine. */
function payments(engine: Engine): Step {
  const run = () => nodeTests(FOLDERS.engines, { variables: { TEST_ENGINE: engine } });
  return { name: `payments in ${engine}`, groups: ['e2e'], engine, run };
}

/** The tests of the elements in one engine. */
function browserTests(engine: Engine, groups: Step['groups']): Step {
  return { name: `browser tests in ${engine}`, groups, engine, run: () => testRunner({ TEST_ENGINE: engine }) };
}

function testRunner(variables: Readonly<Record<string, string>>): Counts {
  return counted((countsFile) =>
    start('wtr', ['--config', 'web-test-runner.config.ts'], { TEST_COUNTS_FILE: countsFile, ...variables }),
  );
}

/** Reads the counts that a runner wrote. No count, no test, or an exit status that contradicts the counts is a failure. */
function counted(run: (countsFile: string) => number): Counts {
  const countsFile = join(countsFolder, 'counts.json');
  rmSync(countsFile, { force: true });
  const status = run(countsFile);
  if (!existsSync(countsFile)) return FAILED;
  const { passed, failed, skipped } = JSON.parse(readFileSync(countsFile, 'utf8')) as Counts;
  const isContradiction = passed + failed === 0 || (status !== 0 && failed === 0);
  return { passed, failed: isContradiction ? failed + 1 : failed, skipped };
}

/** Returns the exit status of the command, 1 if it did not start. */
function start(command: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): number {
  const env = { ...process.env, ...variables };
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  if (error) process.stderr.write(`${error.message}\n`);
  return status ?? 1;
}
