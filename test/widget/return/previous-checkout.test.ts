import { expect } from '@open-wc/testing';
import {
  forgetDrafts,
  readCheckouts,
  readDraft,
  recordOf,
  saveCheckout,
  saveDraft,
  unsettledCheckouts,
} from '../../../widget/return/previous-checkout.ts';
import { PROXY } from '../fake-proxy.ts';
import { DRAFT, openReturn, storePreviousCheckout } from '../page.ts';
import '../set-up.ts';

const CHECKOUT = {
  proxy: PROXY,
  offer: 'don',
  step: 'back',
  token: 'state.token.4242',
  checkoutIntentId: 4242,
} as const;

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

  it('readCheckouts returns none when the tab has none, or something unreadable', () => {
    expect(readCheckouts()).to.deep.equal([]);
    for (const text of ['{"token":', '{"token":"of an older version"}', 'null', '[null]', '[1]', '"text"']) {
      sessionStorage.setItem('helloasso-checkout', text);
      expect(readCheckouts()).to.deep.equal([]);
    }
  });

  it('readCheckouts returns what saveCheckout has kept for the life of the page when the browser blocks storage', () => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('Storage is blocked.', 'SecurityError');
    };
    const record = { ...CHECKOUT, savedAt: Date.now() };
    saveCheckout(record);
    expect(readCheckouts()).to.deep.equal([record]);
    expect(sessionStorage.length).to.equal(0);
    Storage.prototype.setItem = setItem;
    saveCheckout({ ...record, checkoutIntentId: 17 });
    expect(readCheckouts()).to.deep.equal([{ ...record, checkoutIntentId: 17 }, record]);
    expect(sessionStorage.length).to.equal(1);
  });

  it('saveCheckout keeps the last five, the latest first, each intent once', () => {
    for (const checkoutIntentId of [1, 2, 3, 4, 5, 6, 4])
      saveCheckout({ ...CHECKOUT, checkoutIntentId, savedAt: Date.now() });
    expect(readCheckouts().map(({ checkoutIntentId }) => checkoutIntentId)).to.deep.equal([4, 6, 5, 3, 2]);
  });

  it('unsettledCheckouts returns those of the proxy and the offer that are not settled', () => {
    saveCheckout({ ...CHECKOUT, checkoutIntentId: 1, savedAt: Date.now() });
    saveCheckout({ ...CHECKOUT, checkoutIntentId: 2, isSettled: true, savedAt: Date.now() });
    saveCheckout({ ...CHECKOUT, checkoutIntentId: 3, proxy: 'https://other.example.org', savedAt: Date.now() });
    saveCheckout({ ...CHECKOUT, checkoutIntentId: 4, offer: 'billet', savedAt: Date.now() });
    expect(unsettledCheckouts(PROXY, 'don').map(({ checkoutIntentId }) => checkoutIntentId)).to.deep.equal([1]);
  });

  it('recordOf finds the record of a proxy that another page writes with a slash at its end', () => {
    saveCheckout({ ...CHECKOUT, savedAt: Date.now() });
    expect(recordOf(CHECKOUT, `${PROXY}/`)?.token).to.equal('state.token.4242');
  });

  it('recordOf returns no record of another proxy, so that no token goes to it', () => {
    saveCheckout({ ...CHECKOUT, savedAt: Date.now() });
    expect(recordOf(CHECKOUT, PROXY)?.token).to.equal('state.token.4242');
    expect(recordOf(CHECKOUT, 'https://other.example.org')).to.equal(undefined);
  });

  it('readDraft returns the draft of the same offer and proxy only', () => {
    saveCheckout({ ...CHECKOUT, draft: { amount: '20' }, savedAt: Date.now() });
    expect(readDraft(PROXY, 'don')).to.deep.equal({ amount: '20' });
    expect(readDraft(PROXY, 'billet')).to.equal(undefined);
    expect(readDraft('https://other.example.org', 'don')).to.equal(undefined);
  });

  it('saveDraft keeps the checkout of the same offer, to be asked about before the next payment', () => {
    saveCheckout({ ...CHECKOUT, savedAt: Date.now() });
    saveDraft(PROXY, 'don', { amount: '20' });
    expect(readCheckouts()[0]).to.deep.include({ token: 'state.token.4242', draft: { amount: '20' } });
    expect(readCheckouts()[0]).not.to.have.property('isSettled');
  });

  it('saveDraft for another offer stores a settled record without a token, so that nothing is asked', () => {
    saveCheckout({ ...CHECKOUT, savedAt: Date.now() });
    saveDraft(PROXY, 'billet', { quantity: '2' });
    expect(readCheckouts()[0]).to.deep.include({ offer: 'billet', token: '', isSettled: true });
    expect(readCheckouts()).to.have.length(2);
  });

  it('forgetDrafts deletes what was typed and keeps the checkout', () => {
    saveCheckout({ ...CHECKOUT, draft: { amount: '20' }, savedAt: Date.now() });
    forgetDrafts(PROXY);
    expect(readDraft(PROXY, 'don')).to.equal(undefined);
    expect(readCheckouts()[0]).to.include({ token: 'state.token.4242' });
  });
});
