import { expect } from '@open-wc/testing';
import { GIFT } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

const monthlyUrl = 'https://www.helloasso.com/associations/asso-demo/formulaires/1';

describe('The link to monthly gifts', () => {
  it('stands below the button, leads to HelloAsso’s own form, and leaves a frame', async () => {
    const { element, get } = await setUp([{ ...GIFT, monthlyUrl }]);
    const link = get('form + p a') as unknown as HTMLAnchorElement;
    expect(link.textContent).to.equal('Donner chaque mois sur HelloAsso');
    expect(link.href).to.equal(monthlyUrl);
    expect(link.target).to.equal('_top');
    await expect(element).to.be.accessible();
  });

  it('is absent where the offer has none, and where the address is not HelloAsso’s', async () => {
    expect((await setUp([GIFT])).has('form + p')).to.equal(false);
    for (const other of ['https://helloasso.com.evil.example/', 'javascript:alert(1)', 'http://www.helloasso.com/']) {
      expect((await setUp([{ ...GIFT, monthlyUrl: other }])).has('form + p')).to.equal(false);
    }
  });
});
