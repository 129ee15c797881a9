import { isLoopback } from '../../proxy/contract/loopback.ts';

/** Whether the visitor is probably the page's author: with `debug`, on their own machine, or from a file. */
export function isForAuthor(element: HTMLElement): boolean {
  return element.matches('[debug]:not([debug=false])') || isLoopback(pageHostname()) || location.protocol === 'file:';
}

/** The host name of the page; in a `srcdoc` frame, of the page around it. */
function pageHostname(): string {
  return location.hostname || new URL(document.baseURI).hostname;
}
