/** Of each tab, in CSS pixels. */
export const VIEWPORT = { width: 900, height: 720 };

/** A browser of one engine. */
export interface Driver {
  /** Opens a tab of a visitor who was never here. */
  openTab(): Promise<Tab>;
  close(): Promise<void>;
}

/** What every engine can do in a tab, with real clicks and real keys. */
export interface Tab {
  goTo(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Calls the function in the page, and waits for its result. It may use nothing from outside of it. */
  evaluate<Args extends readonly unknown[], Result>(
    work: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
  /** Clicks a point of the visible part of the page. */
  click(x: number, y: number, times: number): Promise<void>;
  type(text: string): Promise<void>;
  /** Takes the network away from the tab, or gives it back. Undefined where the engine's driver cannot. */
  readonly setOffline?: (isOffline: boolean) => Promise<void>;
  /** Warnings, errors and uncaught exceptions on the console so far. Always empty where the engine's driver reports none. */
  readonly consoleMessages: readonly string[];
  close(): Promise<void>;
}
