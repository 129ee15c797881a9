import { browserPath } from '../../browser.ts';
import { startWebKit } from '../../webkit.ts';
import { type Driver, type Tab, VIEWPORT } from './driver.ts';

/** Each tab is a WebKit of its own: its driver opens one window at a time. It reports no console, and cannot go offline. */
export function webkitDriver(): Driver {
  const binary = browserPath('WebKit');
  return {
    async openTab(): Promise<Tab> {
      const { setViewport, goTo, reload, evaluate, moveMouse, pressKeys, close } = await startWebKit(binary);
      await setViewport(VIEWPORT.width, VIEWPORT.height);
      return {
        goTo,
        reload,
        evaluate,
        click: (x, y, times) => moveMouse({ x, y }, ...Array(times).fill(['down', 'up']).flat()),
        type: (text) => pressKeys([...text]),
        consoleMessages: [],
        close,
      };
    },
    close: async () => {},
  };
}
