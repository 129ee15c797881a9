/**
 * Registers both elements, once: in browsers that have all they need. `toSorted` is as young as the browser floor (Chrome 110,
 * Firefox 115), and Safari below it stops at the syntax. Elsewhere, and on a server, nothing happens.
 */
import { mayBeReturning } from './core/may-be-returning.ts';
import { HelloassoCheckout } from './helloasso-checkout.ts';
import { HelloassoResult } from './helloasso-result.ts';

export type * from './index.ts';

if ('toSorted' in [] && globalThis.customElements && !customElements.get('helloasso-checkout')) {
  customElements.define('helloasso-checkout', HelloassoCheckout);
  customElements.define('helloasso-result', HelloassoResult);
  // A router may have drawn a page without an element: the return is read all the same.
  if (mayBeReturning()) import('./return/index.ts').catch(() => {});
  if (globalThis.document?.querySelector('[data-helloasso-checkout]')) import('./placeholders.ts').catch(() => {});
}
