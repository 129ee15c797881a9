import { expect } from '@open-wc/testing';
import {
  forgetDraft,
  readDraft,
  readPreviousCheckout,
  saveDraft,
  savePreviousCheckout,
} from '../../../widget/return/previous-checkout.ts';
import { DRAFT, openReturn, storePreviousCheckout } from '../page.ts';
import '../set-up.ts';

const CHECKOUT = { offer: 'don', step: 'back', token: 'state.token.4242', checkoutIntentId: 4242 } as const;

describe('The previous checkout of a tab', () => {
  it('a payer who was refused finds the form filled in with the draft, and reads so', async () => {
    storePreviousCheckout({ draft: DRAFT });
    const { page, until, has, get, button, textOf } = await openReturn({ outcome: 'refused' });
    await until(() => has('form') && has('.return'));
    expect(get('[name=firstName]').value).to.equal('Ada');
    expect(get('[name=choice]:checked').value).to.equal('other');
    expect(button()).to.equal('Donner 12,50 €');
    expect(textOf('.return')).to.contain('Votre saisie a été conservée');
    page.close();
  });

  it('a draft is deleted after 30 minutes, and its token is kept', async () => {
    storePreviousCheckout({ draft: DRAFT, savedAt: Date.now() - 30 * 60 * 1000 });
    const { page, until, has, get, textOf } = await openReturn({ outcome: 'abandoned' });
    await until(() => has('form') && has('.return'));
    expect(get('[name=firstName]').value).to.equal('');
    expect(textOf('.return')).not.to.contain('conservé');
    expect(sessionStorage.getItem('helloasso-checkout')).not.to.contain('Ada');
    expect(sessionStorage.getItem('helloasso-checkout')).to.contain('state.token.4242');
    page.close();
  });

  it('a draft is deleted once it is paid, and its token is kept', async () => {
    storePreviousCheckout({ draft: DRAFT });
    const { page, until, element } = await openReturn();
    await until(() => element.outcome);
    expect(sessionStorage.getItem('helloasso-checkout')).not.to.contain('Ada');
    expect(sessionStorage.getItem('helloasso-checkout')).to.contain('state.token.4242');
    page.close();
  });

  it('readPreviousCheckout returns undefined when the tab has none, or something unreadable', () => {
    expect(readPreviousCheckout()).to.equal(undefined);
    sessionStorage.setItem('helloasso-checkout', '{"token":');
    expect(readPreviousCheckout()).to.equal(undefined);
  });

  it('savePreviousCheckout does not throw when the browser blocks storage', () => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('Storage is blocked.', 'SecurityError');
    };
    savePreviousCheckout({ ...CHECKOUT, savedAt: Date.now() });
    Storage.prototype.setItem = setItem;
    expect(readPreviousCheckout()).to.equal(undefined);
  });

  it('readDraft returns the draft of the same offer only', () => {
    savePreviousCheckout({ ...CHECKOUT, draft: { amount: '20' }, savedAt: Date.now() });
    expect(readDraft('don')).to.deep.equal({ amount: '20' });
    expect(readDraft('billet')).to.equal(undefined);
  });

  it('saveDraft keeps the checkout of the same offer, to be asked about before the next payment', () => {
    savePreviousCheckout({ ...CHECKOUT, savedAt: Date.now() });
    saveDraft('don', { amount: '20' });
    expect(readPreviousCheckout()).to.deep.include({ token: 'state.token.4242', draft: { amount: '20' } });
    expect(readPreviousCheckout()).not.to.have.property('isSettled');
  });

  it('saveDraft for another offer stores a settled checkout without a token, so that nothing is asked', () => {
    savePreviousCheckout({ ...CHECKOUT, savedAt: Date.now() });
    saveDraft('billet', { quantity: '2' });
    expect(readPreviousCheckout()).to.deep.include({ offer: 'billet', token: '', isSettled: true });
  });

  it('forgetDraft deletes what was typed and keeps the checkout', () => {
    savePreviousCheckout({ ...CHECKOUT, draft: { amount: '20' }, savedAt: Date.now() });
    forgetDraft();
    expect(readDraft('don')).to.equal(undefined);
    expect(readPreviousCheckout()).to.include({ token: 'state.token.4242' });
  });
});
