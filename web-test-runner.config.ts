import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import {
  type BrowserLauncher,
  defaultReporter,
  type Reporter,
  type TestRunnerConfig,
  type TestRunnerPlugin,
  type TestSession,
} from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import * as puppeteer from 'puppeteer-core';
import { browserPath, CHROMIUM_ARGUMENTS, chosenEngine, type Engine, FIREFOX_PREFERENCES } from './test/browser.ts';
import { webkitLauncher } from './test/webkit-launcher.ts';

/** Each test loads some hundred modules: to report them takes Firefox longer than to run the tests. */
const WITHOUT_NETWORK_EVENTS = { networkEnabled: false };

const LAUNCHERS: Readonly<Record<Engine, () => BrowserLauncher>> = {
  Chromium: () =>
    chromeLauncher({
      launchOptions: { ...WITHOUT_NETWORK_EVENTS, executablePath: browserPath('Chromium'), args: CHROMIUM_ARGUMENTS },
    }),
  Firefox: () =>
    chromeLauncher({
      puppeteer,
      launchOptions: {
        ...WITHOUT_NETWORK_EVENTS,
        browser: 'firefox',
        executablePath: browserPath('Firefox'),
        extraPrefsFirefox: FIREFOX_PREFERENCES,
      },
      createPage: async ({ context }) => withoutScreenOrientation(await context.newPage()),
    }),
  WebKit: webkitLauncher,
};

const config: TestRunnerConfig = {
  files: 'test/widget/**/*.test.ts',
  nodeResolve: true,
  concurrency: 1, // a page in the background has no focus and no animation frames
  browsers: [LAUNCHERS[chosenEngine()]()],
  plugins: [
    importStyleSheets(),
    ...(process.env.TEST_BUILT_SCRIPT ? [useBuiltScript()] : []),
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
  ],
  testFramework: { config: { timeout: 10_000 } },
  filterBrowserLogs: ({ args }) => !args.join().includes('Lit is in dev mode'),
  browserStartTimeout: 60_000,
  testsFinishTimeout: 120_000,
  reporters: [defaultReporter({ reportTestProgress: false }), countsReporter(process.env.TEST_COUNTS_FILE)],
};

export default config;

/** Firefox ESR 140 sets the size of a page, but knows no orientation of the screen, which puppeteer sets beside it. */
function withoutScreenOrientation(page: puppeteer.Page): puppeteer.Page {
  const setViewport = page.setViewport.bind(page);
  page.setViewport = (viewport) =>
    setViewport(viewport).catch((error: Error) => {
      if (!error.message.includes('unknown command emulation.setScreenOrientationOverride')) throw error;
    });
  return page;
}

/** What `?inline` means to Vite: a style sheet as text. */
function importStyleSheets(): TestRunnerPlugin {
  const isImported = (url: string) => url.endsWith('.css?inline');
  return {
    name: 'import-style-sheets',
    resolveMimeType: ({ url }) => (isImported(url) ? 'js' : undefined),
    transform: ({ url, body }) => (isImported(url) ? `export default ${JSON.stringify(body)};` : undefined),
  };
}

/** The same tests of the elements against the built script: the module that defines them is the script. */
function useBuiltScript(): TestRunnerPlugin {
  return {
    name: 'use-built-script',
    serve: ({ path }) =>
      path === '/widget/define.ts' ? { body: "import '/dist/script/helloasso-checkout.js';", type: 'js' } : undefined,
  };
}

/** Writes `{"passed":n,"failed":n,"skipped":n}` for the total of `npm test`. A file that could not run is a failure. */
function countsReporter(file: string | undefined): Reporter {
  return {
    stop({ sessions }) {
      if (!file) return;
      const results = sessions.flatMap(resultsOf);
      const count = (result: Result) => results.filter((each) => each === result).length;
      writeFileSync(
        file,
        JSON.stringify({ passed: count('passed'), failed: count('failed'), skipped: count('skipped') }),
      );
    },
  };
}

type Result = 'passed' | 'failed' | 'skipped';

/** One result for each test, and one more for a file that failed outside its tests. */
function resultsOf({ passed, errors, testResults }: TestSession): readonly Result[] {
  const suites = testResults ? [testResults] : [];
  const results: Result[] = [];
  for (const suite of suites) {
    suites.push(...suite.suites);
    results.push(...suite.tests.map((test) => (test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed')));
  }
  const isBroken = errors.length > 0 || (!passed && !results.includes('failed'));
  return isBroken ? [...results, 'failed'] : results;
}
