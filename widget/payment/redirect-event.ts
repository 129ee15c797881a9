import { ElementEvent } from '../events.ts';

/** The checkout is ready and the page is about to leave. Cancel it to open `url` some other way. */
export class HelloassoRedirectEvent extends ElementEvent {
  readonly url: URL;

  constructor(url: URL) {
    super('helloasso-redirect', { cancelable: true });
    this.url = url;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'helloasso-redirect': HelloassoRedirectEvent;
  }
}
