import { existsSync, globSync } from 'node:fs';

interface Program {
  /** The variable that names another one. */
  readonly variable: string;
  readonly candidates: readonly string[];
  /** Programs that drive it. */
  readonly needs?: readonly string[];
  /** Debian's packages. */
  readonly packages: string;
}

const PROGRAMS = {
  Chromium: {
    variable: 'CHROMIUM_PATH',
    candidates: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/usr/bin/google-chrome-stable',
    ],
    packages: 'chromium',
  },
  Firefox: {
    variable: 'FIREFOX_PATH',
    candidates: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
    packages: 'firefox-esr',
  },
  WebKit: {
    variable: 'MINIBROWSER_PATH',
    candidates: ['/usr/lib/*/webkit2gtk-4.*/MiniBrowser'],
    needs: ['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'],
    packages: 'webkit2gtk-driver xvfb',
  },
} satisfies Readonly<Record<string, Program>>;

/** A browser engine that the tests drive. */
export type Engine = keyof typeof PROGRAMS;

/**
 * The browser of an engine: the one that its variable names, else the system's.
 * @throws Error that names the one command that installs it.
 */
export function browserPath(engine: Engine): string {
  const { variable, candidates, needs = [], packages }: Program = PROGRAMS[engine];
  const path = process.env[variable] || candidates.flatMap((candidate) => globSync(candidate))[0];
  if (path && [path, ...needs].every((file) => existsSync(file))) return path;
  throw new Error(
    `No ${engine} found. Install it with \`sudo apt-get install --yes ${packages}\`, or name one in ${variable}.`,
  );
}

/**
 * The engine that `TEST_ENGINE` names; by default Chromium.
 * @throws Error if there is no engine of that name.
 */
export function chosenEngine(): Engine {
  const name = process.env.TEST_ENGINE || 'Chromium';
  if (Object.hasOwn(PROGRAMS, name)) return name as Engine;
  throw new Error(`TEST_ENGINE is ${name}. The engines are: ${Object.keys(PROGRAMS).join(', ')}.`);
}

/**
 * Without the first four Chromium does not start as root, or calls home. The features are two suggestion lists of the address bar and a spare
 * process, which no test looks at: they take as much time as the page of a visitor. This list replaces the one that Playwright has.
 */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess',
];

/** Without this a page of Firefox in the background has no focus events. */
export const FIREFOX_PREFERENCES = { 'focusmanager.testmode': true };
