import { expect } from '@open-wc/testing';
import './set-up.ts';

describe('define.ts', () => {
  it('registers both elements once when the script runs twice', async () => {
    const names = ['helloasso-checkout', 'helloasso-result'];
    const first = names.map((name) => customElements.get(name));
    const again = '../../widget/define.ts?again';
    await import(again);
    const second = names.map((name) => customElements.get(name));
    expect(first.every((element, index) => element && element === second[index])).to.equal(true);
  });
});
