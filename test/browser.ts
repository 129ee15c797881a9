import { existsSync } from 'node:fs';

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/**
 * The Chromium that the browser tests drive: `CHROMIUM_PATH`, else the system's.
 * @throws Error that names the one command that installs it.
 */
export function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH || CANDIDATES.find((candidate) => existsSync(candidate));
  if (path && existsSync(path)) return path;
  throw new Error(
    'No Chromium found. Install it with `sudo apt-get install --yes chromium`, or name one in CHROMIUM_PATH.',
  );
}

/** Without these Chromium does not start as root, or calls home. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
];
