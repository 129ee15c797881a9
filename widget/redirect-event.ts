/** The checkout is ready and the page is about to leave. Cancel it to open `url` some other way. */
export class HelloassoRedirectEvent extends Event {
  static readonly type = 'helloasso-redirect';
  readonly url: URL;

  constructor(url: URL) {
    super(HelloassoRedirectEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.url = url;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    [HelloassoRedirectEvent.type]: HelloassoRedirectEvent;
  }
}
