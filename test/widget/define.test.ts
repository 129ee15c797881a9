import { expect } from '@open-wc/testing';
import { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import { HelloassoResult } from '../../widget/helloasso-result.ts';
import './set-up.ts';

describe('define.ts', () => {
  it('registers both elements once when the script runs twice', async () => {
    const again = '../../widget/define.ts?again';
    await import(again);
    expect(customElements.get('helloasso-checkout')).to.equal(HelloassoCheckout);
    expect(customElements.get('helloasso-result')).to.equal(HelloassoResult);
  });
});
