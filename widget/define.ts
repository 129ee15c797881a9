/** Registers both elements, once. */
import { HelloassoCheckout } from './helloasso-checkout.ts';
import { HelloassoResult } from './helloasso-result.ts';

if (!customElements.get('helloasso-checkout')) {
  customElements.define('helloasso-checkout', HelloassoCheckout);
  customElements.define('helloasso-result', HelloassoResult);
}
