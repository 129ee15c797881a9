import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** One window of WebKit on a screen of its own, driven by WebDriver (https://www.w3.org/TR/webdriver2/). */
export interface WebKit {
  goTo(url: string): Promise<void>;
  url(): Promise<string>;
  reload(): Promise<void>;
  /** Sets the size of the page inside the window. */
  setViewport(width: number, height: number): Promise<void>;
  /** Calls the function in the page, and waits for its result. */
  evaluate<Args extends readonly unknown[], Result>(
    work: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
  /** Presses keys one after another: characters, or names of `KeyboardEvent.code` such as `ArrowLeft`. */
  pressKeys(keys: readonly string[]): Promise<void>;
  /** Does what the mouse does, one action after another. */
  moveMouse(...actions: readonly MouseAction[]): Promise<void>;
  close(): Promise<void>;
}

export type MouseAction = 'down' | 'up' | { readonly x: number; readonly y: number };

const START_TIMEOUT_MS = 30_000;

/** The code points of WebDriver for keys that write nothing. */
const KEYS: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowDown: '\uE015',
};

/** `binary`: WebKit's MiniBrowser. */
export async function startWebKit(binary: string): Promise<WebKit> {
  const processes: ChildProcess[] = [];
  async function stop(): Promise<void> {
    for (const child of processes.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill();
      await once(child, 'exit');
    }
  }

  try {
    // Xvfb writes the number of the free display that it took to file descriptor 3.
    const screen = startBound('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp']);
    processes.push(screen);
    const [display] = await firstOf(screen, once(screen.stdio[3] as Readable, 'data'));
    const port = await freePort();
    const driver = startBound('WebKitWebDriver', [`--port=${port}`], {
      DISPLAY: `:${String(display).trim()}`,
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      NO_AT_BRIDGE: '1',
    });
    processes.push(driver);
    await firstOf(driver, ready(`http://127.0.0.1:${port}/status`));
    return await openSession(`http://127.0.0.1:${port}/session`, binary, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openSession(sessions: string, binary: string, stop: () => Promise<void>): Promise<WebKit> {
  const options = { binary, args: ['--automation'] };
  const capabilities = { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } };
  const { sessionId } = (await send('POST', sessions, { capabilities })) as { sessionId: string };
  const session = `${sessions}/${sessionId}`;

  const webkit: WebKit = {
    async goTo(url) {
      await send('POST', `${session}/url`, { url });
    },
    url: async () => (await send('GET', `${session}/url`)) as string,
    async reload() {
      await send('POST', `${session}/refresh`, {});
    },
    async setViewport(width, height) {
      await send('POST', `${session}/window/rect`, { x: 0, y: 0, width, height });
      const innerHeight = await webkit.evaluate(() => window.innerHeight);
      await send('POST', `${session}/window/rect`, { x: 0, y: 0, width, height: 2 * height - innerHeight }); // with its toolbar
    },
    async evaluate<Result>(work: (...args: never) => unknown, ...args: readonly unknown[]) {
      const script = `const done = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${work})(...[...arguments].slice(0, -1)))
          .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const answer = await send('POST', `${session}/execute/async`, { script, args });
      const { value, error } = answer as { value: Result; error?: string };
      if (error !== undefined) throw new Error(error);
      return value;
    },
    async pressKeys(keys) {
      const actions = keys
        .map((key) => KEYS[key] ?? key)
        .flatMap((value) => [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ]);
      await send('POST', `${session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
    },
    async moveMouse(...moves) {
      const actions = moves.map((move) => {
        if (typeof move === 'string') return { type: move === 'down' ? 'pointerDown' : 'pointerUp', button: 0 };
        return { type: 'pointerMove', duration: 0, ...move };
      });
      await send('POST', `${session}/actions`, { actions: [{ type: 'pointer', id: 'mouse', actions }] });
    },
    async close() {
      await send('DELETE', session).catch(() => undefined); // the browser may have crashed: its processes end all the same
      await stop();
    },
  };
  return webkit;
}

/** Starts a program that the system ends with this process, however this one ends. WebKit ends with its screen. */
function startBound(program: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...variables },
  });
}

/** The result of `work`, unless the program ends before it. */
async function firstOf<Result>(child: ChildProcess, work: Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const ended = once(child, 'exit', { signal: controller.signal }).then(([code]) => {
    throw new Error(`${child.spawnargs.join(' ')} ended with status ${code}.`);
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    controller.abort();
    ended.catch(() => undefined);
  }
}

/** Waits until a server answers. */
async function ready(url: string): Promise<void> {
  const end = Date.now() + START_TIMEOUT_MS;
  while (!(await fetch(url).catch(() => undefined))?.ok) {
    if (Date.now() > end) throw new Error(`${url} does not answer.`);
    await wait(50);
  }
}

/** Sends one command of WebDriver. */
async function send(method: string, url: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${error}: ${message}`);
}
