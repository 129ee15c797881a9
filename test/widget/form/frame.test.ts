import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { IDEMPOTENCY_MS } from '../../../proxy/contract/lifetimes.ts';
import type { PricedOffer } from '../../../widget/core/priced-offer.ts';
import type { FormState } from '../../../widget/form/form-state.ts';
import { checkFrame, renderLink } from '../../../widget/form/frame.ts';
import { frReturn } from '../../../widget/messages/fr-return.ts';
import { CREATED, GIFT } from '../fake-proxy.ts';
import '../set-up.ts';

const OFFER = GIFT as PricedOffer;
const CHECKOUT = { step: 'back', token: 'state.token.4242', offer: 'don', checkoutIntentId: 4242 } as const;

/** A form that left so many ms ago, and the link that it shows. */
function setUpLink(age: number) {
  const calls: string[] = [];
  const url = new URL(CREATED.redirectUrl);
  const state: FormState = { name: 'leaving', offer: OFFER, url, checkout: CHECKOUT, leftAt: Date.now() - age };
  const form = { state, stop: () => void calls.push('stop') };
  const host = {
    submit: async () => void calls.push('submit'),
  };
  const box = document.createElement('div');
  render(renderLink(form, host, frReturn), box);
  return { link: box.querySelector('a') as HTMLAnchorElement, calls };
}

describe('A form in a frame', () => {
  it('renderLink links to the payment page at the top while the form is leaving', () => {
    const { link } = setUpLink(0);
    expect(link.href).to.equal(CREATED.redirectUrl);
    expect(link.target).to.equal('_top');
    expect(link.rel).to.equal('noopener');
    expect(link.innerText.trim()).to.equal('Continuer sur HelloAsso');
  });

  it('the link makes a new checkout after 13 minutes, instead of opening a page that ends', () => {
    const { link, calls } = setUpLink(IDEMPOTENCY_MS + 1000);
    const isAllowed = link.dispatchEvent(new MouseEvent('click', { cancelable: true }));
    expect(isAllowed).to.equal(false);
    expect(calls).to.deep.equal(['stop', 'submit']);
  });

  it('renderLink draws nothing in any other state', () => {
    const form = { state: { name: 'ready', offer: OFFER }, stop: () => {} } as const;
    expect(renderLink(form, { submit: async () => {} }, frReturn)).to.equal(undefined);
  });

  it('checkFrame accepts a page with an address, an origin and forms, and leaves it as it was', () => {
    const root = document.body.appendChild(document.createElement('div'));
    checkFrame(root);
    expect(root.childNodes.length).to.equal(0);
    root.remove();
  });
});
