import { expect, fixtureSync } from '@open-wc/testing';
import { CheckoutError } from '../../../widget/errors.ts';
import type { FormState } from '../../../widget/form/form-state.ts';
import { renewOffer } from '../../../widget/payment/renew-offer.ts';
import { GIFT } from '../fake-proxy.ts';

const MINUTE_MS = 60_000;
const OFFER = { ...GIFT, amountCents: 2000, revision: 'old' };
const NEW = { ...OFFER, itemName: 'Don au verger', revision: 'new' };

/** A form whose offer is so many minutes old, and the proxy's answer. */
function setUp(minutes: number, state: FormState = { name: 'ready', offer: OFFER }, answer = async () => NEW) {
  const form = {
    host: fixtureSync<HTMLElement>('<div><button></button></div>'),
    state,
    readAt: Date.now() - minutes * MINUTE_MS,
    asked: 0,
    touched: new Set<string>(),
    enter(next: FormState) {
      form.state = next;
    },
    fetchOffer() {
      form.asked += 1;
      return answer();
    },
  };
  return form;
}

const failing = (code: 'offer-closed' | 'offer-unknown' | 'unreachable' | 'internal') => async () => {
  throw new CheckoutError(code, '');
};

describe('renewOffer', () => {
  for (const minutes of [0, 4.9, -4.9]) {
    it(`asks for nothing when the offer is ${minutes} minutes old`, async () => {
      const form = setUp(minutes);
      await renewOffer(form, form.host, form.touched);
      expect(form.asked).to.equal(0);
    });
  }

  for (const minutes of [5.1, 60, -5.1, -60]) {
    it(`asks once when the offer is ${minutes} minutes old, and shows the new one`, async () => {
      const form = setUp(minutes);
      await Promise.all([renewOffer(form, form.host, form.touched), renewOffer(form, form.host, form.touched)]);
      expect(form.asked).to.equal(1);
      expect(form.state).to.deep.equal({ name: 'ready', offer: NEW });
    });
  }

  for (const code of ['offer-closed', 'offer-unknown'] as const) {
    it(`shows ${code}`, async () => {
      const form = setUp(6, undefined, failing(code));
      await renewOffer(form, form.host, form.touched);
      expect(form.state.name).to.equal('unavailable');
    });
  }

  for (const code of ['unreachable', 'internal'] as const) {
    it(`leaves the form as it is after ${code}, and does not ask again at once`, async () => {
      const form = setUp(6, undefined, failing(code));
      await renewOffer(form, form.host, form.touched);
      await renewOffer(form, form.host, form.touched);
      expect(form.state).to.deep.equal({ name: 'ready', offer: OFFER });
      expect(form.asked).to.equal(1);
    });
  }

  it('says that the offer has changed to a payer who is in the form', async () => {
    const form = setUp(6);
    form.host.querySelector('button')?.focus();
    await renewOffer(form, form.host, form.touched);
    expect(form.state).to.deep.include({ name: 'failed', offer: NEW });
    expect('error' in form.state && form.state.error.code).to.equal('offer-changed');
  });

  it('says that the offer has changed to a payer who has filled in something and is elsewhere, as far as focus says', async () => {
    const form = setUp(6);
    const renewal = renewOffer(form, form.host, form.touched);
    form.touched.add('choice');
    await renewal;
    expect(form.state).to.deep.include({ name: 'failed', offer: NEW });
  });

  it('says nothing to a payer in the form when the offer is the same', async () => {
    const form = setUp(6, undefined, async () => ({ ...OFFER }));
    form.host.querySelector('button')?.focus();
    await renewOffer(form, form.host, form.touched);
    expect(form.state.name).to.equal('ready');
  });

  it('asks for nothing while the form is being sent', async () => {
    const form = setUp(6, { name: 'sending', offer: OFFER });
    await renewOffer(form, form.host, form.touched);
    expect(form.asked).to.equal(0);
  });

  it('changes nothing once the payer has pressed the button', async () => {
    const form = setUp(6);
    const renewal = renewOffer(form, form.host, form.touched);
    form.state = { name: 'sending', offer: OFFER };
    await renewal;
    expect(form.state).to.deep.equal({ name: 'sending', offer: OFFER });
  });
});
