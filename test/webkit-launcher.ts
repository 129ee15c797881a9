import type { BrowserLauncher } from '@web/test-runner';
import { browserPath } from './browser.ts';
import { startWebKit, type WebKit } from './webkit.ts';

/** Runs the browser suite in WebKit. The commands of the test runner call the methods for keys and mouse. */
export function webkitLauncher() {
  const binary = browserPath('WebKit');
  let starting: Promise<WebKit> | undefined;
  let activeId: string | undefined;
  /** Starts WebKit at the first call. */
  const webkit = () => {
    starting ??= startWebKit(binary);
    return starting;
  };
  return {
    name: 'WebKit',
    type: 'webdriver',
    async startSession(id: string, url: string) {
      await (await webkit()).setViewport(800, 600); // as the launcher of the other browsers does
      await (await webkit()).goTo(url);
      activeId = id;
    },
    isActive: (id: string) => id === activeId,
    getBrowserUrl: async () => (await webkit()).url(),
    async stopSession() {
      await (await webkit()).goTo('about:blank');
      activeId = undefined;
      return {};
    },
    async stop() {
      await (await starting)?.close();
    },
    startDebugSession: () => Promise.reject(new Error('WebKit shows no page to debug here.')),

    sendKeys: async (_id: string, keys: readonly string[]) => (await webkit()).pressKeys(keys),
    sendMouseMove: async (_id: string, x: number, y: number) => (await webkit()).moveMouse({ x, y }),
    sendMouseClick: async (_id: string, x: number, y: number) => (await webkit()).moveMouse({ x, y }, 'down', 'up'),
    sendMouseDown: async () => (await webkit()).moveMouse('down'),
    sendMouseUp: async () => (await webkit()).moveMouse('up'),
  } satisfies BrowserLauncher & Record<`send${string}`, unknown>;
}
