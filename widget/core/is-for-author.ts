import { isLoopback } from '../../proxy/contract/trusted-hosts.ts';

/** Whether the visitor is probably the page's author: with `debug`, on their own machine, or from a file. */
export function isForAuthor(element: HTMLElement): boolean {
  return (
    element.matches('[debug]:not([debug=false])') || isLoopback(location.hostname) || location.protocol === 'file:'
  );
}
