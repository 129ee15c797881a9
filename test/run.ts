// Runs the checks, two at a time, and ends in one line: "N passed, N failed", and ", N skipped" if there are any. What a check writes is
// shown when it ends.
// Without an argument it runs every step but the long ones, and those whose tests another step runs, too; with `all` every step, and more
// generated input (TEST_THOROUGH); with the name of a group the steps of that group. A static check counts as one test. A test runner that
// ends without a count, or finds no test, counts as one failure. A step whose browser is not installed counts as one skipped test, and as
// one failure where `CI` is set.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
  /** Whether the same tests run in the same engine in another step. */
  readonly isRepeated?: boolean;
  /** Whether it needs what the build makes. */
  readonly needsBuild?: boolean;
  readonly run: (write: Write) => Promise<Counts>;
}

/** Receives what a step writes. */
type Write = (text: string) => void;

interface NodeTests {
  readonly excluded?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly atOnce?: number;
}

/** Most of the time, a check waits for a browser or another process: two at once finish sooner on two cores, too. */
const AT_ONCE = 2;

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
  image: 'test/proxy/deploy/image',
  runtimes: 'test/demo/servers',
};

/** How the states of the elements look in Firefox and WebKit; in Chromium, a test of `e2e` asks more of them. */
const STORIES = `${FOLDERS.engines}/stories.test.ts`;

const STEPS: readonly Step[] = [
  { name: 'format and lint', groups: ['quick'], run: check('biome', 'check', '--error-on-warnings') },
  { name: 'types', groups: ['quick'], run: check('tsc', '-p', '.') },
  { name: 'types of the widget alone', groups: ['quick'], run: check('tsc', '-p', 'widget') },
  { name: 'types of the proxy alone', groups: ['quick'], run: check('tsc', '-p', 'proxy') },
  {
    name: 'unit tests',
    groups: ['quick', 'unit'],
    run: nodeTests('test', { excluded: Object.values(FOLDERS), atOnce: 2 }),
  },
  browserTests('Chromium', ['quick', 'browser']),
  browserTests('Firefox', ['browser']),
  browserTests('WebKit', ['browser']),
  { name: 'build', groups: ['build', 'e2e'], run: check('npm', 'run', '--silent', 'build') },
  { name: 'build tests', groups: ['build'], needsBuild: true, run: nodeTests(FOLDERS.build) },
  builtScriptTests('Chromium'),
  builtScriptTests('Firefox'),
  builtScriptTests('WebKit'),
  {
    name: 'end-to-end tests',
    groups: ['e2e'],
    engine: 'Chromium',
    needsBuild: true,
    run: nodeTests(FOLDERS.e2e, { excluded: [FOLDERS.engines], atOnce: 2 }),
  },
  inEngine('payments', 'Chromium', ['e2e']),
  inEngine('payments', 'Firefox', ['e2e']),
  inEngine('payments', 'WebKit', ['e2e']),
  inEngine('stories', 'Firefox', ['all']),
  inEngine('stories', 'WebKit', ['all']),
  {
    name: 'applications of frameworks',
    groups: ['all'],
    engine: 'Chromium',
    needsBuild: true,
    run: nodeTests(FOLDERS.applications),
  },
  { name: 'other runtimes', groups: ['all'], needsBuild: true, run: nodeTests(FOLDERS.runtimes) },
  { name: 'the container image', groups: ['all'], run: nodeTests(FOLDERS.image) },
];

/** Where Node keeps the compiled modules of tests, for the process of the next file. */
const COMPILED = 'node_modules/.cache/helloasso-checkout';

const countsFolder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-test-'));
try {
  const steps = selectSteps(process.argv.slice(2).join(' '));
  if (!process.env.HELLOASSO_OPENAPI) {
    process.stdout.write('HELLOASSO_OPENAPI is not set: nothing is checked against HelloAsso’s OpenAPI document.\n');
  }
  const total = await runAll(steps);
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
  if (argument === '') return STEPS.filter(({ groups, isRepeated }) => !groups.includes('all') && !isRepeated);
  if (argument === 'all') {
    process.env.TEST_THOROUGH = 'yes';
    return STEPS;
  }
  const group = GROUPS.find((name) => name === argument);
  if (!group) throw new Error(`Unknown group of tests: ${argument}. The groups are: ${GROUPS.join(', ')}.`);
  return STEPS.filter(({ groups }) => groups.includes(group));
}

async function runAll(steps: readonly Step[]): Promise<Counts> {
  const results = [
    ...(await runAtOnce(steps.filter(({ needsBuild }) => !needsBuild))),
    ...(await runAtOnce(steps.filter(({ needsBuild }) => needsBuild))),
  ];
  process.stdout.write('\n');
  const names = (matches: (counts: Counts) => boolean) =>
    results.filter(({ counts }) => matches(counts)).map(({ name }) => name);
  const skips = names((counts) => counts === SKIPPED);
  const failures = names(({ failed }) => failed > 0);
  if (skips.length > 0) process.stdout.write(`Skipped: ${skips.join(', ')}\n`);
  if (failures.length > 0) process.stdout.write(`Failed: ${failures.join(', ')}\n`);
  const sum = (of: keyof Counts) => results.reduce((total, { counts }) => total + counts[of], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** In the order of the steps, a few at a time. */
async function runAtOnce(steps: readonly Step[]) {
  const waiting = [...steps];
  const results: { readonly name: string; readonly counts: Counts }[] = [];
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      results.push({ name: step.name, counts: await runStep(step) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function runStep({ name, engine, run }: Step): Promise<Counts> {
  const startedAt = performance.now();
  let output = '';
  const write = (text: string) => {
    output += text;
  };
  process.stdout.write(`— ${name} …\n`);
  const isMissing = engine && !isInstalled(engine, write);
  const counts = isMissing ? (process.env.CI ? FAILED : SKIPPED) : await run(write);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`\n— ${name}\n${output}\n  ${name}: ${summary(counts)} (${seconds} s)\n\n`);
  return counts;
}

/** Writes what is missing. */
function isInstalled(engine: Engine, write: Write): boolean {
  try {
    return browserPath(engine) !== '';
  } catch (error) {
    write(`${(error as Error).message}\n`);
    return false;
  }
}

function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A command is one check. */
function check(command: string, ...args: readonly string[]): Step['run'] {
  return async (write) => ((await start(command, args, write)) === 0 ? PASSED : FAILED);
}

/** `place` is a folder, or a file; `atOnce`: how many files. */
function nodeTests(place: string, { excluded = [], variables = {}, atOnce = 1 }: NodeTests = {}): Step['run'] {
  return (write) => {
    const exclude = excluded.flatMap((name) => [name, `${name}/**`]);
    const files = globSync([place, `${place}/**/*.test.ts`], { exclude }).filter((name) => name.endsWith('.test.ts'));
    if (files.length === 0) {
      write(`No test file in ${place}.\n`);
      return Promise.resolve(FAILED);
    }
    return counted((countsFile) => {
      const args = [
        '--test',
        '--test-timeout=120000',
        `--test-concurrency=${atOnce}`,
        '--test-reporter=dot',
        '--test-reporter-destination=stdout',
        '--test-reporter=./test/count-reporter.ts',
        `--test-reporter-destination=${countsFile}`,
        ...files.sort(),
      ];
      return start(process.execPath, args, write, { NODE_COMPILE_CACHE: resolve(COMPILED), ...variables });
    });
  };
}

/** What payers do, or what they see, in one engine. */
function inEngine(what: 'payments' | 'stories', engine: Engine, groups: Step['groups']): Step {
  const variables = { TEST_ENGINE: engine };
  const run =
    what === 'stories'
      ? nodeTests(STORIES, { variables })
      : nodeTests(FOLDERS.engines, { excluded: [STORIES], variables });
  return { name: `${what} in ${engine}`, groups, engine, needsBuild: true, run };
}

/** The tests of the elements in one engine, from their sources. */
function browserTests(engine: Engine, groups: Step['groups']): Step {
  const run = testRunner({ TEST_ENGINE: engine });
  return { name: `browser tests in ${engine}`, groups, engine, isRepeated: true, run };
}

/** The same tests against what a build makes. */
function builtScriptTests(engine: Engine): Step {
  const run = testRunner({ TEST_ENGINE: engine, TEST_BUILT_SCRIPT: 'yes' });
  return { name: `browser tests of the built script in ${engine}`, groups: ['build'], engine, needsBuild: true, run };
}

function testRunner(variables: Readonly<Record<string, string>>): Step['run'] {
  return (write) =>
    counted((countsFile) =>
      start('wtr', ['--config', 'web-test-runner.config.ts'], write, { TEST_COUNTS_FILE: countsFile, ...variables }),
    );
}

/** Reads the counts that a runner wrote. No count, no test, or an exit status that contradicts the counts is a failure. */
async function counted(run: (countsFile: string) => Promise<number>): Promise<Counts> {
  const countsFile = join(countsFolder, `${randomUUID()}.json`);
  const status = await run(countsFile);
  if (!existsSync(countsFile)) return FAILED;
  const { passed, failed, skipped } = JSON.parse(readFileSync(countsFile, 'utf8')) as Counts;
  const isContradiction = passed + failed === 0 || (status !== 0 && failed === 0);
  return { passed, failed: isContradiction ? failed + 1 : failed, skipped };
}

/** Returns the exit status of the command, 1 if it did not start. */
async function start(
  command: string,
  args: readonly string[],
  write: Write,
  variables: Readonly<Record<string, string>> = {},
): Promise<number> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...variables } });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write);
  try {
    const [status] = (await once(child, 'close')) as [number | null];
    return status ?? 1;
  } catch (error) {
    write(`${(error as Error).message}\n`);
    return 1;
  }
}
