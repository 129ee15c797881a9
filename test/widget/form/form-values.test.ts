import { expect } from '@open-wc/testing';
import type { FormValues } from '../../../widget/core/form-values-shape.ts';
import type { PricedOffer } from '../../../widget/core/priced-offer.ts';
import {
  amountOf,
  amountValues,
  isAsked,
  paysAsCompany,
  quantityOf,
  totalOf,
} from '../../../widget/form/form-values.ts';
import { GIFT, TICKET } from '../fake-proxy.ts';

const RULE = { min: 100, max: 500_000, suggestions: [2000, 5000] };
const FREE: PricedOffer = { ...GIFT, amountCents: RULE };
const WITHOUT_SUGGESTIONS: PricedOffer = { ...FREE, amountCents: { ...RULE, suggestions: [] } };
const FIXED: PricedOffer = { ...TICKET, amountCents: 1200 };

describe('Form values', () => {
  const AMOUNTS: readonly (readonly [what: string, offer: PricedOffer, values: FormValues, amount: unknown])[] = [
    ['the price of an offer with a fixed price', FIXED, { amount: '5' }, 1200],
    ['a suggestion that is chosen', FREE, { choice: '2000' }, 2000],
    ['the typed amount where “other” is chosen', FREE, { choice: 'other', amount: '12,50' }, 1250],
    ['amount-missing where nothing is chosen', FREE, { amount: '12,50' }, 'amount-missing'],
    ['amount-missing for a suggestion that the offer no longer has', FREE, { choice: '3000' }, 'amount-missing'],
    ['the least amount', FREE, { choice: 'other', amount: '1' }, 100],
    ['the greatest amount', FREE, { choice: 'other', amount: '5000' }, 500_000],
    ['amount-out-of-range below the bounds', FREE, { choice: 'other', amount: '0,99' }, 'amount-out-of-range'],
    ['amount-out-of-range above the bounds', FREE, { choice: 'other', amount: '5000,01' }, 'amount-out-of-range'],
    ['amount-unreadable for words', FREE, { choice: 'other', amount: 'vingt' }, 'amount-unreadable'],
    ['the typed amount where nothing is suggested', WITHOUT_SUGGESTIONS, { amount: '3' }, 300],
  ];
  for (const [what, offer, values, amount] of AMOUNTS) {
    it(`amountOf returns ${what}`, () => expect(amountOf(offer, values)).to.equal(amount));
  }

  it('amountValues chooses a suggestion, or else types the amount', () => {
    expect(amountValues(2000, RULE)).to.deep.equal({ choice: '2000' });
    expect(amountValues(2050, RULE)).to.deep.equal({ choice: 'other', amount: '20,50' });
  });

  for (const [quantity, expected] of [
    ['3', 3],
    ['10', 10],
    ['11', 1],
    ['0', 1],
    ['-2', 1],
    ['1.5', 1],
    ['', 1],
    ['trois', 1],
  ] as const) {
    it(`quantityOf returns ${expected} for “${quantity}” where 10 may be bought`, () =>
      expect(quantityOf(FIXED, { quantity })).to.equal(expected));
  }

  it('totalOf multiplies the amount by the quantity, and is undefined without an amount', () => {
    expect(totalOf(FIXED, { quantity: '3' })).to.equal(3600);
    expect(totalOf(FIXED)).to.equal(1200);
    expect(totalOf(FREE, {})).to.equal(undefined);
  });

  it('paysAsCompany is true when the offer requires a company or the box is checked', () => {
    expect(paysAsCompany({ companyName: 'required' }, {})).to.equal(true);
    expect(paysAsCompany({ companyName: 'optional' }, { isCompany: 'on' })).to.equal(true);
    expect(paysAsCompany({ companyName: 'optional' }, { isCompany: undefined })).to.equal(false);
  });

  it('isAsked is false for a hidden field and for one without a rule', () => {
    expect(isAsked({ email: 'optional' }, 'email')).to.equal(true);
    expect(isAsked({ email: 'hidden' }, 'email')).to.equal(false);
    expect(isAsked({}, 'city')).to.equal(false);
  });
});
